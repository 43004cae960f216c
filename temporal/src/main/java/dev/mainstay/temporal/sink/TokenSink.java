package dev.mainstay.temporal.sink;

import java.time.Duration;

/**
 * Takes answers piece by piece, each under its message's id, and keeps what it took: an attempt
 * that goes on after another died learns from here, and not from a heartbeat, what readers have.
 *
 * <p>Writers are fenced. Opening a message shuts out every writer with a lower attempt at once and
 * for good, so that a worker that hangs and comes back writes nothing. A message that has ended
 * shuts nobody out: whoever opens it learns how it ended, and can add nothing. Thread-safe.
 */
public interface TokenSink {

  /**
   * Opens the message for an attempt, begun or new, and shuts out all before it.
   *
   * @param messageId one answer's, the same for all attempts at it
   * @param attempt which attempt writes, from 1; the same one may open it again
   * @throws FencedException if a later attempt has opened it, and it has not ended
   * @throws SinkException if the sink fails
   */
  SinkWriter open(String messageId, int attempt);

  /**
   * Opens the message as {@link #open(String, int)} does, for a call that is over after {@code
   * longest}, whatever becomes of its workers. A sink that outlives its workers then tells the
   * readers {@code Failed}, of the kind {@code TimedOut}, unless the message has ended already; the
   * default implementation ignores {@code longest}.
   *
   * @param longest from now; zero or more
   * @throws FencedException if a later attempt has opened it, and it has not ended
   * @throws SinkException if the sink fails
   */
  default SinkWriter open(String messageId, int attempt, Duration longest) {
    return open(messageId, attempt);
  }

  /** How long text is held at most before it is written; 50 ms by default. */
  default Duration period() {
    return Coalescing.PERIOD;
  }

  /** How much text is held at most, in characters; 128 by default. */
  default int size() {
    return Coalescing.SIZE;
  }
}
