package dev.mainstay.gateway.api;

import dev.mainstay.gateway.api.Face.Outcome;
import dev.mainstay.http.SseEvent;
import dev.mainstay.http.SseReader;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpHead;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A client of the gateway that trusts nothing: an answer counts as whole only with its finish
 * reason.
 */
final class GatewayClient {
  private static final Headers JSON = Headers.of("Content-Type", "application/json");

  private final URI base;

  GatewayClient(int port) {
    this.base = URI.create("http://127.0.0.1:" + port);
  }

  Outcome chat(ChatRequest request) throws IOException {
    return post("/v1/chat/completions", request.json(), GatewayClient::outcome);
  }

  /** Asks for a text completion. */
  Outcome complete(JsonObject request) throws IOException {
    return post("/v1/completions", request, GatewayClient::outcome);
  }

  /** Asks for embeddings. */
  Outcome embed(EmbeddingRequest request) throws IOException {
    return post("/v1/embeddings", request.json(), GatewayClient::vectors);
  }

  private Outcome post(String path, JsonObject request, Posting.Reading<Outcome> reading)
      throws IOException {
    return Posting.post(base.resolve(path), JSON, request.toBytes(), reading);
  }

  private static Outcome outcome(HttpHead head, InputStream body) throws IOException {
    boolean isStream =
        head.headers()
            .first("content-type")
            .filter(type -> type.startsWith("text/event-stream"))
            .isPresent();
    return isStream ? streamed(body) : plain(head.status(), body);
  }

  private static Outcome vectors(HttpHead head, InputStream body) throws IOException {
    JsonObject answer = Json.parseObject(body.readAllBytes());
    return head.status() == 200 ? Outcome.ofVectors(answer) : Outcome.broken("", answer.toJson());
  }

  private static Outcome plain(int status, InputStream body) throws IOException {
    JsonObject json = Json.parseObject(body.readAllBytes());
    if (status != 200) {
      return Outcome.broken("", json.toJson());
    }
    return Outcome.whole(said(choice(json), "message"));
  }

  private static Outcome streamed(InputStream body) throws IOException {
    SseReader events = new SseReader(body);
    StringBuilder text = new StringBuilder();
    boolean finished = false;
    for (Optional<SseEvent> event = events.next(); event.isPresent(); event = events.next()) {
      byte[] data = event.get().data();
      if (new String(data, StandardCharsets.UTF_8).equals("[DONE]")) {
        return finished ? Outcome.whole(text.toString()) : madeUp(text, "[DONE] without a finish");
      }
      JsonObject chunk = Json.parseObject(data);
      if (chunk.has("error")) {
        return finished
            ? madeUp(text, "an error after a finish")
            : Outcome.broken(text.toString(), chunk.toJson());
      }
      text.append(said(choice(chunk), "delta"));
      finished |= choice(chunk).text("finish_reason").isPresent();
    }
    return madeUp(text, "no [DONE] and no error");
  }

  // A text completion says it in the choice itself.
  private static String said(JsonObject choice, String member) {
    return choice
        .object(member)
        .flatMap(says -> says.text("content"))
        .or(() -> choice.text("text"))
        .orElse("");
  }

  private static Outcome madeUp(StringBuilder text, String what) {
    return Outcome.broken(text.toString(), "a dishonest end: " + what);
  }

  private static JsonObject choice(JsonObject answer) {
    return answer
        .array("choices")
        .flatMap(JsonArray::first)
        .map(JsonObject.class::cast)
        .orElse(JsonObject.empty());
  }
}
