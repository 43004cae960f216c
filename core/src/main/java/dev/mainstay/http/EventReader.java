package dev.mainstay.http;

import dev.mainstay.transport.TransportException;
import java.io.IOException;
import java.util.Optional;

/**
 * The events of a streamed body, however they are framed: as server-sent events, lines of JSON, or
 * binary frames.
 *
 * <p>A reader reads no further while a whole event is there, so that each is given out when it has
 * come. One thread reads; the stream below stays its owner's to close.
 */
public interface EventReader {
  /**
   * The next event; empty at the stream's end, and from then on. Blocks until a whole event has
   * come.
   *
   * @throws TransportException with {@code MalformedAnswer} if the framing is broken or an event is
   *     too large, or as the stream throws it
   * @throws IOException as the stream throws it
   */
  Optional<SseEvent> next() throws IOException;

  /**
   * Whether {@link #next} would not wait, for an event or for the end; false where that is not
   * known.
   *
   * @throws IOException as {@link #next} does
   */
  default boolean isReady() throws IOException {
    return false;
  }

  /**
   * After the stream's end: the event it left open, cut off or just without what closes it, with
   * the data that came. Nothing where the framing tells no such event from a whole one.
   */
  default Optional<SseEvent> unfinished() {
    return Optional.empty();
  }

  /** The text so far that stands outside of the framing; empty for a sound stream. */
  default byte[] unframed() {
    return new byte[0];
  }
}
