package dev.mainstay.engine;

import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A provider whose answers take their time, for callers in crowds. Thread-safe. */
final class BusyProvider implements Provider {
  private final TimeSource time;
  private final Duration latency;
  private final Map<String, Deque<Failure>> failures = new HashMap<>();
  private final Map<String, Duration> latencies = new HashMap<>();
  private final Set<String> silent = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> underWay = new HashMap<>();
  private final Map<String, Integer> most = new HashMap<>();

  /** Whom each request was sent to, as model and the request's own words, in order. */
  final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  BusyProvider(TimeSource time, Duration latency) {
    this.time = time;
    this.latency = latency;
  }

  /** The next attempts at {@code model} meet these, each after its time. */
  BusyProvider fails(String model, Failure... next) {
    failures.computeIfAbsent(model, m -> new ArrayDeque<>()).addAll(List.of(next));
    return this;
  }

  /** Answers of {@code model} take {@code latency}. */
  BusyProvider slow(String model, Duration latency) {
    latencies.put(model, latency);
    return this;
  }

  /** Answers of {@code model} do not end by themselves. */
  BusyProvider silentBehind(String model) {
    silent.add(model);
    return this;
  }

  /** How many are under way at {@code model} now. */
  synchronized int underWay(String model) {
    return begun(model).get();
  }

  /** The most that were under way at {@code model} at once. */
  synchronized int most(String model) {
    return most.getOrDefault(model, 0);
  }

  @Override
  public ProviderStream open(Deployment deployment, ChatRequest request, Duration connectTimeout) {
    String model = deployment.model();
    asked.add(model + ": " + request.messages().getFirst().text());
    return new Answering(begin(model), next(model), model);
  }

  private AtomicInteger begun(String model) {
    return underWay.computeIfAbsent(model, m -> new AtomicInteger());
  }

  private synchronized AtomicInteger begin(String model) {
    AtomicInteger count = begun(model);
    most.merge(model, count.incrementAndGet(), Math::max);
    return count;
  }

  private synchronized Optional<Failure> next(String model) {
    return Optional.ofNullable(failures.getOrDefault(model, new ArrayDeque<>()).poll());
  }

  private final class Answering implements ProviderStream {
    private final AtomicInteger underWay;
    private final Optional<Failure> failure;
    private final String model;
    private volatile Thread reader = Thread.currentThread();
    private volatile @Nullable Failure aborted;
    private boolean said;
    private boolean goneOn;
    private boolean ended;
    private boolean closed;

    Answering(AtomicInteger underWay, Optional<Failure> failure, String model) {
      this.underWay = underWay;
      this.failure = failure;
      this.model = model;
    }

    @Override
    public Step next() throws InterruptedException {
      if (ended) {
        return silent.contains(model) ? silence() : new End();
      }
      if (said && silent.contains(model) && !goneOn) {
        goneOn = true;
        return new Next(ChatChunk.of(new TextDelta("!")));
      }
      if (said) {
        ended = true;
        return new Next(ChatChunk.of(new Finished(FinishReason.STOP, "stop")));
      }
      said = true;
      reader = Thread.currentThread();
      long until = time.nanos() + latencies.getOrDefault(model, latency).toNanos();
      while (aborted == null && until - time.nanos() > 0) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        time.park(Duration.ofNanos(until - time.nanos()));
      }
      Failure cause = aborted;
      if (cause != null || failure.isPresent()) {
        return new Broken(cause != null ? cause : failure.get());
      }
      return new Next(ChatChunk.of(new TextDelta(model)));
    }

    private Step silence() throws InterruptedException {
      reader = Thread.currentThread();
      Failure cause = aborted;
      while (cause == null) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        time.park(Duration.ofDays(1));
        cause = aborted;
      }
      return new Broken(cause);
    }

    @Override
    public void abort(Failure cause) {
      aborted = cause;
      time.unpark(reader);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        underWay.decrementAndGet();
      }
    }
  }
}
