package dev.mainstay.provider.bedrock;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonSlice;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.wire.DataUrl;
import dev.mainstay.provider.wire.UnsupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a message's parts as content blocks, with a cache point after each that is marked. Parts
 * that are Converse's own, which have no {@code type}, pass as they are.
 */
final class Blocks {
  private static final String CACHE = "cache_control";
  private static final String TEXT = "text";
  private static final String CACHE_POINT = "cachePoint";
  private static final String TAKEN =
      "text, image_url, video_url, file or input_audio, or a block of Converse's own";
  // https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html
  private static final Set<String> OWN =
      Set.of(
          TEXT,
          "image",
          "document",
          "video",
          "audio",
          "toolUse",
          "toolResult",
          "guardContent",
          CACHE_POINT,
          "reasoningContent",
          "citationsContent",
          "searchResult");

  private final boolean takesCachePoints;
  private final MediaForms media = new MediaForms();

  /**
   * @param takesCachePoints whether the model takes them; where not, marks are passed over
   */
  Blocks(boolean takesCachePoints) {
    this.takesCachePoints = takesCachePoints;
  }

  /** A text block. */
  static JsonObject text(String text) {
    return JsonObject.of(TEXT, new JsonString(text));
  }

  /**
   * The blocks of {@code content}, a text or a list of parts. Blank texts, which are refused, are
   * none.
   */
  List<JsonValue> of(JsonValue content) {
    List<JsonValue> blocks = new ArrayList<>();
    switch (content) {
      case JsonString(String text) -> addText(text, blocks);
      case JsonArray parts -> parts.forEach(part -> add(part, blocks));
      default -> {}
    }
    return blocks;
  }

  /**
   * Adds a cache point to {@code blocks} where {@code marked} has a mark, and something is there.
   */
  void mark(JsonObject marked, List<JsonValue> blocks) {
    if (!blocks.isEmpty()) {
      cachePoint(marked).ifPresent(blocks::add);
    }
  }

  /** The cache point that the mark of {@code marked} is. */
  Optional<JsonObject> cachePoint(JsonObject marked) {
    return marked
        .object(CACHE)
        .filter(mark -> takesCachePoints)
        .map(mark -> {
          JsonObjectBuilder point = JsonObject.builder().put("type", "default");
          mark.text("ttl").ifPresent(ttl -> point.put("ttl", ttl));
          return JsonObject.of(CACHE_POINT, point.build());
        });
  }

  /** Whether {@code block} is a cache point. */
  static boolean isCachePoint(JsonValue block) {
    return block instanceof JsonObject object && object.has(CACHE_POINT);
  }

  private void add(JsonValue part, List<JsonValue> blocks) {
    switch (part) {
      case JsonString(String text) -> addText(text, blocks);
      case JsonObject object -> addPart(object, blocks);
      default -> {}
    }
  }

  private static void addText(String text, List<JsonValue> blocks) {
    if (!text.isBlank()) {
      blocks.add(text(text));
    }
  }

  private void addPart(JsonObject part, List<JsonValue> blocks) {
    if (OWN.stream().anyMatch(part::has) && !part.has("type")) {
      blocks.add(part);
      return;
    }
    int before = blocks.size();
    switch (part.text("type").orElse("")) {
      case TEXT -> addText(part.text(TEXT).orElse(""), blocks);
      case "refusal" -> addText(part.text("refusal").orElse(""), blocks);
      case "image_url" -> blocks.add(url(part, "image_url"));
      case "video_url" -> blocks.add(url(part, "video_url"));
      case "file" -> blocks.add(file(part.object("file").orElse(JsonObject.empty())));
      case "input_audio" ->
          blocks.add(media.sound(part.object("input_audio").orElse(JsonObject.empty())));
      default ->
          throw UnsupportedException.part(
              BedrockProvider.NAME, part.text("type").orElse(""), TAKEN);
    }
    if (blocks.size() > before) {
      mark(part, blocks);
    }
  }

  private JsonObject url(JsonObject part, String name) {
    return media.ofUrl(DataUrl.at(part, name), name, Optional.empty());
  }

  private JsonObject file(JsonObject file) {
    JsonSlice data =
        file.slice("file_data").or(() -> file.slice("file_id")).orElse(JsonSlice.of(""));
    return media.ofUrl(data, "file", file.text("filename"));
  }
}
