package dev.mainstay.gateway.api;

import dev.mainstay.gateway.api.Face.Outcome;
import dev.mainstay.http.SseEvent;
import dev.mainstay.http.SseReader;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.transport.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/**
 * A client of the gateway's {@code /v1/messages} that trusts nothing: an answer counts as whole
 * only with its stop reason, a stream with {@code message_stop} as well.
 */
final class MessagesClient {
  private static final Headers HEADERS =
      Headers.of("Content-Type", "application/json", "anthropic-version", "2023-06-01");

  private final URI address;

  MessagesClient(int port) {
    this.address = URI.create("http://127.0.0.1:" + port + "/v1/messages");
  }

  Outcome ask(ChatRequest request) throws IOException {
    byte[] body = request.json().toBuilder().put("max_tokens", 4096).build().toBytes();
    return Posting.post(
        address,
        HEADERS,
        body,
        (head, answer) ->
            head.status() == 200 && request.isStream()
                ? streamed(answer)
                : plain(head.status(), answer));
  }

  private static Outcome plain(int status, InputStream body) throws IOException {
    JsonObject json = Json.parseObject(body.readAllBytes());
    if (status != 200) {
      return Outcome.broken("", json.toJson());
    }
    StringBuilder text = new StringBuilder();
    json.array("content").stream()
        .flatMap(JsonArray::objects)
        .forEach(block -> text.append(block.text("text").orElse("")));
    return Outcome.whole(text.toString());
  }

  private static Outcome streamed(InputStream body) throws IOException {
    SseReader events = new SseReader(body);
    StringBuilder text = new StringBuilder();
    boolean finished = false;
    for (Optional<SseEvent> event = events.next(); event.isPresent(); event = events.next()) {
      JsonObject json = Json.parseObject(event.get().data());
      Optional<JsonObject> delta = json.object("delta");
      switch (event.get().name()) {
        case "content_block_delta" -> text.append(delta.flatMap(d -> d.text("text")).orElse(""));
        case "message_delta" -> finished = delta.flatMap(d -> d.text("stop_reason")).isPresent();
        case "message_stop" -> {
          return finished ? Outcome.whole(text.toString()) : madeUp(text, "no stop_reason");
        }
        case "error" -> {
          return finished
              ? madeUp(text, "an error after a stop_reason")
              : Outcome.broken(text.toString(), json.toJson());
        }
        default -> {}
      }
    }
    return madeUp(text, "no message_stop and no error");
  }

  private static Outcome madeUp(StringBuilder text, String what) {
    return Outcome.broken(text.toString(), "a dishonest end: " + what);
  }
}
