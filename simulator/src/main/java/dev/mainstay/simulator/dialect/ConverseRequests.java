package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads requests of Bedrock's Converse. */
final class ConverseRequests {
  private static final String CONTENT = "content";
  private static final Pattern MODEL = Pattern.compile("/model/([^/]+)/");

  private ConverseRequests() {}

  /** What {@code body} asks for, in OpenAI's form as far as a script looks at it. */
  static ChatRequest chat(String path, JsonObject body) {
    List<JsonValue> messages = new ArrayList<>();
    body.array("messages")
        .orElse(JsonArray.of())
        .objects()
        .forEach(turn -> messages.add(turn.with(CONTENT, JsonArray.of(texts(turn)))));
    return new ChatRequest(
        body.toBuilder()
            .put("model", model(path))
            .put("messages", JsonArray.of(messages))
            .put("stream", BedrockDialect.isStream(path))
            .build());
  }

  private static List<JsonValue> texts(JsonObject turn) {
    return blocks(turn).stream()
        .filter(block -> block.text("text").isPresent())
        .<JsonValue>map(block -> Dialect.type("text").with("text", block.text("text").get()))
        .toList();
  }

  /** The model that {@code path} names. */
  static String model(String path) {
    Matcher model = MODEL.matcher(path);
    return model.find() ? URLDecoder.decode(model.group(1), StandardCharsets.UTF_8) : "";
  }

  /** The blocks in {@code turn}. */
  static List<JsonObject> blocks(JsonObject turn) {
    return turn.array(CONTENT).orElse(JsonArray.of()).objects().toList();
  }
}
