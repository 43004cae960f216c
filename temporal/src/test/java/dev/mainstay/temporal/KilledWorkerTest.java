package dev.mainstay.temporal;

import static dev.mainstay.transport.RealTime.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.temporal.sink.MemorySink;
import dev.mainstay.temporal.sink.NumberedEvent;
import dev.mainstay.temporal.sink.SinkEvent;
import dev.mainstay.temporal.sink.SinkState;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A worker is killed, for real: a second process that hosts activities, a server on a port, a
 * provider on another, and a sink that outlives the worker.
 */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class KilledWorkerTest {
  private static final String TEXT =
      IntStream.range(0, 120).mapToObj(i -> "word" + i).collect(Collectors.joining(" "));

  private static final Answer WORDS = Answer.text(TEXT).continuing();

  @TempDir private Path folder;
  private final MemorySink sink = new MemorySink();
  private final Simulator provider =
      Simulator.start(
          Script.builder().first(Fault.stall().after(60).of(WORDS)).thenAlways(WORDS).build());
  private final List<Process> workers = new ArrayList<>();
  private ServerAt server;
  private SocketSink.Server sinkServer;
  private WorkflowServiceStubs service;
  private WorkerFactory factory;

  /** Streams an answer by activities of another queue. */
  @WorkflowInterface
  public interface Tell {
    /** The text. */
    @WorkflowMethod
    String tell(boolean streamed);

    /** With a heartbeat timeout that a test waits for, and that no busy machine misses. */
    class Workflow implements Tell {
      @Override
      public String tell(boolean streamed) {
        DurableChat chat =
            DurableChat.create()
                .withSink("ui")
                .withTaskQueue(WorkerProcess.QUEUE)
                .withActivityOptions(o -> o.setHeartbeatTimeout(Duration.ofSeconds(8)));
        ChatRequest request = ChatRequest.of("chat", "Tell me words");
        return streamed ? chat.stream(request, "m").text() : chat.chat(request).text();
      }
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = ServerAt.start();
    sinkServer = new SocketSink.Server(sink);
    service = WorkerProcess.service(server.address());
    factory =
        WorkerFactory.newInstance(
            WorkerProcess.client(service), DurableWorker.factoryOptions().build());
    Worker worker = factory.newWorker("workflows", InProcess.workerOptions(4));
    worker.registerWorkflowImplementationTypes(
        DurableWorker.workflowOptions().build(), Tell.Workflow.class);
    factory.start();
  }

  @AfterEach
  void close() throws IOException {
    workers.forEach(Process::destroyForcibly);
    factory.shutdownNow();
    service.shutdownNow();
    server.close();
    sinkServer.close();
    provider.close();
  }

  @Test
  void sentenceGoesOnWhereItsReadersAreAndEachCharacterIsThereOnce() throws Exception {
    workers.add(startWorker());
    WorkflowStub run = begin(true);
    await().until(() -> told().text().length() > 200);

    workers.add(startWorker());
    workers.getFirst().destroyForcibly();

    assertThat(run.getResult(String.class)).isEqualTo(TEXT);
    assertThat(told().text()).isEqualTo(TEXT);
    assertThat(told().takes()).isZero();
    assertThat(events()).filteredOn(SinkEvent::isLast).hasSize(1);
    assertThat(provider.requests()).hasSize(2);
    assertThat(new String(provider.requests().getLast().body(), UTF_8)).contains("\"assistant\"");
    assertNothingIsSaidOfIt();
    keep("killed-STREAMED", run);
  }

  @Test
  void plainCallIsMadeAgain() throws Exception {
    workers.add(startWorker());
    WorkflowStub run = begin(false);
    await().until(() -> provider.requests().size() == 1);

    workers.add(startWorker());
    workers.getFirst().destroyForcibly();

    assertThat(run.getResult(String.class)).isEqualTo(TEXT);
    assertThat(provider.requests()).hasSize(2);
    assertNothingIsSaidOfIt();
    keep("killed-PLAIN", run);
  }

  // Of prompt, answer and key, in all that the killed process and the one after it have logged.
  private void assertNothingIsSaidOfIt() throws IOException {
    for (int i = 0; i < workers.size(); i++) {
      assertThat(Files.readString(said(i)))
          .contains("io.temporal")
          .doesNotContain("Tell me", "word1", WorkerProcess.KEY);
    }
  }

  private void keep(String name, WorkflowStub run) {
    Histories.keep(
        name,
        WorkerProcess.client(service)
            .fetchHistory(run.getExecution().getWorkflowId())
            .toJson(true));
  }

  private Process startWorker() throws IOException {
    return WorkerProcess.start(
        server.address(), provider.url(), sinkServer.port(), said(workers.size()));
  }

  private Path said(int worker) {
    return folder.resolve("worker-" + worker);
  }

  private WorkflowStub begin(boolean streamed) {
    WorkflowClient client = WorkerProcess.client(service);
    Tell tell =
        client.newWorkflowStub(
            Tell.class, WorkflowOptions.newBuilder().setTaskQueue("workflows").build());
    WorkflowStub run = WorkflowStub.fromTyped(tell);
    run.start(streamed);
    return run;
  }

  private SinkState told() throws InterruptedException {
    return SinkState.after(events());
  }

  private List<SinkEvent> events() throws InterruptedException {
    return sink.read("m", 0, Duration.ZERO).events().stream().map(NumberedEvent::event).toList();
  }
}
