package dev.mainstay.engine;

import dev.mainstay.event.CallEvent;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.Attempt;
import dev.mainstay.model.CallMetadata;
import dev.mainstay.model.Fallback;
import dev.mainstay.model.Recovery;
import dev.mainstay.route.Route;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What has happened in one call so far: kept for its metadata, told to the listeners as it happens.
 */
final class CallStory {
  private final String callId;
  private final Route route;
  private final Listeners listeners;
  private final TimeSource time;
  private final long start;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Attempt> attempts = new ArrayList<>();
  private final List<Fallback> fallbacks = new ArrayList<>();
  private final List<Recovery> recoveries = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private Duration waits = Duration.ZERO;
  private Duration waitBefore = Duration.ZERO;
  private Instant attemptStart = Instant.EPOCH;
  private long attemptStartNanos;
  private long brokenNanos;
  private Optional<String> answeredBy = Optional.empty();
  // What comes after the commit is the caller's and the provider's time.
  private Optional<Duration> overhead = Optional.empty();

  CallStory(String callId, Route route, Listeners listeners, TimeSource time) {
    this.callId = callId;
    this.route = route;
    this.listeners = listeners;
    this.time = time;
    this.start = time.nanos();
  }

  void started(boolean streamed) {
    listeners.tell(new CallEvent.CallStarted(callId, route.group(), streamed));
  }

  void attemptStarted() {
    attemptStart = time.now();
    attemptStartNanos = time.nanos();
    listeners.tell(
        new CallEvent.AttemptStarted(
            callId, attempts.size() + 1, route.group(), route.deployment().id()));
  }

  void attemptFailed(Failure failure) {
    Duration duration = time.since(attemptStartNanos);
    failures.add(failure);
    add(failure.kind(), duration);
    tellFailed(failure, duration);
  }

  /** Nobody let the call in. */
  void refused(Failure failure) {
    if (failures.isEmpty() || !failures.getLast().equals(failure)) {
      failures.add(failure);
    }
  }

  void committed(boolean streamed) {
    answeredBy = Optional.of(route.deployment().id());
    add(Attempt.SUCCEEDED, time.since(attemptStartNanos));
    overhead = Optional.of(overheadSoFar());
    if (streamed) {
      listeners.tell(
          new CallEvent.FirstOutput(
              callId, route.group(), route.deployment().id(), time.since(start)));
    }
  }

  /** The stream that had broken by {@code failure} goes on, asked in the form {@code form}. */
  void recovered(Failure failure, String form) {
    String deployment = route.deployment().id();
    Duration gap = time.since(brokenNanos);
    answeredBy = Optional.of(deployment);
    add(Attempt.SUCCEEDED, time.since(attemptStartNanos));
    recoveries.add(new Recovery(failure.kind(), deployment, form, gap));
    listeners.tell(new CallEvent.Recovered(callId, route.group(), deployment, failure, form, gap));
  }

  /** The attempt that had committed broke after all. */
  void brokeAfterCommit(Failure failure) {
    brokenNanos = time.nanos();
    failures.add(failure);
    Attempt committed = removeLast();
    add(failure.kind(), committed.duration(), committed.waitBefore());
    tellFailed(failure, time.since(attemptStartNanos));
  }

  void waits(Duration wait) {
    listeners.tell(new CallEvent.Waiting(callId, wait, route.awaited()));
  }

  void waited(Duration wait) {
    waits = waits.plus(wait);
    waitBefore = wait;
  }

  void fellBack(String from, Failure failure) {
    fallbacks.add(new Fallback(from, route.group(), failure.kind()));
    listeners.tell(new CallEvent.FellBack(callId, from, route.group(), failure));
  }

  void succeeded() {
    listeners.tell(new CallEvent.CallSucceeded(callId, metadata()));
  }

  void ended(Failure failure) {
    listeners.tell(new CallEvent.CallFailed(callId, failure, metadata()));
  }

  /** Every failure but {@code told}, in order. */
  List<Failure> failuresBut(Failure told) {
    List<Failure> others = new ArrayList<>(failures);
    others.remove(told);
    return others;
  }

  CallMetadata metadata() {
    lock.lock();
    try {
      Duration duration = time.since(start);
      return new CallMetadata(
          callId,
          route.group(),
          answeredBy,
          attempts,
          fallbacks,
          recoveries,
          duration,
          overhead.orElseGet(this::overheadSoFar));
    } finally {
      lock.unlock();
    }
  }

  private Duration overheadSoFar() {
    Duration spent = attempts.stream().map(Attempt::duration).reduce(waits, Duration::plus);
    Duration rest = time.since(start).minus(spent);
    return rest.isPositive() ? rest : Duration.ZERO;
  }

  private void tellFailed(Failure failure, Duration duration) {
    listeners.tell(
        new CallEvent.AttemptFailed(
            callId, attempts.size(), route.group(), route.deployment().id(), failure, duration));
  }

  private void add(String outcome, Duration duration) {
    add(outcome, duration, waitBefore);
    waitBefore = Duration.ZERO;
  }

  private void add(String outcome, Duration duration, Duration waitBefore) {
    lock.lock();
    try {
      attempts.add(
          new Attempt(
              route.deployment().id(), route.group(), attemptStart, duration, outcome, waitBefore));
    } finally {
      lock.unlock();
    }
  }

  private Attempt removeLast() {
    lock.lock();
    try {
      return attempts.removeLast();
    } finally {
      lock.unlock();
    }
  }
}
