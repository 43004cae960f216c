package dev.mainstay.gateway.api;

import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.gateway.server.ResponseStream;
import dev.mainstay.gateway.server.ServerResponse;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.transport.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A streamed answer as server-sent events: chunks as they come, and an end that says how it was.
 *
 * <p>A comment is a line and no more: some clients take an empty line after one for the end of the
 * stream.
 */
final class EventStream {
  private static final String NAME = "event: ";
  private static final String DATA = "data: ";
  private static final byte[] BARE_START = ascii(DATA);
  private static final byte[] BARE_END = ascii("\n\n");
  private static final byte[] KEEP_ALIVE = ascii(": keep-alive\n");

  private final ResponseStream out;
  private final StreamForm form;

  private EventStream(ResponseStream out, StreamForm form) {
    this.out = out;
    this.form = form;
  }

  /** Begins one whose head tells {@code story}. */
  static EventStream begin(ServerResponse response, Headers story, StreamForm form) {
    ResponseStream out =
        response.begin(
            200,
            story
                .with("content-type", "text/event-stream; charset=utf-8")
                .with("cache-control", "no-cache")
                // nginx and its kin would otherwise collect the events.
                .with("x-accel-buffering", "no"));
    out.fillSilence(KEEP_ALIVE);
    return new EventStream(out, form);
  }

  /** Sends what clients pass over, so that they hear something. */
  void keepAlive() throws IOException, InterruptedException {
    out.write(KEEP_ALIVE);
  }

  /** Passes {@code stream} on to its end; an error of the stream becomes its last event. */
  void relay(ChatStream stream, CallerWatch caller) throws IOException, InterruptedException {
    try {
      for (Optional<ChatChunk> chunk = stream.nextChunk();
          chunk.isPresent();
          chunk = stream.nextChunk()) {
        add(form.of(chunk.get()));
        if (!stream.isReady()) {
          out.flush();
        }
      }
    } catch (MainstayException e) {
      fail(e, caller);
      return;
    }
    out.add(ascii(StreamTrailer.of(stream.metadata())));
    add(form.end());
    out.finish();
  }

  /**
   * Ends the stream with an error: no finish reason, no {@code [DONE]}, and no end of the body,
   * since there are clients that pass over an event they do not know.
   */
  void fail(MainstayException e, CallerWatch caller) throws IOException, InterruptedException {
    // First: whoever is told may block again only then.
    Failure failure = caller.failure(e);
    // go-openai does not find an error behind a comment.
    add(form.error(failure, e.metadata()));
    out.add(ascii(StreamTrailer.of(e.metadata())));
    out.breakOff();
  }

  private void add(List<StreamForm.Event> events) throws IOException, InterruptedException {
    for (StreamForm.Event event : events) {
      add(event);
    }
  }

  // Each event for itself, so that it leaves in one piece.
  private void add(StreamForm.Event event) throws IOException, InterruptedException {
    byte[] start = event.name().isEmpty() ? BARE_START : start(event);
    byte[] end = event.name().isEmpty() ? BARE_END : end(event);
    byte[] data = event.data();
    byte[] bytes = new byte[start.length + data.length + end.length];
    System.arraycopy(start, 0, bytes, 0, start.length);
    System.arraycopy(data, 0, bytes, start.length, data.length);
    joinLines(bytes, start.length);
    System.arraycopy(end, 0, bytes, start.length + data.length, end.length);
    out.add(bytes);
  }

  private static byte[] start(StreamForm.Event event) {
    return ascii(event.isNamedLast() ? DATA : NAME + event.name() + "\n" + DATA);
  }

  private static byte[] end(StreamForm.Event event) {
    return event.isNamedLast() ? ascii("\n" + NAME + event.name() + "\n\n") : BARE_END;
  }

  // JSON keeps the bytes it was read from. A line break in them stands between two tokens, since
  // strings have none, and may as well be a space there.
  private static void joinLines(byte[] event, int from) {
    for (int i = from; i < event.length; i++) {
      if (event[i] == '\n' || event[i] == '\r') {
        event[i] = ' ';
      }
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
