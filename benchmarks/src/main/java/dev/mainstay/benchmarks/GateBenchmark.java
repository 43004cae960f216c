package dev.mainstay.benchmarks;

import dev.mainstay.gate.Gate;
import dev.mainstay.gate.Gates;
import dev.mainstay.gate.Permit;
import dev.mainstay.gate.Terms;
import dev.mainstay.model.Usage;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a deployment's gate costs an attempt, and what it costs to look at one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GateBenchmark {
  private static final Optional<Usage> USAGE =
      Optional.of(new Usage(100, 200, 300, OptionalLong.empty(), OptionalLong.empty()));

  private final Deployment deployment = Deployment.of("vendor/model").withMaxParallelRequests(100);
  private final TimeSource time = TimeSource.system();
  private final Gates gates =
      new Gates(HealthPolicy.defaults(), RetryBudget.defaults(), TimeSource.system());
  private final Gate gate = gates.of(deployment);

  /** One attempt at a healthy deployment: in, first output, whole answer, out. */
  @Benchmark
  public Permit attempt() {
    Permit permit = gate.visit().enter(Terms.of(true, false)).orElseThrow();
    permit.committed();
    permit.succeeded(USAGE);
    permit.close();
    return permit;
  }

  /** Whether a new call might enter. */
  @Benchmark
  public boolean mayEnter() {
    return gate.mayEnter(Terms.of(true, false));
  }

  /** What it is expected to cost, where the time is known. */
  @Benchmark
  public Optional<Duration> latency() {
    return gate.load().latency();
  }

  /** What it has used in the last minute. */
  @Benchmark
  public long tokensPerMinute() {
    return gate.load().tokensPerMinute(0);
  }

  /** The clock, read three times for each attempt. */
  @Benchmark
  public long clock() {
    return time.nanos();
  }

  /** The gate of a deployment. */
  @Benchmark
  public Gate ofDeployment() {
    return gates.of(deployment);
  }
}
