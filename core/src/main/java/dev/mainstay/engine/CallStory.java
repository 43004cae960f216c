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
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What has happened in one call so far: kept for its metadata, which any thread may read, and told
 * to the listeners as it happens, up to its end and never after it.
 */
final class CallStory {
  private final String callId;
  private final Route route;
  private final Listeners listeners;
  private final TimeSource time;
  private final long start;
  private final ReentrantLock lock = new ReentrantLock();

  // Written and read under the lock: whoever closes a stream may be another thread than its reader.
  private final List<Attempt> attempts = new ArrayList<>();
  private final List<Fallback> fallbacks = new ArrayList<>();
  private final List<Recovery> recoveries = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private final Deque<CallEvent> untold = new ArrayDeque<>(2);
  private boolean isTelling;
  private State state = State.BETWEEN_ATTEMPTS;
  private String group;
  private String deployment = "";
  private Duration waits = Duration.ZERO;
  private Duration waitBefore = Duration.ZERO;
  private Duration longestWait = Duration.ZERO;
  private Optional<WaitReason> waitReason = Optional.empty();
  private Instant attemptStart = Instant.EPOCH;
  private long attemptStartNanos;
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

  void attemptStarted() {
    tell(() -> {
      state = State.TRYING;
      deployment = route.deployment().id();
      attemptStart = time.now();
      attemptStartNanos = time.nanos();
      return new CallEvent.AttemptStarted(callId, attempts.size() + 1, group, deployment);
    });
  }

  void attemptFailed(Failure failure) {
    tell(() -> {
      state = State.BETWEEN_ATTEMPTS;
      Duration duration = time.since(attemptStartNanos);
      failures.add(failure);
      add(new Attempt.Outcome.Failed(failure), duration);
      return failed(failure, duration);
    });
  }

  /** Nobody let the call in. */
  void refused(Failure failure) {
    lock.lock();
    try {
      if (failures.isEmpty() || !failures.getLast().equals(failure)) {
        failures.add(failure);
      }
    } finally {
      lock.unlock();
    }
  }

  void committed(boolean streamed) {
    lock.lock();
    try {
      state = State.ANSWERING;
      answeredBy = Optional.of(deployment);
      add(new Attempt.Outcome.Succeeded(), time.since(attemptStartNanos));
      overhead = Optional.of(overheadSoFar());
    } finally {
      lock.unlock();
    }
    if (streamed) {
      tell(() -> new CallEvent.FirstOutput(callId, group, deployment, time.since(start)));
    }
  }

  /** The stream that had broken by {@code failure} goes on, asked in the form {@code form}. */
  void recovered(Failure failure, RecoveryForm form) {
    tell(() -> {
      state = State.ANSWERING;
      Duration gap = time.since(brokenNanos);
      answeredBy = Optional.of(deployment);
      add(new Attempt.Outcome.Succeeded(), time.since(attemptStartNanos));
      recoveries.add(new Recovery(failure, deployment, form, gap));
      return new CallEvent.Recovered(callId, group, deployment, failure.withoutQuoted(), form, gap);
    });
  }

  /** The attempt that had committed broke after all. */
  void brokeAfterCommit(Failure failure) {
    tell(() -> {
      state = State.BETWEEN_ATTEMPTS;
      brokenNanos = time.nanos();
      failures.add(failure);
      Attempt committed = attempts.removeLast();
      waitReason = committed.waitReason();
      add(new Attempt.Outcome.Failed(failure), committed.duration(), committed.waitBefore());
      return failed(failure, time.since(attemptStartNanos));
    });
  }

  void waits(Duration wait, String deployment, WaitReason reason) {
    tell(() -> new CallEvent.Waiting(callId, wait, deployment, reason));
  }

  void waited(Duration wait, WaitReason reason) {
    lock.lock();
    try {
      waits = waits.plus(wait);
      waitBefore = waitBefore.plus(wait);
      if (wait.compareTo(longestWait) > 0) {
        longestWait = wait;
        waitReason = Optional.of(reason);
      }
    } finally {
      lock.unlock();
    }
  }

  void fellBack(String from, Failure failure) {
    tell(() -> {
      group = route.group();
      fallbacks.add(new Fallback(from, group, failure));
      return new CallEvent.FellBack(callId, from, group, failure.withoutQuoted());
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
      return new CallEvent.CallFailed(callId, failure.withoutQuoted(), metadata());
    });
  }

  /** Every failure but {@code told}, in order. */
  List<Failure> failuresBut(Failure told) {
    lock.lock();
    try {
      List<Failure> others = new ArrayList<>(failures);
      others.remove(told);
      return others;
    } finally {
      lock.unlock();
    }
  }

  CallMetadata metadata() {
    lock.lock();
    try {
      Duration duration = time.since(start);
      return new CallMetadata(
          callId,
          group,
          answeredBy,
          attempts,
          fallbacks,
          recoveries,
          cost,
          duration,
          overhead.orElseGet(this::overheadSoFar));
    } finally {
      lock.unlock();
    }
  }

  // Kept under the lock, told without: a listener may take its time, and may ask for the metadata.
  // One that ends the call while it is told has the end told after what it was told.
  private void tell(Supplier<CallEvent> happening) {
    lock.lock();
    try {
      if (state == State.OVER) {
        return;
      }
      untold.add(happening.get());
      if (isTelling) {
        return;
      }
      isTelling = true;
    } finally {
      lock.unlock();
    }
    for (CallEvent event = nextUntold(); event != null; event = nextUntold()) {
      listeners.tell(event);
    }
  }

  private @Nullable CallEvent nextUntold() {
    lock.lock();
    try {
      CallEvent event = untold.poll();
      isTelling = event != null;
      return event;
    } finally {
      lock.unlock();
    }
  }

  private Duration overheadSoFar() {
    Duration spent = waits;
    for (Attempt attempt : attempts) {
      spent = spent.plus(attempt.duration());
    }
    Duration rest = time.since(start).minus(spent);
    return rest.isPositive() ? rest : Duration.ZERO;
  }

  private CallEvent failed(Failure failure, Duration duration) {
    return new CallEvent.AttemptFailed(
        callId, attempts.size(), group, deployment, failure.withoutQuoted(), duration);
  }

  private void add(Attempt.Outcome outcome, Duration duration) {
    add(outcome, duration, waitBefore);
    waitBefore = Duration.ZERO;
  }

  private void add(Attempt.Outcome outcome, Duration duration, Duration waitBefore) {
    attempts.add(
        new Attempt(deployment, group, attemptStart, duration, outcome, waitBefore, waitReason));
    longestWait = Duration.ZERO;
    waitReason = Optional.empty();
  }

  /** How far the call is. */
  private enum State {
    BETWEEN_ATTEMPTS,
    TRYING,
    ANSWERING,
    OVER
  }
}
