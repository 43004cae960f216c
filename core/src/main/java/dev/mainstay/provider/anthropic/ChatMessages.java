package dev.mainstay.provider.anthropic;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonSlice;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.wire.CallersPrefill;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Reads turns of the Messages API as messages in OpenAI's form: results of tools are their own. */
final class ChatMessages {
  private static final String CONTENT = "content";
  private static final String TYPE = "type";
  private static final String TEXT = "text";

  private ChatMessages() {}

  static void add(JsonObject turn, List<JsonValue> messages) {
    JsonValue content = turn.get(CONTENT).orElse(JsonNull.NULL);
    if (!(content instanceof JsonArray blocks)) {
      messages.add(turn);
    } else if (turn.text("role").filter("assistant"::equals).isPresent()) {
      messages.add(assistant(blocks));
    } else if (turn.text("role").filter("system"::equals).isPresent()) {
      messages.add(turn.with(CONTENT, plain(blocks)));
    } else {
      user(blocks, messages);
    }
  }

  /** {@code content} as a text, where it is a list of but one and nothing beside it. */
  static JsonValue plain(JsonValue content) {
    boolean isText =
        content instanceof JsonArray parts
            && parts.size() == 1
            && parts.items().getFirst() instanceof JsonObject part
            && part.size() == 2
            && part.text(TEXT).isPresent();
    return isText
        ? new JsonString(
            ((JsonArray) content).objects().findFirst().flatMap(p -> p.text(TEXT)).orElse(""))
        : content;
  }

  /** The answer that ends {@code turns}, begun by the caller itself, with the mark of that. */
  static Optional<JsonObject> begun(JsonArray turns) {
    return turns
        .objects()
        .reduce((one, next) -> next)
        .filter(ChatMessages::isBegun)
        .map(turn -> {
          List<JsonValue> written = new ArrayList<>();
          add(turn, written);
          return CallersPrefill.marked((JsonObject) written.getFirst());
        });
  }

  // Calls of tools want results, also of those that run at the provider, where a turn may pause.
  static boolean isBegun(JsonObject turn) {
    boolean isText =
        turn.array(CONTENT)
            .map(ChatMessages::endsInText)
            .orElseGet(() -> turn.text(CONTENT).isPresent());
    return isText && turn.text("role").filter("assistant"::equals).isPresent();
  }

  // Thoughts may stand before what was said.
  private static boolean endsInText(JsonArray blocks) {
    List<String> types =
        blocks.objects().map(ChatMessages::type).filter(type -> !isThought(type)).toList();
    boolean isLast =
        blocks
            .objects()
            .reduce((one, next) -> next)
            .filter(last -> isThought(type(last)))
            .isEmpty();
    return isLast && types.stream().allMatch(TEXT::equals);
  }

  private static boolean isThought(String type) {
    return type.equals("thinking") || type.equals("redacted_thinking");
  }

  private static void user(JsonArray blocks, List<JsonValue> messages) {
    List<JsonValue> parts = new ArrayList<>();
    for (JsonValue block : blocks) {
      if (block instanceof JsonObject object && type(object).equals("tool_result")) {
        said(parts, messages);
        messages.add(result(object));
      } else {
        parts.add(part(block));
      }
    }
    said(parts, messages);
  }

  private static void said(List<JsonValue> parts, List<JsonValue> messages) {
    if (!parts.isEmpty()) {
      messages.add(
          JsonObject.builder()
              .put("role", "user")
              .put(CONTENT, plain(JsonArray.of(parts)))
              .build());
      parts.clear();
    }
  }

  private static JsonObject result(JsonObject block) {
    JsonObjectBuilder message =
        JsonObject.builder()
            .put("role", "tool")
            .put("tool_call_id", AnswerIds.asked(block.text("tool_use_id").orElse("")));
    message.put(
        CONTENT,
        switch (block.get(CONTENT).orElse(JsonNull.NULL)) {
          case JsonArray parts ->
              plain(JsonArray.of(parts.items().stream().map(ChatMessages::part).toList()));
          case JsonNull nothing -> new JsonString("");
          case JsonValue text -> text;
        });
    block.get("is_error").ifPresent(flag -> message.put("is_error", flag));
    block.get(Blocks.CACHE).ifPresent(mark -> message.put(Blocks.CACHE, mark));
    return message.build();
  }

