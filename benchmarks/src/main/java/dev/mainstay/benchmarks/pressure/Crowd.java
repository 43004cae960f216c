package dev.mainstay.benchmarks.pressure;

import dev.mainstay.cli.load.LoadPlan;
import dev.mainstay.cli.load.LoadPlan.Asking;
import dev.mainstay.cli.load.LoadResult;
import dev.mainstay.cli.load.LoadRun;
import dev.mainstay.gateway.server.EventLoops;
import dev.mainstay.gateway.server.NettyTransport;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.time.TimeSource;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What many callers at once cost a gateway that is a process of its own. */
final class Crowd {
  private static final int WAITERS = 10_000;
  private static final int WARM_UP = 10_000;
  private static final int STREAMS = 2_000;
  private static final Duration LONG = Duration.ofMinutes(3);

  // All at once they would be more than a listening socket keeps.
  private static final Duration COMING = Duration.ofSeconds(20);
  private static final double MEBIBYTE = 1024 * 1024;

  private final Path launcher;
  private final PrintStream out;

  Crowd(Path launcher, PrintStream out) {
    this.launcher = launcher;
    this.out = out;
  }

  /** 10,000 callers who wait to be taken in hand. */
  void waitsForAdmission() throws IOException, InterruptedException {
    waits(
        "to be taken in hand",
        WARM_UP,
        "",
        "general_settings: {global_max_parallel_requests: 1, max_waiting_requests: 20000,"
            + " max_wait: 600}\n");
  }

  /** 10,000 callers who wait for their turn at a deployment. */
  void waitsForATurn() throws IOException, InterruptedException {
    waitsForATurn("for a deployment's place", WARM_UP);
    waitsForATurn("for a deployment's place, and nobody was served before", 0);
  }

  private void waitsForATurn(String what, int before) throws IOException, InterruptedException {
    waits(
        what,
        before,
        ", max_parallel_requests: 1",
        "general_settings: {global_max_parallel_requests: 20000}\n"
            + "router_settings: {max_queue: 20000, max_queue_wait: 600}\n");
  }

  private void waits(String what, int served, String limit, String settings)
      throws IOException, InterruptedException {
    try (Simulator provider = Simulator.start(Script.always(Answer.text("Hello")));
        GatewayProcess gateway = start(config(provider, limit, settings), "-XX:+UseSerialGC");
        EventLoops loops = EventLoops.start();
        NettyTransport transport = NettyTransport.on(loops)) {
      if (served > 0) {
        // What is compiled needs less of a stack.
        LoadPlan warmUp = LoadPlan.of(gateway.url(), "chat", 20, served / 20);
        new LoadRun(warmUp, transport, TimeSource.system()).run();
      }
      provider.play(Script.always(Fault.stall()));
      LoadRun one = new LoadRun(plan(gateway, 20), transport, TimeSource.system());
      long before = heapWith(one, 20, gateway);
      LoadRun all = new LoadRun(plan(gateway, WAITERS), transport, TimeSource.system());
      long after = heapWith(all, WAITERS, gateway);
      long each = (after - before) / WAITERS;
      out.printf(
          Locale.ROOT,
          "%,d callers wait %s: %,d bytes of heap each (%.1f MB in all), %.0f MB resident%n",
          WAITERS,
          what,
          each,
          after / MEBIBYTE,
          gateway.resident() / MEBIBYTE);
    }
  }

  private static long heapWith(LoadRun load, int count, GatewayProcess gateway)
      throws IOException, InterruptedException {
    FutureTask<LoadResult> running = new FutureTask<>(load::run);
    Thread.ofVirtual().start(running);
    await(
        () -> load.soFar().underWay() >= count || load.soFar().failed() > 0,
        () -> load.soFar() + ": not all of them are there");
    TimeUnit.SECONDS.sleep(5);
    long heap = gateway.heap();
    if (load.soFar().failed() > 0) {
      throw new IOException(load.soFar() + ": not all of them wait");
    }
    load.stop();
    TimeUnit.SECONDS.sleep(2);
    return heap;
  }

  /** 2,000 slow streams at once, and one more than may be. */
  void streams() throws IOException, InterruptedException {
    Answer slow = Answer.words(20, 1).pace(Duration.ofSeconds(1));
    String settings =
        "general_settings: {global_max_parallel_requests: "
            + STREAMS
            + ", max_waiting_requests: 0}\n";
    try (Simulator provider = Simulator.start(Script.always(slow));
        GatewayProcess gateway = start(config(provider, "", settings));
        EventLoops loops = EventLoops.start();
        NettyTransport transport = NettyTransport.on(loops)) {
      Asking asking =
          Asking.of("chat").streaming(1).expecting(String.join("", slow.speech().pieces()));
      LoadPlan plan =
          LoadPlan.of(gateway.url(), "chat", STREAMS, 1)
              .withAsking(asking)
              .withRamp(COMING.dividedBy(5))
              .withTimeout(LONG);
      FutureTask<LoadResult> all =
          new FutureTask<>(() -> new LoadRun(plan, transport, TimeSource.system()).run());
      Thread.ofVirtual().start(all);
      await(
          () -> provider.requestCount() >= STREAMS,
          () -> "only " + provider.requestCount() + " streams have reached the provider");
      LoadPlan oneMore = LoadPlan.of(gateway.url(), "chat", 1, 1);
      LoadResult late = new LoadRun(oneMore, transport, TimeSource.system()).run();
      TimeUnit.SECONDS.sleep(8);
      tell(gateway.resident(), late, get(all));
    }
  }

  // What never happens is told, instead of being waited for.
  private static void await(BooleanSupplier isSo, Supplier<String> notSo)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() - start > LONG.toNanos()) {
        throw new IOException(notSo.get());
      }
      Thread.sleep(50);
    }
  }

  private void tell(long resident, LoadResult late, LoadResult result) {
    out.printf(
        Locale.ROOT,
        "%,d slow streams at once: %.0f MB resident, %,d of them right; one more: %s after %d ms%n",
        STREAMS,
        resident / MEBIBYTE,
        result.answered(),
        late.misses(),
        late.elapsed().toMillis());
    result.misses().forEach(miss -> out.println("  " + miss));
  }

  private static LoadResult get(FutureTask<LoadResult> running) throws InterruptedException {
    try {
      return running.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static LoadPlan plan(GatewayProcess gateway, int users) {
    return LoadPlan.of(gateway.url(), "chat", users, 1)
        .withAsking(Asking.of("chat").streaming(0))
        .withRamp(COMING)
        .withTimeout(LONG);
  }

  private GatewayProcess start(String config, String... options)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("mainstay-pressure");
    return GatewayProcess.start(launcher, folder, config, options);
  }

  private static String config(Simulator provider, String limit, String settings) {
    return "model_list:\n"
        + "  - model_name: chat\n"
        + "    litellm_params: {model: openai/gpt-4o, api_base: "
        + provider.url()
        + ", api_key: sk-none"
        + limit
        + "}\n"
        + settings;
  }
}
