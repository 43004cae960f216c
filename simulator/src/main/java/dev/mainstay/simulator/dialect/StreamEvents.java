package dev.mainstay.simulator.dialect;

import dev.mainstay.simulator.script.ErrorBody;
import java.nio.charset.StandardCharsets;

/** The events of one stream in one dialect, one after the other. */
public interface StreamEvents {
  /** The comment that says that somebody is there. */
  byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);

  /** What comes before any output. */
  void begin(Bytes to);

  /** Output event {@code number}, from 1. */
  void output(Bytes to, int number);

  /** The end of the answer. */
  void finish(Bytes to);

  /** Whether the usage has an event of its own. */
  boolean hasUsage();

  /** The usage. */
  void usage(Bytes to);

  /** What says that the stream is over. */
  byte[] done();

  /** The event that tells {@code error}. */
  byte[] error(ErrorBody error);

  /** What makes an event of one that was cut. */
  byte[] closing();

  /** A sign of life that says nothing. */
  byte[] keepAlive();
}
