package dev.mainstay.benchmarks;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import java.time.Duration;
import java.util.Map;
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

/** What the attempt loop costs over a provider that answers at once. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LoopBenchmark {
  private static final int CHUNKS = 100;
  private static final ChatRequest REQUEST = ChatRequest.of("chat", "Hello");

  private final Mainstay answering = mainstay(0);
  private final Mainstay unrecovering = mainstay(0, RecoveryPolicy.FAIL);
  private final Mainstay failingOnce = mainstay(1);

  /** A plain call. */
  @Benchmark
  public ChatResponse plain() {
    return answering.chat(REQUEST);
  }

  /** A stream of 100 chunks, read to its end. */
  @Benchmark
  public int stream100Chunks() {
    return read(answering);
  }

  /** The same where a break would be final: what recovery costs a stream that does not break. */
  @Benchmark
  public int stream100ChunksWithoutRecovery() {
    return read(unrecovering);
  }

  /** A plain call whose first deployment fails, so that it goes on to another at once. */
  @Benchmark
  public ChatResponse plainAfterAFailure() {
    return failingOnce.chat(REQUEST);
  }

  private static int read(Mainstay mainstay) {
    int chunks = 0;
    try (ChatStream stream = mainstay.stream(REQUEST)) {
      while (stream.nextChunk().isPresent()) {
        chunks++;
      }
    }
    return chunks;
  }

  private static Mainstay mainstay(int failures) {
    return mainstay(failures, RecoveryPolicy.CONTINUE);
  }

  private static Mainstay mainstay(int failures, RecoveryPolicy recovery) {
    return Mainstay.builder()
        .provider("instant", new Instant())
        .group("chat", Deployment.of(failures == 0 ? "instant/good" : "instant/bad"))
        .group("backup", Deployment.of("instant/good").withId("backup"))
        .fallback("chat", "backup")
        .retries(0)
        .recovery(recovery)
        // Each call is to meet the failure.
        .health(HealthPolicy.disabled())
        // What is felt for at the start holds back whoever is a thousand times faster than a model.
        .pacing(PacingPolicy.disabled())
        .environment(Map.of())
        .build();
  }

  private static final class Instant implements Provider {
    private static final ChatChunk WORD = ChatChunk.of(new ChatEvent.TextDelta(" word"));
    private static final ChatChunk END =
        ChatChunk.of(new ChatEvent.Finished(FinishReason.STOP, "stop"));
    private static final Failure BROKEN = new Failure.ServerError(FailureDetail.of("broken"));

    @Override
    public ProviderStream open(
        Deployment deployment, ChatRequest request, Duration connectTimeout) {
      return new Words(deployment.model().equals("good") ? CHUNKS : -1);
    }

    private static final class Words implements ProviderStream {
      private int left;

      Words(int left) {
        this.left = left;
      }

      @Override
      public Step next() {
        if (left < 0) {
          return new Broken(BROKEN);
        }
        left--;
        return switch (left) {
          case -1 -> new End();
          case 0 -> new Next(END);
          default -> new Next(WORD);
        };
      }

      @Override
      public void abort(Failure cause) {}

      @Override
      public void close() {}
    }
  }
}
