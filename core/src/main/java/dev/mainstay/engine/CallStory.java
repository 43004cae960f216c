package dev.mainstay.engine;

import dev.mainstay.call.Attempt;
import dev.mainstay.call.CallEvent;
import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.Fallback;
import dev.mainstay.call.Recovery;
import dev.mainstay.call.RecoveryForm;
import dev.mainstay.call.WaitReason;
import dev.mainstay.failure.Failure;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.route.Route;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What has happened in one call so far: kept for its metadata, which any thread may read, and told
 * to the listeners as it happens, up to its end and never after it.
 */
final class CallStory {
  private static final Comparator<Begun> BY_NUMBER = Comparator.comparingInt(Begun::number);
  private static final Begun NOTHING_BEGUN = new Begun(0, "", Instant.EPOCH, 0);

  private final String callId;
  private final Route route;
  private final Listeners listeners;
  private final TimeSource time;
  private final long start;

  // Guarded by its own monitor, which is nothing to keep, as a lock would be: whoever closes a
  // stream may be another thread than its reader.
  // No lists and no map before there is something for them: many calls wait before that.
  private SortedMap<Begun, Attempt> attempts = Collections.emptySortedMap();
  private List<Fallback> fallbacks = List.of();
  private List<Recovery> recoveries = List.of();
  private final List<Failure> failures = new ArrayList<>(1);
  private final Deque<CallEvent> untold = new ArrayDeque<>(2);
  private boolean isTelling;
  private State state = State.BETWEEN_ATTEMPTS;
  private String group;
  private Begun begun = NOTHING_BEGUN;
  private int begunCount;
  private Duration waits = Duration.ZERO;
  private Duration waitBefore = Duration.ZERO;
  private Duration longestWait = Duration.ZERO;
  private Optional<WaitReason> waitReason = Optional.empty();
  private long brokenNanos;
  private Optional<String> answeredBy = Optional.empty();
  private OptionalDouble cost = OptionalDouble.empty();
  // What comes after the commit is the caller's and the provider's time.
  private Optional<Duration> overhead = Optional.empty();

  CallStory(String callId, Route route, Listeners listeners, TimeSource time) {
    this.callId = callId;
    this.route = route;
    this.listeners = listeners;
    this.time = time;
    this.start = time.nanos();
    this.group = route.group();
  }

  /** The id of a call with {@code options}: its own, or a new one. */
  static String idOf(CallOptions options) {
    return options.id().orElseGet(() -> UUID.randomUUID().toString());
  }

  void started(boolean streamed) {
    tell(() -> new CallEvent.CallStarted(callId, group, streamed));
  }

  /** An attempt begins, which is what is told of from now on. */
  void attemptStarted() {
    tell(() -> {
      state = State.TRYING;
      begun = new Begun(++begunCount, route.deployment().id(), time.now(), time.nanos());
      return new CallEvent.AttemptStarted(callId, begun.number, group, begun.deployment);
    });
  }

  /** The attempt that is told of. */
  synchronized Begun begun() {
    return begun;
  }

  /** What is told from now on is of {@code attempt}, which is under way as well. */
  synchronized void turnTo(Begun attempt) {
    state = State.TRYING;
    begun = attempt;
  }

  void attemptFailed(Failure failure) {
    tell(() -> {
      state = State.BETWEEN_ATTEMPTS;
      Duration duration = time.since(begun.nanos);
      failures.add(failure);
      add(new Attempt.Outcome.Failed(failure), duration);
      return failed(failure, duration);
    });
  }

  /** The attempt is left for another that is under way. */
  synchronized void attemptOutrun() {
    add(new Attempt.Outcome.Outrun(), time.since(begun.nanos));
  }

  /** Nobody let the call in. */
  synchronized void refused(Failure failure) {
    if (failures.isEmpty() || !failures.getLast().equals(failure)) {
      failures.add(failure);
    }
  }

  void committed(boolean streamed) {
    synchronized (this) {
      state = State.ANSWERING;
      answeredBy = Optional.of(begun.deployment);
      add(new Attempt.Outcome.Succeeded(), time.since(begun.nanos));
      overhead = Optional.of(overheadSoFar());
    }
    if (streamed) {
      tell(() -> new CallEvent.FirstOutput(callId, group, begun.deployment, time.since(start)));
    }
  }

  /** The stream that had broken by {@code failure} goes on, asked in the form {@code form}. */
  void recovered(Failure failure, RecoveryForm form) {
    tell(() -> {
      state = State.ANSWERING;
      Duration gap = time.since(brokenNanos);
      answeredBy = Optional.of(begun.deployment);
      add(new Attempt.Outcome.Succeeded(), time.since(begun.nanos));
      recoveries = recoveries.isEmpty() ? new ArrayList<>(1) : recoveries;
      recoveries.add(new Recovery(failure, begun.deployment, form, gap));
      return new CallEvent.Recovered(callId, group, begun.deployment, failure, form, gap);
    });
  }

