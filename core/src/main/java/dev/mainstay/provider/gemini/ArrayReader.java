package dev.mainstay.provider.gemini;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.http.EventReader;
import dev.mainstay.http.SseEvent;
import dev.mainstay.http.SseReader;
import dev.mainstay.transport.TransportException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads a stream that comes as one JSON array, as Gemini's does where a server between forgets
 * {@code alt=sse}: each object of it is an event. One has at most {@link
 * SseReader#MAX_EVENT_BYTES}.
 */
final class ArrayReader implements EventReader {
  private final InputStream in;
  private final byte[] buffer = new byte[8 * 1024];
  private final ObjectScanner scanner = new ObjectScanner();
  private final ByteArrayOutputStream object = new ByteArrayOutputStream();
  private int next;
  private int limit;

  ArrayReader(InputStream in) {
    this.in = in;
  }

  @Override
  public Optional<SseEvent> next() throws IOException {
    while (limit >= 0) {
      while (next < limit) {
        if (take(buffer[next++])) {
          return Optional.of(taken());
        }
      }
      next = 0;
      limit = in.read(buffer, 0, buffer.length);
    }
    return Optional.empty();
  }

  @Override
  public Optional<SseEvent> unfinished() {
    return limit < 0 && object.size() > 0 ? Optional.of(taken()) : Optional.empty();
  }

  private boolean take(byte b) throws TransportException {
    boolean closes = scanner.closes(b);
    // What stands between objects is the array's.
    if (closes || scanner.isInObject()) {
      object.write(b);
    }
    if (object.size() > SseReader.MAX_EVENT_BYTES) {
      throw new TransportException(
          new Failure.MalformedAnswer(
              FailureDetail.of(
                  "one event of the provider's stream is larger than the limit of "
                      + SseReader.MAX_EVENT_BYTES
                      + " bytes")));
    }
    return closes;
  }

  private SseEvent taken() {
    SseEvent event = new SseEvent("", object.toByteArray());
    object.reset();
    return event;
  }
}
