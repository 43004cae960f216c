package dev.mainstay.gateway.api;

import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Headers;
import java.time.Duration;

/**
 * When the heads of streams leave that have no output yet.
 *
 * @param after how long they wait; zero for ever
 */
record EarlyHeads(Duration after, TimeSource time) {

  /** Has {@code head} leave in time, to tell {@code known}. */
  void leave(StreamHead head, Headers known) {
    if (after.isPositive()) {
      head.leaveAfter(after, time, known);
    }
  }
}
