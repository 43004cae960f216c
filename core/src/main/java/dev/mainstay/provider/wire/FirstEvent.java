package dev.mainstay.provider.wire;

import dev.mainstay.http.SseEvent;
import dev.mainstay.http.SseReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * The first event of a body that is an event stream: whoever asks for a stream gets the error of
 * some servers as its only event, under the status of an error.
 */
final class FirstEvent {
  private FirstEvent() {}

  /** The data of the first event in {@code body} that has any. */
  static Optional<byte[]> in(byte[] body) {
    SseReader events = new SseReader(new ByteArrayInputStream(body));
    try {
      Optional<SseEvent> event = events.next();
      while (event.isPresent() && event.get().data().length == 0) {
        event = events.next();
      }
      return event.or(events::unfinished).map(SseEvent::data);
    } catch (IOException tooLarge) {
      return Optional.empty();
    }
  }
}
