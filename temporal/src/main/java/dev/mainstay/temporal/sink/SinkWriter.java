package dev.mainstay.temporal.sink;

/** One attempt's way into one message. For one thread at a time. */
public interface SinkWriter {

  /** What the message had when it was opened. */
  SinkState state();

  /**
   * Adds to the message; when this returns it is kept.
   *
   * @param sequence which write of this writer, from 1, one after the other; one that was made
   *     before is made once
   * @throws FencedException if a later attempt has opened the message
   * @throws SinkException if the sink fails
   */
  void write(long sequence, SinkEvent event);
}
