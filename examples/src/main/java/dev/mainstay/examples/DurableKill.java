package dev.mainstay.examples;

import dev.mainstay.Mainstay;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.temporal.DurableWorker;
import dev.mainstay.temporal.sink.BoardReader;
import dev.mainstay.temporal.sink.NumberedEvent;
import dev.mainstay.temporal.sink.SinkEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Kills the worker of a {@link DurableAgent} in the middle of its sentence, and shows that the
 * sentence goes on. The workers are processes of their own; Temporal is one for tests, the model a
 * simulated one.
 */
public final class DurableKill {
  static final String ANSWER =
      "It is twenty to seven in Oslo, it rains, and it has nine degrees: take an umbrella and a"
          + " warm coat, walk slowly, and be at the opera by half past seven, where it is dry.";
  private static final int KILLED_AFTER = 60;

  private DurableKill() {}

  /** Prints the answer as it comes. With arguments it is the worker that is killed. */
  public static void main(String[] args) throws Exception {
    if (args.length == 2) {
      beWorker(Integer.parseInt(args[0]), URI.create(args[1]));
    } else {
      show(System.out);
    }
  }

  // All threads of a worker are daemons.
  private static void beWorker(int port, URI model) throws InterruptedException {
    Deployment deployment = Deployment.of("openai/gpt-4o").withEndpoint(model).withKey("sk-test");
    try (Mainstay mainstay = Mainstay.builder().group("chat", deployment).build()) {
      DurableAgent.work(DurableAgent.client(service(port)), mainstay);
      new CountDownLatch(1).await();
    }
  }

  private static void show(PrintStream out) throws IOException, InterruptedException {
    Script script =
        Script.builder()
            .first(
                Answer.calling("weather", "{\"city\":\"Oslo\"}")
                    .andCalling("clock", "{\"city\":\"Oslo\"}"))
            .thenAlways(Answer.text(ANSWER).pace(Duration.ofMillis(150)).continuing())
            .build();
    int port = freePort();
    try (TestServer.PortBoundTestServer temporal = TestServer.createPortBoundServer(port);
        Simulator model = Simulator.start(script)) {
      WorkflowServiceStubs service = service(port);
      WorkflowClient client = DurableAgent.client(service);
      WorkerFactory workflows =
          WorkerFactory.newInstance(client, DurableWorker.factoryOptions().build());
      Process worker = startWorker(port, model.url());
      try {
        WorkflowStub run = begin(workflows, client);
        tell(run, worker, () -> startWorker(port, model.url()), out);
      } finally {
        // The process ends with it.
        workflows.shutdownNow();
        service.shutdownNow();
      }
    }
  }

  private static WorkflowStub begin(WorkerFactory workflows, WorkflowClient client) {
    workflows
        .newWorker("agents")
        .registerWorkflowImplementationTypes(
            DurableWorker.workflowOptions().build(), DurableAgent.AgentRun.class);
    workflows.start();
    DurableAgent.Agent agent =
        client.newWorkflowStub(
            DurableAgent.Agent.class, WorkflowOptions.newBuilder().setTaskQueue("agents").build());
    WorkflowStub run = WorkflowStub.fromTyped(agent);
    run.start("Do I need an umbrella on my way to the opera in Oslo?");
    return run;
  }

  private static void tell(WorkflowStub run, Process worker, Start next, PrintStream out)
      throws IOException, InterruptedException {
    BoardReader reader = new BoardReader(run);
    Process alive = worker;
    long last = 0;
    int shown = 0;
    boolean over = false;
    try {
      while (!over) {
        for (NumberedEvent event : reader.read("turn-2", last).events()) {
          last = event.id();
          over = event.event().isLast();
          if (event.event() instanceof SinkEvent.Text(String text)) {
            shown += text.length();
            out.print(text);
            out.flush();
          }
        }
        if (shown > KILLED_AFTER && alive.equals(worker)) {
          worker.destroyForcibly().waitFor();
          out.print(" [the worker is killed here] ");
          alive = next.worker();
        }
      }
      out.println();
      run.getResult(String.class);
    } finally {
      alive.destroyForcibly().waitFor();
    }
  }

  private static Process startWorker(int port, URI model) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DurableKill.class.getName(),
                Integer.toString(port),
                model.toString()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static WorkflowServiceStubs service(int port) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder().setTarget("127.0.0.1:" + port).build());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Starts another worker. */
  @FunctionalInterface
  private interface Start {
    Process worker() throws IOException;
  }
}