  private static JsonObject assistant(JsonArray blocks) {
    List<JsonValue> parts = new ArrayList<>();
    List<JsonValue> thoughts = new ArrayList<>();
    List<JsonValue> calls = new ArrayList<>();
    StringBuilder reasoning = new StringBuilder();
    for (JsonValue value : blocks) {
      JsonObject block = value instanceof JsonObject object ? object : JsonObject.empty();
      switch (type(block)) {
        case "thinking", "redacted_thinking" -> {
          thoughts.add(block);
          reasoning.append(block.text("thinking").orElse(""));
        }
        case "tool_use" -> calls.add(call(block));
        default -> parts.add(part(value));
      }
    }
    JsonObjectBuilder message = JsonObject.builder().put("role", "assistant");
    message.put(CONTENT, parts.isEmpty() ? JsonNull.NULL : plain(JsonArray.of(parts)));
    if (!reasoning.isEmpty()) {
      message.put("reasoning_content", reasoning.toString());
    }
    if (!calls.isEmpty()) {
      message.put("tool_calls", JsonArray.of(calls));
    }
    Thoughts.of(thoughts).forEach(message::put);
    return message.build();
  }

  private static JsonObject call(JsonObject block) {
    JsonObject function =
        JsonObject.builder()
            .put("name", block.text("name").orElse(""))
            .put("arguments", block.object("input").orElse(JsonObject.empty()).toJson())
            .build();
    JsonObjectBuilder call =
        JsonObject.builder()
            .put("id", AnswerIds.asked(block.text("id").orElse("")))
            .put(TYPE, "function")
            .put("function", function);
    block.get(Blocks.CACHE).ifPresent(mark -> call.put(Blocks.CACHE, mark));
    return call.build();
  }

  // A block that OpenAI has no part for stays what it is: only Anthropic can take it.
  private static JsonValue part(JsonValue value) {
    if (!(value instanceof JsonObject block)) {
      return value;
    }
    if (type(block).equals("tool_reference")) {
      // All tools are sent to whoever cannot search for them.
      return marked(block, Blocks.text(block.text("tool_name").orElse("")).toBuilder());
    }
    JsonObject source = block.object("source").orElse(JsonObject.empty());
    return switch (type(block) + " " + source.text(TYPE).orElse("")) {
      case "image base64" -> image(block, dataUrl(source));
      case "image url" -> image(block, source.slice("url").orElse(JsonSlice.of("")));
      case "document base64" -> file(block, dataUrl(source));
      case "document url" -> file(block, source.slice("url").orElse(JsonSlice.of("")));
      case "document text" -> file(block, plainUrl(source));
      default -> block;
    };
  }

  private static JsonObject image(JsonObject block, JsonSlice url) {
    return marked(
        block,
        JsonObject.builder()
            .put(TYPE, "image_url")
            .put("image_url", JsonObject.builder().put("url", url).build()));
  }

  private static JsonObject file(JsonObject block, JsonSlice data) {
    JsonObjectBuilder file = JsonObject.builder().put("file_data", data);
    block.text("title").ifPresent(title -> file.put("filename", title));
    return marked(block, JsonObject.builder().put(TYPE, "file").put("file", file.build()));
  }

  private static JsonObject marked(JsonObject block, JsonObjectBuilder part) {
    block.get(Blocks.CACHE).ifPresent(mark -> part.put(Blocks.CACHE, mark));
    return part.build();
  }

  private static JsonSlice dataUrl(JsonObject source) {
    String type = source.text("media_type").orElse("application/octet-stream");
    return source.slice("data").orElse(JsonSlice.of("")).behind("data:" + type + ";base64,");
  }

  private static JsonSlice plainUrl(JsonObject source) {
    byte[] text = source.text("data").orElse("").getBytes(StandardCharsets.UTF_8);
    return JsonSlice.of("data:text/plain;base64," + Base64.getEncoder().encodeToString(text));
  }

  private static String type(JsonObject block) {
    return block.text(TYPE).orElse("");
  }
}
