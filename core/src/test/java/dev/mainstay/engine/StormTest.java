package dev.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.gate.Gates;
import dev.mainstay.gate.Health;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.Policies;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.ProviderStream.Step;
import dev.mainstay.route.Router;
import dev.mainstay.routing.Fallbacks;
import dev.mainstay.routing.Group;
import dev.mainstay.routing.RouterSettings;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Issue of many callers at once: 10,000 calls from 500 virtual threads, with faults, cancellations
 * and timeouts at random, leave every permit returned and every upstream closed.
 */
class StormTest {
  private static final int THREADS = 500;
  private static final int CALLS_EACH = 20;
  private static final long SEED = Long.getLong("mainstay.seed", 20_261_121);

  private final TimeSource time = TimeSource.system();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final Gates gates =
      new Gates(HealthPolicy.defaults(), RetryBudget.defaults(), PacingPolicy.disabled(), time);
  private final List<Deployment> deployments =
      List.of(
          Deployment.of("random/a"),
          Deployment.of("random/b").withMaxParallelRequests(100),
          Deployment.of("random/c"));

  private final Provider provider = (deployment, request, timeout) -> new RandomStream();

  @Test
  @Timeout(120)
  void everyPermitIsReturnedAndEveryUpstreamClosed() throws Exception {
    Engine engine = engine();
    List<Future<?>> callers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < THREADS; i++) {
        SplittableRandom random = new SplittableRandom(SEED + i);
        callers.add(threads.submit(() -> calls(engine, random)));
      }
      for (Future<?> caller : callers) {
        caller.get(100, TimeUnit.SECONDS);
      }
    }

    assertThat(open).as("upstreams still open, seed %s", SEED).hasValue(0);
    assertThat(begun).hasValue(THREADS * CALLS_EACH);
    assertThat(ended).as("calls whose end was told, seed %s", SEED).hasValue(begun.get());
    for (Deployment deployment : deployments) {
      assertThat(gates.of(deployment).load().inFlight()).as(deployment.id()).isZero();
      boolean isProbed =
          gates.of(deployment).health() instanceof Health.HalfOpen halfOpen && halfOpen.probing();
      assertThat(isProbed).as(deployment.id()).isFalse();
    }
  }

  private void calls(Engine engine, SplittableRandom random) {
    for (int i = 0; i < CALLS_EACH; i++) {
      try {
        call(engine, random);
      } catch (MainstayException expectedNowAndThen) {
        Thread.interrupted();
      }
    }
  }

  private static void call(Engine engine, SplittableRandom random) {
    CallOptions options =
        random.nextInt(4) == 0
            ? CallOptions.none().withTimeout(Duration.ofMillis(1 + random.nextInt(20)))
            : CallOptions.none();
    ChatRequest request = ChatRequest.of("chat", "Hello");
    switch (random.nextInt(5)) {
      case 0 -> engine.chat(request, options);
      case 1 -> closedByAnother(engine, request, options);
      case 2 -> interrupted(engine, request, options);
      default -> read(engine, request, options, random.nextInt(6));
    }
  }

  private static void read(Engine engine, ChatRequest request, CallOptions options, int most) {
    try (ChatStream stream = engine.stream(request, options)) {
      int read = 0;
      while (read < most && stream.nextChunk().isPresent()) {
        read++;
      }
    }
  }

  private static void closedByAnother(Engine engine, ChatRequest request, CallOptions options) {
    ChatStream stream = engine.stream(request, options);
    Thread.startVirtualThread(stream::close);
    while (stream.nextChunk().isPresent()) {
      Thread.onSpinWait();
    }
    stream.close();
  }

  private static void interrupted(Engine engine, ChatRequest request, CallOptions options) {
    Thread caller = Thread.currentThread();
    CountDownLatch over = new CountDownLatch(1);
    Thread.startVirtualThread(() -> {
      caller.interrupt();
      over.countDown();
    });
    try {
      engine.chat(request, options);
    } finally {
      Thread.interrupted();
      awaitQuietly(over);
      Thread.interrupted();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // The very interrupt that is waited for.
        Thread.interrupted();
      }
    }
  }

  private Engine engine() {
    Router router =
        new Router(
            List.of(
                new Group("chat", deployments.subList(0, 2)),
                new Group("backup", deployments.subList(2, 3))),
            RouterSettings.defaults()
                .withFallbacks(Fallbacks.none().withGeneric(Map.of("chat", List.of("backup")))),
            name -> Optional.empty(),
            Optional::of,
            gates,
            () -> ThreadLocalRandom.current().nextLong(),
            time);
    Backoff quick =
        Backoff.defaults()
            .withBaseDelay(Duration.ofMillis(1))
            .withMaxRetryWait(Duration.ofMillis(50));
    Timeouts impatient =
        Timeouts.defaults().withStream(Duration.ofMillis(30)).withAttempt(Duration.ofMillis(30));
    Listeners listeners =
        new Listeners(
            List.of(event -> {
              switch (event) {
                case CallEvent.CallStarted started -> begun.incrementAndGet();
                case CallEvent.CallSucceeded succeeded -> ended.incrementAndGet();
                case CallEvent.CallFailed failed -> ended.incrementAndGet();
                default -> {}
              }
            }));
    return new Engine(
        router,
        new EngineSettings(
            Policies.defaults().withBackoff(quick).withTimeouts(impatient),
            deployment -> provider,
            listeners,
            time));
  }

  private static Failure failure(int which) {
    FailureDetail detail = FailureDetail.of("at random");
    return switch (which) {
      case 0 -> new Failure.ServerError(detail);
      case 1 -> new Failure.RateLimited(detail.withRetryAfter(Duration.ofMillis(3)));
      case 2 -> new Failure.Overloaded(detail);
      case 3 -> new Failure.Truncated(detail);
      default -> new Failure.BadRequest(detail);
    };
  }

  /** Says something, fails, breaks or stalls. */
  private final class RandomStream implements ProviderStream {
    private final ThreadLocalRandom random = ThreadLocalRandom.current();
    private final CompletableFuture<Failure> aborted = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private boolean finished;

    RandomStream() {
      open.incrementAndGet();
    }

    @Override
    public Step next() throws InterruptedException {
      if (finished) {
        return new End();
      }
      return switch (random.nextInt(20)) {
        case 0 -> new Broken(failure(random.nextInt(5)));
        case 1 -> waits(Duration.ofDays(1));
        case 2 -> waits(Duration.ofMillis(random.nextInt(5)));
        case 3, 4, 5, 6 -> {
          finished = true;
          yield new Next(ChatChunk.of(new Finished(FinishReason.STOP, "stop")));
        }
        default -> new Next(ChatChunk.of(new TextDelta("word ")));
      };
    }

    private Step waits(Duration duration) throws InterruptedException {
      try {
        return new Broken(aborted.get(duration.toNanos(), TimeUnit.NANOSECONDS));
      } catch (TimeoutException e) {
        return new Next(ChatChunk.of(new TextDelta("late ")));
      } catch (ExecutionException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void abort(Failure cause) {
      aborted.complete(cause);
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        open.decrementAndGet();
      }
    }
  }
}
