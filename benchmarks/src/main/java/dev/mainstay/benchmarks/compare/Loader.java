package dev.mainstay.benchmarks.compare;

import dev.mainstay.benchmarks.mock.Workload;
import dev.mainstay.cli.load.LoadPlan;
import dev.mainstay.cli.load.LoadPlan.Asking;
import dev.mainstay.cli.load.LoadRun;
import dev.mainstay.gateway.server.EventLoops;
import dev.mainstay.gateway.server.NettyTransport;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Transport;
import java.time.Duration;

/**
 * Loads of one workload on one destination, by the program behind {@code mainstay load}; every
 * answer must have its text, byte for byte.
 *
 * @param destination where it goes
 * @param workload what is asked
 * @param connections how many callers there are, each with a connection
 */
record Loader(Destination destination, Workload workload, int connections) {
  private static final Transport TRANSPORT = NettyTransport.on(EventLoops.start());
  private static final int WORD = 5;
  private static final int ENDLESS = Integer.MAX_VALUE / 1000;

  // What is not whole by then is a mistake.
  private static final Duration LONGEST = Duration.ofSeconds(25);

  /** Each caller asks again as soon as it was answered, for {@code time}; each at least once. */
  Measured closed(Duration time) throws InterruptedException {
    return run(load(time));
  }

  /** {@code perSecond} requests a second for {@code time}, by the clock. */
  Measured open(int perSecond, Duration time) throws InterruptedException {
    return run(new LoadRun(plan(time).withRate(perSecond), TRANSPORT, TimeSource.system()));
  }

  /** Each caller asks once; they all come within {@code time}, evenly. */
  Measured coming(Duration time) throws InterruptedException {
    return run(new LoadRun(plan(Duration.ZERO).withRamp(time), TRANSPORT, TimeSource.system()));
  }

  /** A closed load that has yet to be {@linkplain #run run}. */
  LoadRun load(Duration time) {
    return new LoadRun(plan(time), TRANSPORT, TimeSource.system());
  }

  Measured run(LoadRun load) throws InterruptedException {
    return new Measured(workload, load.run());
  }

  private LoadPlan plan(Duration time) {
    int words = workload.requestBytes() / WORD;
    Asking asking =
        Asking.of(workload.name())
            .streaming(workload.isStream() ? 1 : 0)
            .withWords(words, words)
            .expecting(workload.text());
    LoadPlan plan =
        LoadPlan.of(destination.url(), workload.name(), connections, time.isZero() ? 1 : ENDLESS);
    for (Headers.Field header : destination.headers().entries()) {
      plan = plan.withHeader(header.name(), header.value());
    }
    return plan.withAsking(asking).withDuration(time).withTimeout(LONGEST);
  }
}
