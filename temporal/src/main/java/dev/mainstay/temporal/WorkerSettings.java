package dev.mainstay.temporal;

import dev.mainstay.Mainstay;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.temporal.sink.TokenSink;
import dev.mainstay.time.TimeSource;
import java.util.Map;
import java.util.Optional;
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
 */
record WorkerSettings(
    Mainstay mainstay,
    Optional<RetryOwner> owner,
    Map<String, TokenSink> sinks,
    Optional<Function<String, ChatRequest>> requests,
    TimeSource time,
    RandomGenerator random) {
  WorkerSettings {
    sinks = Map.copyOf(sinks);
  }
}
