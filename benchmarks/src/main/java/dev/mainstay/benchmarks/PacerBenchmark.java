package dev.mainstay.benchmarks;

import dev.mainstay.pace.Estimate;
import dev.mainstay.pace.FairLine;
import dev.mainstay.pace.GivenLimits;
import dev.mainstay.pace.Hold;
import dev.mainstay.pace.Pacer;
import dev.mainstay.pace.Reservation;
import dev.mainstay.provider.Quantity;
import dev.mainstay.provider.ToldLimit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What pacing costs an attempt that does not wait, and what it costs one that does. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PacerBenchmark {
  private static final int WAITING = 10_000;
  private static final int USERS = 500;
  private static final Estimate ESTIMATE = new Estimate(100, 200);
  private static final List<ToldLimit> TOLD =
      List.of(
          told(Quantity.REQUESTS, 100_000_000, 90_000_000),
          told(Quantity.TOKENS, 50_000_000_000L, 40_000_000_000L));

  private final Pacer given =
      Pacer.of(
          GivenLimits.none()
              .withRequestsPerMinute(10_000_000_000L)
              .withTokensPerMinute(5_000_000_000_000L)
              .withInFlight(100),
          System.nanoTime());
  private final Pacer told = Pacer.of(GivenLimits.none(), System.nanoTime());
  private final Pacer full = Pacer.of(GivenLimits.none().withRequestsPerMinute(1), 0);
  private final FairLine<Integer> line = new FairLine<>(WAITING + 1);
  private int next;

  /** Fills what is to be full. */
  @Setup
  public void fill() {
    full.enter(ESTIMATE, 0);
    for (next = 0; next < WAITING; next++) {
      line.join(next, next % USERS, 0);
    }
  }

  /** One attempt under limits that are given: asked for, out, answered, over. */
  @Benchmark
  public Reservation attemptUnderGivenLimits() {
    return attempt(given, List.of());
  }

  /** The same under limits that each answer tells. */
  @Benchmark
  public Reservation attemptUnderToldLimits() {
    return attempt(told, TOLD);
  }

  /** When one may go out that must wait. */
  @Benchmark
  public Optional<Hold> hold() {
    return full.hold(ESTIMATE, TimeUnit.SECONDS.toNanos(1));
  }

  /** One joins a line of 10,000, and one is served. */
  @Benchmark
  public Integer joinAndServe() {
    line.join(next, next % USERS, 0);
    next++;
    return line.serve(line.first().orElseThrow());
  }

  private static Reservation attempt(Pacer pacer, List<ToldLimit> limits) {
    long now = System.nanoTime();
    if (pacer.hold(ESTIMATE, now).isPresent()) {
      throw new IllegalStateException("nothing should hold it");
    }
    Reservation reservation = pacer.enter(ESTIMATE, now);
    reservation.told(limits, now);
    reservation.succeeded(100, 150, now);
    reservation.close(now);
    return reservation;
  }

  private static ToldLimit told(Quantity quantity, long limit, long remaining) {
    return new ToldLimit(
        quantity,
        limit,
        remaining,
        Optional.of(ToldLimit.MINUTE),
        Optional.of(Duration.ofSeconds(6)));
  }
}