  /** The attempt that had committed broke after all. */
  void brokeAfterCommit(Failure failure) {
    tell(() -> {
      state = State.BETWEEN_ATTEMPTS;
      brokenNanos = time.nanos();
      failures.add(failure);
      attempts.computeIfPresent(begun, (key, committed) -> failed(committed, failure));
      return failed(failure, time.since(begun.nanos));
    });
  }

  void waits(Duration wait, String deployment, WaitReason reason) {
    tell(() -> new CallEvent.Waiting(callId, wait, deployment, reason));
  }

  synchronized void waited(Duration wait, WaitReason reason) {
    waits = waits.plus(wait);
    waitBefore = waitBefore.plus(wait);
    if (wait.compareTo(longestWait) > 0) {
      longestWait = wait;
      waitReason = Optional.of(reason);
    }
  }

  void fellBack(String from, Failure failure) {
    tell(() -> {
      group = route.group();
      fallbacks = fallbacks.isEmpty() ? new ArrayList<>(1) : fallbacks;
      fallbacks.add(new Fallback(from, group, failure));
      return new CallEvent.FellBack(callId, from, group, failure);
    });
  }

  void succeeded(OptionalDouble cost) {
    tell(() -> {
      state = State.OVER;
      this.cost = cost;
      return new CallEvent.CallSucceeded(callId, metadata());
    });
  }

  /** The call ends by {@code failure}, and so does the attempt that may be under way in it. */
  void ended(Failure failure) {
    switch (state) {
      case TRYING -> attemptFailed(failure);
      case ANSWERING -> brokeAfterCommit(failure);
      case BETWEEN_ATTEMPTS, OVER -> {}
    }
    tell(() -> {
      state = State.OVER;
      return new CallEvent.CallFailed(callId, failure, metadata());
    });
  }

  /** Every failure but {@code told}, in order. */
  synchronized List<Failure> failuresBut(Failure told) {
    List<Failure> others = new ArrayList<>(failures);
    others.remove(told);
    return others;
  }

  synchronized CallMetadata metadata() {
    Duration duration = time.since(start);
    return new CallMetadata(
        callId,
        group,
        answeredBy,
        List.copyOf(attempts.values()),
        fallbacks,
        recoveries,
        cost,
        duration,
        overhead.orElseGet(this::overheadSoFar));
  }

  // Kept under the monitor, told without: a listener may take its time, and may ask for metadata.
  // One that ends the call while it is told has the end told after what it was told.
  private void tell(Supplier<CallEvent> happening) {
    synchronized (this) {
      if (state == State.OVER) {
        return;
      }
      untold.add(happening.get());
      if (isTelling) {
        return;
      }
      isTelling = true;
    }
    for (CallEvent event = nextUntold(); event != null; event = nextUntold()) {
      listeners.tell(event);
    }
  }

  private synchronized @Nullable CallEvent nextUntold() {
    CallEvent event = untold.poll();
    isTelling = event != null;
    return event;
  }

  // Where two attempts are under way at once, their time is spent once.
  private Duration overheadSoFar() {
    long spent = waits.toNanos();
    long until = start;
    for (Map.Entry<Begun, Attempt> attempt : attempts.entrySet()) {
      long from = attempt.getKey().nanos;
      long end = from + attempt.getValue().duration().toNanos();
      spent += Math.max(0, end - Math.max(from, until));
      until = Math.max(until, end);
    }
    Duration rest = time.since(start).minusNanos(spent);
    return rest.isPositive() ? rest : Duration.ZERO;
  }

  private CallEvent failed(Failure failure, Duration duration) {
    return new CallEvent.AttemptFailed(
        callId, begun.number, group, begun.deployment, failure, duration);
  }

  private static Attempt failed(Attempt committed, Failure failure) {
    return new Attempt(
        committed.deployment(),
        committed.group(),
        committed.start(),
        committed.duration(),
        new Attempt.Outcome.Failed(failure),
        committed.waitBefore(),
        committed.waitReason());
  }

  private void add(Attempt.Outcome outcome, Duration duration) {
    attempts = attempts.isEmpty() ? new TreeMap<>(BY_NUMBER) : attempts;
    attempts.put(
        begun,
        new Attempt(
            begun.deployment, group, begun.start, duration, outcome, waitBefore, waitReason));
    waitBefore = Duration.ZERO;
    longestWait = Duration.ZERO;
    waitReason = Optional.empty();
  }

  /**
   * An attempt that has begun.
   *
   * @param number which of the call's, from 1
   */
  record Begun(int number, String deployment, Instant start, long nanos) {}

  /** How far the call is. */
  private enum State {
    BETWEEN_ATTEMPTS,
    TRYING,
    ANSWERING,
    OVER
  }
}
