package dev.mainstay.cli;

import static dev.mainstay.transport.RealTime.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.transport.Ports;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches on a Temporal that is given, and where there is none. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class BatchTemporalTest {
  @TempDir private Path folder;
  private BatchFolder batch;

  @BeforeEach
  void open() {
    batch = new BatchFolder(folder);
  }

  @AfterEach
  void close() {
    batch.close();
  }

  @Test
  void temporalThatDoesNotListenIsNamedWithTheRemedy() throws IOException {
    Captured terminal = new Captured();

    try (Ports.Refusing gone = Ports.refusing()) {
      assertThat(
              terminal.run(
                  "batch",
                  batch.prompts("\"a\""),
                  "-m",
                  "openai/m",
                  "-o",
                  batch.out() + "",
                  "--temporal",
                  "localhost:" + gone.port()))
          .isEqualTo(1);
      assertThat(terminal.err())
          .isEqualTo(
              "mainstay: no Temporal answers at localhost:"
                  + gone.port()
                  + "; start one there (temporal server start-dev), or leave --temporal out\n");
    }
  }

  @Test
  void batchWhoseWorkflowIsTerminatedSaysSo() throws Exception {
    int port = Ports.forLater();
    String temporal = "127.0.0.1:" + port;
    String in = batch.prompts("\"a\"");
    try (TestServer.PortBoundTestServer server = TestServer.createPortBoundServer(port, true);
        Simulator provider = Simulator.start(Script.always(Fault.stall()))) {
      assertThat(server).isNotNull();
      Captured terminal = BatchFolder.with(provider);
      Thread.startVirtualThread(() -> {
        await().forever().until(() -> !provider.requests().isEmpty());
        asking(temporal, BatchTemporalTest::terminateAll);
      });

      int code =
          terminal.run(
              "batch", in, "-m", "openai/m", "-o", batch.out() + "", "--temporal", temporal);

      assertThat(code).isEqualTo(1);
      assertThat(terminal.err())
          .endsWith(
              "mainstay: Temporal has ended the batch's workflow: it was terminated; run the same"
                  + " command again\n");
    }
  }

  @Test
  void temporalOfAnUnknownHostIsToldWithoutATrace() throws Exception {
    batch.prompts("\"a\"");

    Process process =
        batch.start(URI.create("http://localhost"), "--temporal", "nowhere.invalid:7233");

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(batch.said())
        .content()
        .contains("mainstay: no Temporal answers at nowhere.invalid:7233; start one there")
        .doesNotContain("Exception", "\tat ");
  }

  @Test
  void batchWhoseWorkflowIsForgottenSaysHowToGoOn() throws Exception {
    int port = Ports.forLater();
    String in = batch.prompts("\"a\"");
    List<TestServer.PortBoundTestServer> servers = new CopyOnWriteArrayList<>();
    servers.add(TestServer.createPortBoundServer(port, true));
    try (Simulator provider = Simulator.start(Script.always(Fault.stall()))) {
      Captured terminal = BatchFolder.with(provider);
      Thread.startVirtualThread(() -> {
        await().forever().until(() -> !provider.requests().isEmpty());
        servers.getFirst().close();
        servers.add(TestServer.createPortBoundServer(port, true));
      });

      int code = batch.run(terminal, "--temporal", "127.0.0.1:" + port);

      assertThat(code).isEqualTo(1);
      assertThat(terminal.err())
          .endsWith(
              "mainstay: Temporal has forgotten the batch's workflow, as one that starts anew with"
                  + " nothing on its disk; run the same command again\n");
    } finally {
      servers.getLast().close();
    }
  }

  @Test
  void temporalThatGoesAwayIsToldAndCtrlCLosesNothing() throws Exception {
    int port = Ports.forLater();
    batch.prompts("\"a\"");
    TestServer.PortBoundTestServer server = TestServer.createPortBoundServer(port, true);
    try (Simulator provider = Simulator.start(Script.always(Fault.stall()))) {
      Process process = batch.start(provider.url(), "--temporal", "127.0.0.1:" + port);
      await().forever().until(() -> !provider.requests().isEmpty() || !process.isAlive());

      server.close();

      await().forever().until(() -> said().contains("No answer") || !process.isAlive());
      process.destroy();
      process.waitFor();
    }
    assertThat(said())
        .contains(
            "No answer from the Temporal at 127.0.0.1:"
                + port
                + "; waiting for it, up to 5 min. Ctrl-C loses nothing: the same command goes on.",
            "Stopped; run the same command again to continue.");
  }

  private String said() throws IOException {
    return Files.readString(batch.said());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "http://localhost:7233", "localhost:99999"})
  void addressThatIsNoneIsAMistakeOfTheCallers(String address) throws IOException {
    batch.prompts("\"a\"");
    Captured terminal = new Captured();

    assertThat(batch.run(terminal, "--temporal", address)).isEqualTo(2);
    assertThat(terminal.err())
        .isEqualTo(
            "mainstay: '"
                + address
                + "' is not the address of a Temporal server; name its host and port, as in localhost:7233\n");
  }

  @Test
  void namespaceOfTheTemporalInThisProcessIsAMistakeOfTheCallers() throws IOException {
    batch.prompts("\"a\"");
    Captured terminal = new Captured();

    assertThat(batch.run(terminal, "--namespace", "mine")).isEqualTo(2);
    assertThat(terminal.err())
        .isEqualTo(
            "mainstay: the Temporal in this process has no namespaces; name another (--temporal),"
                + " or leave --namespace out\n");
  }

  // One that is killed cannot: then its workflow ends by itself, half an hour for each line in
  // turn.
  @Test
  void batchThatIsToldToStopLeavesNoWorkflowThatRuns() throws Exception {
    int port = Ports.forLater();
    batch.prompts("\"a\"");
    try (TestServer.PortBoundTestServer server = TestServer.createPortBoundServer(port, true);
        Simulator provider = Simulator.start(Script.always(Fault.stall()))) {
      assertThat(server).isNotNull();
      String temporal = "127.0.0.1:" + port;
      Process process = batch.start(provider.url(), "--temporal", temporal);
      await().forever().until(() -> !provider.requests().isEmpty() || !process.isAlive());
      String workflow = asking(temporal, BatchTemporalTest::running).getFirst();

      process.destroy();
      process.waitFor();

      List<HistoryEvent> events =
          asking(
              temporal,
              service -> WorkflowClient.newInstance(service).fetchHistory(workflow).getEvents());
      assertThat(events.getLast().getEventType())
          .isEqualTo(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED);
      assertThat(
              events
                  .getFirst()
                  .getWorkflowExecutionStartedEventAttributes()
                  .getWorkflowExecutionTimeout()
                  .getSeconds())
          .isEqualTo(Duration.ofMinutes(61).toSeconds());
    }
  }

  private static List<String> running(WorkflowServiceStubs service) {
    return service
        .blockingStub()
        .listOpenWorkflowExecutions(
            ListOpenWorkflowExecutionsRequest.newBuilder().setNamespace("default").build())
        .getExecutionsList()
        .stream()
        .map(run -> run.getExecution().getWorkflowId())
        .toList();
  }

  private static <T> T asking(String temporal, Function<WorkflowServiceStubs, T> question) {
    WorkflowServiceStubs service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(temporal).build());
    try {
      return question.apply(service);
    } finally {
      service.shutdownNow();
    }
  }

  private static boolean terminateAll(WorkflowServiceStubs service) {
    running(service)
        .forEach(run ->
            WorkflowClient.newInstance(service).newUntypedWorkflowStub(run).terminate("enough"));
    return true;
  }
}
