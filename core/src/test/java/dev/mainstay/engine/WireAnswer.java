package dev.mainstay.engine;

import java.nio.charset.StandardCharsets;

/**
 * An answer as it comes over the wire.
 *
 * @param bytes all of it, as server-sent events
 * @param firstOutput the event in which the caller is first told something
 * @param end the event that tells the finish reason
 * @param proof the event from which on that is believed, whatever comes
 * @param events the offsets at which events end
 */
record WireAnswer(byte[] bytes, Place firstOutput, Place end, Place proof, int[] events) {
  /**
   * Where an event ends: cut before {@code certain} bytes it may not count, before {@code possible}
   * bytes it cannot.
   *
   * @param possible the offset behind its JSON
   * @param certain the offset behind the blank line after it
   */
  record Place(int possible, int certain) {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
