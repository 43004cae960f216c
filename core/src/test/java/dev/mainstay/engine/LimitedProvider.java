package dev.mainstay.engine;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Usage;
import dev.mainstay.pace.ProviderLimit;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.ToldLimit;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A provider that limits its callers as one does, each model by itself. Thread-safe. */
final class LimitedProvider implements Provider {
  private static final Duration ONE_WAY = Duration.ofMillis(10);

  private final TimeSource time;
  private final Duration latency;
  private final Map<String, ProviderLimit> limits = new HashMap<>();
  private final Map<String, List<Long>> came = new HashMap<>();
  private final Map<String, List<Long>> taken = new HashMap<>();
  private final Set<String> down = new HashSet<>();
  private boolean hints;
  private int refused;

  LimitedProvider(TimeSource time, Duration latency) {
    this.time = time;
    this.latency = latency;
  }

  LimitedProvider limits(String model, ProviderLimit limit) {
    limits.put(model, limit);
    return this;
  }

  /** Its refusals tell when one more would be taken. */
  LimitedProvider withHints() {
    hints = true;
    return this;
  }

  synchronized void goesDown(String model) {
    down.add(model);
  }

  synchronized void comesBack(String model) {
    down.remove(model);
  }

  /** How many came in from {@code from} until {@code to}, taken or refused. */
  synchronized int came(String model, Duration from, Duration to) {
    return within(came.getOrDefault(model, List.of()), from, to);
  }

  /** How many of those were taken. */
  synchronized int taken(String model, Duration from, Duration to) {
    return within(taken.getOrDefault(model, List.of()), from, to);
  }

  private static int within(List<Long> moments, Duration from, Duration to) {
    return (int) moments.stream().filter(at -> at >= from.toNanos() && at < to.toNanos()).count();
  }

  /** The share of attempts that were refused since a limit was reached. */
  synchronized double refusedShare() {
    int all = came.values().stream().mapToInt(List::size).sum();
    return (double) refused / Math.max(1, all);
  }

  @Override
  public ProviderStream open(Deployment deployment, ChatRequest request, Duration connectTimeout) {
    return new Answering(deployment.model());
  }

  private synchronized Optional<Failure> receive(String model) {
    if (down.contains(model)) {
      return Optional.of(new Failure.ConnectionFailed(FailureDetail.of("refused")));
    }
    ProviderLimit limit = limits.get(model);
    long now = time.nanos();
    came.computeIfAbsent(model, any -> new ArrayList<>()).add(now);
    if (limit != null && limit.fitsAt(1, now) > now) {
      refused++;
      limit.refused(now);
      FailureDetail detail = FailureDetail.of("too many").withStatus(429);
      Duration fits = Duration.ofNanos(limit.fitsAt(1, now) - now);
      return Optional.of(new Failure.RateLimited(hints ? detail.withRetryAfter(fits) : detail));
    }
    if (limit != null) {
      limit.take(1, now);
    }
    taken.computeIfAbsent(model, any -> new ArrayList<>()).add(now);
    return Optional.empty();
  }

  private synchronized List<ToldLimit> tell(String model) {
    ProviderLimit limit = limits.get(model);
    return limit == null ? List.of() : limit.tell(time.nanos()).stream().toList();
  }

  private synchronized void end(String model) {
    ProviderLimit limit = limits.get(model);
    if (limit != null) {
      limit.ended();
    }
  }

  private final class Answering implements ProviderStream {
    private final String model;
    private final Thread reader = Thread.currentThread();
    private volatile @Nullable Failure aborted;
    private List<ToldLimit> told = List.of();
    private boolean said;

    Answering(String model) {
      this.model = model;
    }

    @Override
    public Step next() throws InterruptedException {
      if (said) {
        return new End();
      }
      said = true;
      pause(ONE_WAY);
      Optional<Failure> failure = receive(model);
      told = tell(model);
      if (failure.isEmpty()) {
        pause(latency);
        end(model);
      }
      pause(ONE_WAY);
      Failure cause = aborted;
      if (cause != null || failure.isPresent()) {
        return new Broken(cause != null ? cause : failure.get());
      }
      return new Next(
          ChatChunk.of(
              new TextDelta(model),
              new Finished(FinishReason.STOP, "stop"),
              new UsageReported(
                  new Usage(10, 10, 20, OptionalLong.empty(), OptionalLong.empty()))));
    }

    private void pause(Duration duration) throws InterruptedException {
      long until = time.nanos() + duration.toNanos();
      while (aborted == null && until - time.nanos() > 0) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        time.park(Duration.ofNanos(until - time.nanos()));
      }
    }

    @Override
    public List<ToldLimit> toldLimits() {
      return told;
    }

    @Override
    public void abort(Failure cause) {
      aborted = cause;
      time.unpark(reader);
    }

    @Override
    public void close() {}
  }
}
