package dev.mainstay.provider.anthropic;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonSlice;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.wire.DataUrl;
import dev.mainstay.provider.wire.UnsupportedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes a message's parts as content blocks. Parts that are Anthropic's own pass as they are. */
final class Blocks {
  static final String CACHE = "cache_control";
  private static final String TEXT = "text";
  private static final String SOURCE = "source";
  private static final String PLAIN = "text/plain";
  private static final String TAKEN =
      "text, image_url, file, or a block of Anthropic's own such as document";
  private static final Set<String> OWN =
      Set.of(
          "image",
          "document",
          "search_result",
          "thinking",
          "redacted_thinking",
          "container_upload",
          "compaction",
          "fallback");
  // Those of OpenAI begin so; Anthropic's have an underscore.
  private static final String FOREIGN_FILE = "file-";

  private Blocks() {}

  /**
   * The blocks of {@code content}, a text or a list of parts. Blank texts, which are refused, are
   * none.
   */
  static List<JsonValue> of(JsonValue content) {
    List<JsonValue> blocks = new ArrayList<>();
    switch (content) {
      case JsonString(String text) -> addText(text, blocks);
      case JsonArray parts -> parts.forEach(part -> add(part, blocks));
      default -> {}
    }
    return blocks;
  }

  /** A text block. */
  static JsonObject text(String text) {
    return JsonObject.builder().put("type", TEXT).put(TEXT, text).build();
  }

  /** {@code blocks}, the last of them with the cache mark of {@code message}, where it has one. */
  static List<JsonValue> marked(List<JsonValue> blocks, JsonObject message) {
    Optional<JsonValue> mark = message.get(CACHE).filter(value -> value != JsonNull.NULL);
    if (mark.isEmpty() || blocks.isEmpty() || !(blocks.getLast() instanceof JsonObject last)) {
      return blocks;
    }
    List<JsonValue> marked = new ArrayList<>(blocks.subList(0, blocks.size() - 1));
    marked.add(last.with(CACHE, mark.get()));
    return marked;
  }

  private static void add(JsonValue part, List<JsonValue> blocks) {
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

  private static void addPart(JsonObject part, List<JsonValue> blocks) {
    String type = part.text("type").orElse(part.has(TEXT) ? TEXT : "");
    switch (type) {
      case TEXT -> {
        if (!part.text(TEXT).orElse("").isBlank()) {
          blocks.add(part);
        }
      }
      case "image_url" -> blocks.add(kept(part, image(part)));
      case "file" -> blocks.add(kept(part, file(part)));
      case "refusal" -> addText(part.text("refusal").orElse(""), blocks);
      case "input_audio" ->
          throw new UnsupportedException(
              "messages",
              "anthropic does not take 'messages' with sound; leave the input_audio part out");
      default -> {
        if (!isOwn(type)) {
          throw UnsupportedException.part(AnthropicProvider.NAME, type, TAKEN);
        }
        blocks.add(part);
      }
    }
  }

  // https://docs.claude.com/en/api/messages; results of tools that run at Anthropic come by ever
  // more names.
  private static boolean isOwn(String type) {
    return OWN.contains(type) || type.endsWith("tool_result") || type.endsWith("tool_use");
  }

  private static JsonObject image(JsonObject part) {
    JsonSlice url = DataUrl.at(part, "image_url");
    JsonObject source = DataUrl.of(url).map(Blocks::source).orElseGet(() -> urlSource(url));
    return block("image", source).build();
  }

  private static JsonObject file(JsonObject part) {
    JsonObject file = part.object("file").orElse(JsonObject.empty());
    JsonObject source =
        file.text("file_id")
            .map(Blocks::own)
            .map(id -> JsonObject.builder().put("type", "file").put("file_id", id).build())
            .orElseGet(() -> data(file.slice("file_data").orElse(JsonSlice.of(""))));
    boolean isImage =
        source.text("media_type").filter(type -> type.startsWith("image/")).isPresent();
    JsonObjectBuilder block = block(isImage ? "image" : "document", source);
    if (!isImage) {
      file.text("filename").ifPresent(name -> block.put("title", name));
    }
    return block.build();
  }

  private static String own(String id) {
    if (id.startsWith(FOREIGN_FILE)) {
      throw new UnsupportedException(
          "messages",
          "anthropic does not take 'messages' with a file_id of another provider's; give the"
              + " file's content in file_data as data:application/pdf;base64,…, or the id of a file"
              + " at Anthropic");
    }
    return id;
  }

  private static JsonObject data(JsonSlice data) {
    if (DataUrl.isWeb(data)) {
      return urlSource(data);
    }
    Optional<DataUrl> url = DataUrl.of(data);
    if (url.isEmpty()) {
      throw new UnsupportedException(
          "messages",
          "anthropic does not take this file part of 'messages'; give file_data as"
              + " data:application/pdf;base64,… or a file_id");
    }
    return url.get().mediaType().equals(PLAIN) ? plain(url.get()) : source(url.get());
  }

  private static JsonObject plain(DataUrl url) {
    return JsonObject.builder()
        .put("type", TEXT)
        .put("media_type", PLAIN)
        .put(
            "data",
            new String(Base64.getDecoder().decode(url.data().toString()), StandardCharsets.UTF_8))
        .build();
  }

  private static JsonObject urlSource(JsonSlice url) {
    if (!DataUrl.isWeb(url)) {
      throw new UnsupportedException(
          "messages",
          "anthropic does not take 'messages' with this URL; give one of https, or the content as"
              + " data:image/png;base64,…");
    }
    return JsonObject.builder().put("type", "url").put("url", url).build();
  }

  private static JsonObjectBuilder block(String type, JsonObject source) {
    return JsonObject.builder().put("type", type).put(SOURCE, source);
  }

  private static JsonObject kept(JsonObject part, JsonObject block) {
    return part.get(CACHE).map(mark -> block.with(CACHE, mark)).orElse(block);
  }

  private static JsonObject source(DataUrl url) {
    return JsonObject.builder()
        .put("type", "base64")
        .put("media_type", url.mediaType())
        .put("data", url.data())
        .build();
  }
}
