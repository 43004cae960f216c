package dev.mainstay.gateway.api;

import dev.mainstay.failure.MainstayException;
import dev.mainstay.gateway.server.ServerResponse;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.CallMetadata;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A streamed answer as server-sent events: chunks as they come, and an end that says how it was. */
final class EventStream {
  private static final byte[] DATA = ascii("data: ");
  private static final byte[] END = ascii("\n\n");
  private static final byte[] DONE = ascii("data: [DONE]\n\n");

  private final ServerResponse response;

  private EventStream(ServerResponse response) {
    this.response = response;
  }

  static EventStream begin(ServerResponse response, CallMetadata metadata) throws IOException {
    response.begin(
        200,
        CallHeaders.of(metadata)
            .with("content-type", "text/event-stream; charset=utf-8")
            .with("cache-control", "no-cache")
            // nginx and its kin would otherwise collect the events.
            .with("x-accel-buffering", "no"));
    return new EventStream(response);
  }

  /** Passes {@code stream} on to its end; an error of the stream becomes its last event. */
  void relay(ChatStream stream) throws IOException {
    try {
      Optional<ChatChunk> chunk = stream.nextChunk();
      while (chunk.isPresent()) {
        send(chunk.get());
        chunk = stream.nextChunk();
      }
    } catch (MainstayException e) {
      event(ApiError.body(e.failure()));
      response.finish();
      return;
    }
    comment(stream.metadata());
    response.write(DONE);
    response.finish();
  }

  private void send(ChatChunk chunk) throws IOException {
    if (chunk.json().isPresent()) {
      event(chunk.json().get());
    }
  }

  // One write for each event, so that it leaves in one piece and at once.
  private void event(JsonObject json) throws IOException {
    byte[] data = json.toBytes();
    byte[] event = new byte[DATA.length + data.length + END.length];
    System.arraycopy(DATA, 0, event, 0, DATA.length);
    System.arraycopy(data, 0, event, DATA.length, data.length);
    System.arraycopy(END, 0, event, DATA.length + data.length, END.length);
    response.write(event);
  }

  // What is known only at the end: no header can tell it any more.
  private void comment(CallMetadata metadata) throws IOException {
    StringBuilder text = new StringBuilder(": mainstay");
    CallHeaders.of(metadata)
        .forEach(
            (name, value) -> {
              if (name.startsWith("x-mainstay-")) {
                text.append(' ').append(name, 11, name.length()).append('=').append(value);
              }
            });
    response.write(text.append("\n\n").toString().getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
