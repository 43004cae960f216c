package dev.mainstay.temporal;

import dev.mainstay.Mainstay;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.temporal.sink.TokenSink;
import dev.mainstay.time.TimeSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What a worker answers calls with.
 *
 * @param mainstay makes the calls
 * @param owner who the worker takes for the owner of retries, where it is set to one
 * @param sinks where streamed answers go, by name
 * @param requests what is asked, by reference
 * @param time when hearts beat
 * @param random the jitter over hints
 * @param slots what its workers have
 */
record WorkerSettings(
    Mainstay mainstay,
    Optional<RetryOwner> owner,
    Map<String, TokenSink> sinks,
    Optional<Function<String, ChatRequest>> requests,
    TimeSource time,
    RandomGenerator random,
    WorkerSlots slots) {
  WorkerSettings {
    sinks = Map.copyOf(sinks);
  }

  static WorkerSettings of(Mainstay mainstay) {
    return new WorkerSettings(
        mainstay,
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        TimeSource.system(),
        () -> ThreadLocalRandom.current().nextLong(),
        new WorkerSlots());
  }

  WorkerSettings withOwner(RetryOwner owner) {
    return new WorkerSettings(mainstay, Optional.of(owner), sinks, requests, time, random, slots);
  }

  WorkerSettings withSinks(Map<String, TokenSink> sinks) {
    return new WorkerSettings(mainstay, owner, sinks, requests, time, random, slots);
  }

  WorkerSettings withRequests(Function<String, ChatRequest> requests) {
    return new WorkerSettings(mainstay, owner, sinks, Optional.of(requests), time, random, slots);
  }

  WorkerSettings withTime(TimeSource time) {
    return new WorkerSettings(mainstay, owner, sinks, requests, time, random, slots);
  }
}
