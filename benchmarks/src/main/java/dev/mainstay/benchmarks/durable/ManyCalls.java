package dev.mainstay.benchmarks.durable;

import dev.mainstay.Mainstay;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.RateLimit;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.temporal.CallPolicy;
import dev.mainstay.temporal.DurableData;
import dev.mainstay.temporal.DurableWorker;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Users who each make their calls in a workflow on one server in this process, all at once, before
 * a provider with a limit: half of what such a server managed just before, over as many calls of as
 * many users, without one.
 *
 * @param users how many there are
 * @param calls how many each makes, one after the other
 * @param seconds how long it may take with the limit: fewer users talk where all of them would take
 *     longer; 0 for however long it takes
 */
record ManyCalls(int users, int calls, int seconds) {
  // Temporal's default; half of them may be held by who waits.
  private static final int SLOTS = 200;
  private static final int WARMING_UP = 20;
  private static final long PROGRESS_SECONDS = 10;
  private static final long GOODBYE_SECONDS = 5;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** What came of some users' talk. */
  private record Outcome(
      int calls,
      long right,
      double seconds,
      long requests,
      long refused,
      long doubled,
      double gap) {

    double rate() {
      return calls / seconds;
    }

    boolean isRight() {
      return right == calls && doubled == 0;
    }
  }

  boolean run(PrintStream out) throws InterruptedException {
    // Cold code is slower than the server is.
    play(users, Math.min(calls, WARMING_UP), 0, out);
    Outcome free = play(users, calls, 0, out);
    int limit = (int) Math.max(2, free.rate() / 2);
    int talking =
        seconds == 0 ? users : Math.max(1, (int) Math.min(users, (long) limit * seconds / calls));
    out.printf(
        Locale.ROOT,
        "without a limit: %d calls of %d users, %.1f/s; the provider's limit is %d/s: %d calls take"
            + " %d s at least%n",
        free.calls(),
        users,
        free.rate(),
        limit,
        talking * calls,
        talking * calls / limit);
    Outcome limited = play(talking, calls, limit, out);
    double ideal = (double) limited.calls() / limit;
    out.printf(
        Locale.ROOT,
        "%d users x %d calls: %d answered right of %d, %d asked twice, %d refused of %d requests%n",
        talking,
        calls,
        limited.right(),
        limited.calls(),
        limited.doubled(),
        limited.refused(),
        limited.requests());
    out.printf(
        Locale.ROOT,
        "%.1f s, %.2f x the ideal of %.1f s; longest silence of the provider %.1f s%n",
        limited.seconds(),
        limited.seconds() / ideal,
        ideal,
        limited.gap());
    return free.isRight() && limited.isRight() && limited.seconds() < 1.2 * ideal;
  }

  private static Outcome play(int users, int calls, int limit, PrintStream out)
      throws InterruptedException {
    AtomicLong last = new AtomicLong(System.nanoTime());
    AtomicLong gap = new AtomicLong();
    try (Simulator provider =
            Simulator.builder()
                .script(script(limit))
                .remember(0)
                .onEnding(request -> count(last, gap))
                .start();
        Mainstay mainstay = Mainstay.builder().group("chat", deployment(provider, limit)).build();
        Embedded temporal = Embedded.start(mainstay)) {
      long start = System.nanoTime();
      last.set(start);
      Runnable progress = () -> tellProgress(provider, users * calls, start, out);
      long right = 0;
      List<WorkflowStub> all = new ArrayList<>();
      for (int i = 0; i < users; i++) {
        all.add(temporal.begin("user" + i, calls));
      }
      for (WorkflowStub user : all) {
        right += answered(user, progress);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      long refused = provider.refusalCount();
      long doubled = provider.requestCount() - refused - (long) users * calls;
      return new Outcome(
          users * calls,
          right,
          seconds,
          provider.requestCount(),
          refused,
          doubled,
          gap.get() / 1e9);
    }
  }

  private static void tellProgress(Simulator provider, int all, long start, PrintStream out) {
    long done = provider.requestCount() - provider.refusalCount();
    double seconds = (System.nanoTime() - start) / 1e9;
    out.printf(Locale.ROOT, "%d of %d after %.0f s, %.1f/s%n", done, all, seconds, done / seconds);
  }

  // A call that fails for good ends its user.
  private static int answered(WorkflowStub user, Runnable meanwhile) {
    while (true) {
      try {
        return user.getResult(PROGRESS_SECONDS, TimeUnit.SECONDS, Integer.class);
      } catch (TimeoutException notYet) {
        meanwhile.run();
      } catch (WorkflowException lost) {
        return 0;
      }
    }
  }

  private static void count(AtomicLong last, AtomicLong gap) {
    long now = System.nanoTime();
    gap.accumulateAndGet(now - last.getAndSet(now), Math::max);
  }

  private static Script script(int limit) {
    Answer echo = Answer.echo();
    return limit == 0
        ? Script.always(echo)
        : Script.builder()
            .limit(RateLimit.of(60L * limit, MINUTE).bucketOf(limit).untold())
            .thenAlways(echo)
            .build();
  }

  private static Deployment deployment(Simulator provider, int limit) {
    Deployment deployment =
        Deployment.of("openai/m").withKey("sk-benchmark").withEndpoint(provider.url());
    return limit == 0 ? deployment : deployment.withRpm(limit * 60L);
  }

  /** Temporal's server and a worker, in this process. */
  private record Embedded(
      TestServer.InProcessTestServer server,
      WorkflowServiceStubs service,
      WorkflowClient client,
      WorkerFactory factory)
      implements AutoCloseable {
    private static final String QUEUE = "users";

    static Embedded start(Mainstay mainstay) {
      TestServer.InProcessTestServer server = TestServer.createServer(true);
      WorkflowServiceStubs service =
          WorkflowServiceStubs.newServiceStubs(
              WorkflowServiceStubsOptions.newBuilder().setChannel(server.getChannel()).build());
      WorkflowClient client =
          WorkflowClient.newInstance(
              service,
              WorkflowClientOptions.newBuilder().setDataConverter(DurableData.converter()).build());
      WorkerFactory factory =
          WorkerFactory.newInstance(client, DurableWorker.factoryOptions().build());
      Worker worker = factory.newWorker(QUEUE, DurableWorker.workerOptions(SLOTS).build());
      DurableWorker.of(mainstay).register(worker);
      worker.registerWorkflowImplementationTypes(
          DurableWorker.workflowOptions().build(), User.Talking.class);
      factory.start();
      return new Embedded(server, service, client, factory);
    }

    WorkflowStub begin(String user, int calls) {
      WorkflowStub stub =
          WorkflowStub.fromTyped(
              client.newWorkflowStub(
                  User.class, WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build()));
      stub.start(user, calls, CallPolicy.defaults());
      return stub;
    }

    // A server that goes before its last poll has ended tells of that by a stack trace.
    @Override
    public void close() {
      factory.shutdownNow();
      factory.awaitTermination(GOODBYE_SECONDS, TimeUnit.SECONDS);
      service.shutdownNow();
      service.awaitTermination(GOODBYE_SECONDS, TimeUnit.SECONDS);
      server.close();
    }
  }
}
