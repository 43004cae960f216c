package dev.mainstay.gateway.api;

import dev.mainstay.gateway.api.Face.Outcome;
import dev.mainstay.http.SseEvent;
import dev.mainstay.http.SseReader;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.EmbeddingRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A client of the gateway that trusts nothing: an answer counts as whole only with its finish
 * reason.
 */
final class GatewayClient {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI base;

  GatewayClient(int port) {
    this.base = URI.create("http://127.0.0.1:" + port);
  }

  Outcome chat(ChatRequest request) {
    return outcome(post(request.json().toBytes()));
  }

  /** Asks for a text completion. */
  Outcome complete(JsonObject request) {
    return outcome(post("/v1/completions", request.toBytes()));
  }

  /** Asks for embeddings. */
  Outcome embed(EmbeddingRequest request) {
    HttpResponse<InputStream> response = post("/v1/embeddings", request.json().toBytes());
    JsonObject answer = Json.parseObject(text(response));
    return response.statusCode() == 200
        ? Outcome.ofVectors(answer)
        : Outcome.broken("", answer.toJson());
  }

  private static Outcome outcome(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      return isStream(response) ? streamed(body) : plain(response.statusCode(), body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HttpResponse<InputStream> post(byte[] body, String... headers) {
    return post("/v1/chat/completions", body, headers);
  }

  private HttpResponse<InputStream> post(String path, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  HttpResponse<InputStream> get(String path) {
    return send(HttpRequest.newBuilder(base.resolve(path)).build());
  }

  static String text(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpResponse<InputStream> send(HttpRequest request) {
    try {
      return HTTP.send(request, BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static boolean isStream(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("content-type")
        .filter(type -> type.startsWith("text/event-stream"))
        .isPresent();
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
