package dev.mainstay.cli.demo;

import java.time.Duration;
import java.util.Optional;

/**
 * What became of one call.
 *
 * @param promise what was promised
 * @param attempts how many attempts it took
 * @param duration how long it took
 * @param breach how the promise was broken; nothing where it was kept
 */
record CallResult(Promise promise, int attempts, Duration duration, Optional<String> breach) {
  boolean isKept() {
    return breach.isEmpty();
  }

  boolean isAnswer() {
    return isKept() && promise.isAnswer();
  }

  String word() {
    if (!isKept()) {
      return "FAILED";
    }
    return promise.isAnswer() ? "survived" : "honest error";
  }
}
