package dev.mainstay.provider.ollama;

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
 * Reads lines of JSON, each an event of at most {@link SseReader#MAX_EVENT_BYTES}; empty lines are
 * none.
 */
final class LineReader implements EventReader {
  private final InputStream in;
  private final byte[] buffer = new byte[8 * 1024];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int next;
  private int limit;

  LineReader(InputStream in) {
    this.in = in;
  }

  @Override
  public Optional<SseEvent> next() throws IOException {
    while (limit >= 0) {
      if (takeToLineEnd() && line.size() > 0) {
        return Optional.of(taken());
      }
      if (next == limit) {
        next = 0;
        limit = in.read(buffer, 0, buffer.length);
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<SseEvent> unfinished() {
    return limit < 0 && line.size() > 0 ? Optional.of(taken()) : Optional.empty();
  }

  /** Adds to the line what has come of it; whether that is all of it. */
  private boolean takeToLineEnd() throws TransportException {
    int end = next;
    while (end < limit && buffer[end] != '\n' && buffer[end] != '\r') {
      end++;
    }
    line.write(buffer, next, end - next);
    if (line.size() > SseReader.MAX_EVENT_BYTES) {
      throw new TransportException(
          new Failure.MalformedAnswer(
              FailureDetail.of(
                  "one line of the provider's stream is larger than the limit of "
                      + SseReader.MAX_EVENT_BYTES
                      + " bytes")));
    }
    boolean isWhole = end < limit;
    next = isWhole ? end + 1 : end;
    return isWhole;
  }

  private SseEvent taken() {
    SseEvent event = new SseEvent("", line.toByteArray());
    line.reset();
    return event;
  }
}
