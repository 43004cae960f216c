package dev.mainstay.benchmarks.mock;

import java.time.Duration;

/** What the mock provider answers to a workload. */
public sealed interface MockAnswer {
  /** One JSON body of about {@code bytes} bytes. */
  record Plain(int bytes) implements MockAnswer {}

  /**
   * A stream of {@code count} chunks of text. They are written {@code perWrite} at a time, {@code
   * pace} apart; a pace of zero writes as fast as the socket takes them.
   */
  record Chunks(int count, int perWrite, Duration pace) implements MockAnswer {}

  /** {@code chunks} chunks of a stream at once (none: not even a head), and then nothing more. */
  record Silence(int chunks) implements MockAnswer {}
}
