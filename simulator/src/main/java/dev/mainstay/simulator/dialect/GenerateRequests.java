package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads requests to Gemini. */
final class GenerateRequests {
  private static final Pattern MODEL = Pattern.compile("odels/([^/]+):[A-Za-z]+$");

  private GenerateRequests() {}

  /** What {@code body} asks for, in OpenAI's form as far as a script looks at it. */
  static ChatRequest chat(String path, JsonObject body) {
    List<JsonValue> messages = new ArrayList<>();
    turns(body).forEach(turn -> messages.add(message(turn)));
    long choices =
        body.object("generationConfig")
            .map(config -> config.number("candidateCount").orElse(1))
            .orElse(1L);
    return new ChatRequest(
        body.toBuilder()
            .put("model", model(path))
            .put("messages", JsonArray.of(messages))
            .put("n", JsonNumber.of(choices))
            .put("stream", GeminiDialect.isStream(path))
            .build());
  }

  private static JsonObject message(JsonObject turn) {
    List<JsonValue> texts =
        parts(turn).stream()
            .flatMap(part -> part.text("text").stream())
            .<JsonValue>map(text -> Dialect.type("text").with("text", text))
            .toList();
    return JsonObject.builder()
        .put("role", isModels(turn) ? "assistant" : "user")
        .put("content", JsonArray.of(texts))
        .build();
  }

  /** The model that {@code path} names. */
  static String model(String path) {
    Matcher model = MODEL.matcher(path);
    return model.find() ? URLDecoder.decode(model.group(1), StandardCharsets.UTF_8) : "";
  }

  /** The turns of {@code body}. */
  static List<JsonObject> turns(JsonObject body) {
    return body.array("contents").orElse(JsonArray.of()).objects().toList();
  }

  /** The parts of {@code turn}. */
  static List<JsonObject> parts(JsonObject turn) {
    return turn.array("parts").orElse(JsonArray.of()).objects().toList();
  }

  /** Whether {@code turn} is the model's. */
  static boolean isModels(JsonObject turn) {
    return turn.text("role").filter("model"::equals).isPresent();
  }
}
