package dev.mainstay.provider.cohere;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonSlice;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.wire.DataUrl;
import dev.mainstay.provider.wire.UnsupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes a conversation: what was planned before tools were called goes with the calls. */
final class CohereMessages {
  private static final String CONTENT = "content";
  private static final String CALLS = "tool_calls";
  private static final Set<String> TAKEN = Set.of("text", "image_url", "document", "thinking");

  private CohereMessages() {}

  /**
   * The messages, but for those that say nothing, which Cohere refuses.
   *
   * @throws UnsupportedException if one has a part or a role that is not taken
   */
  static JsonArray of(JsonArray messages) {
    return JsonArray.of(
        messages
            .objects()
            .map(CohereMessages::message)
            .filter(message -> message.has(CONTENT) || message.has(CALLS))
            .toList());
  }

  private static JsonObject message(JsonObject message) {
    String role = role(message);
    JsonObjectBuilder out = JsonObject.builder().put("role", role);
    List<JsonValue> calls =
        message.array(CALLS).stream()
            .flatMap(JsonArray::objects)
            .<JsonValue>map(CohereMessages::call)
            .toList();
    JsonValue content = content(message.get(CONTENT).orElse(JsonNull.NULL));
    if (!isEmpty(content)) {
      out.put(CONTENT, content);
    } else if (role.equals("tool")) {
      // A call without its result would be refused.
      out.put(CONTENT, "");
    }
    if (!calls.isEmpty()) {
      message
          .text("tool_plan")
          .or(() -> message.text("reasoning_content"))
          .filter(plan -> !plan.isEmpty())
          .ifPresent(plan -> out.put("tool_plan", plan));
      out.put(CALLS, JsonArray.of(calls));
    }
    message.text("tool_call_id").ifPresent(id -> out.put("tool_call_id", id));
    return out.build();
  }

  private static String role(JsonObject message) {
    String role = message.text("role").orElse("");
    return switch (role) {
      case "developer" -> "system";
      case "function" ->
          throw new UnsupportedException(
              "messages",
              CohereProvider.NAME
                  + " does not take 'messages' of the role 'function'; give a tool's result the"
                  + " role 'tool' and the tool_call_id of its call");
      case "system", "user", "assistant", "tool" -> role;
      default -> throw UnsupportedException.role(CohereProvider.NAME, role);
    };
  }

  // A message without any word is refused, and so is a part.
  private static boolean isEmpty(JsonValue content) {
    return switch (content) {
      case JsonNull nothing -> true;
      case JsonString(String text) -> text.isEmpty();
      case JsonArray parts -> parts.isEmpty();
      default -> false;
    };
  }

  private static JsonValue content(JsonValue content) {
    if (!(content instanceof JsonArray parts)) {
      return content;
    }
    List<JsonValue> out = new ArrayList<>();
    parts.objects().forEach(part -> add(part, out));
    return out.size() == 1 && out.getFirst() instanceof JsonObject one
        ? one.get("text").orElse(JsonArray.of(out))
        : JsonArray.of(out);
  }

  private static void add(JsonObject part, List<JsonValue> out) {
    String type = part.text("type").orElse("");
    if (type.equals("refusal")) {
      add(text(part.text("refusal").orElse("")), out);
    } else if (!TAKEN.contains(type) || isAnthropics(type, part)) {
      throw UnsupportedException.part(CohereProvider.NAME, type, "text, image_url or document");
    } else if (type.equals("image_url") && !isTaken(DataUrl.at(part, "image_url"))) {
      throw new UnsupportedException(
          "messages",
          CohereProvider.NAME
              + " does not take 'messages' with this URL; give one of https, or the content as"
              + " data:image/png;base64,…");
    } else if (!part.text("text").filter(String::isEmpty).isPresent()) {
      out.add(part.without(Set.of("cache_control")));
    }
  }

  // Cohere's has its text in it, Anthropic's a source.
  private static boolean isAnthropics(String type, JsonObject part) {
    return type.equals("document") && part.has("source");
  }

  private static boolean isTaken(JsonSlice url) {
    return DataUrl.isWeb(url) || DataUrl.of(url).isPresent();
  }

  private static JsonObject text(String text) {
    return JsonObject.builder().put("type", "text").put("text", text).build();
  }

  private static JsonObject call(JsonObject call) {
    JsonObject function = call.object("function").orElse(JsonObject.empty());
    JsonObject written =
        JsonObject.builder()
            .put("name", function.text("name").orElse(""))
            .put("arguments", function.text("arguments").filter(t -> !t.isBlank()).orElse("{}"))
            .build();
    return JsonObject.builder()
        .put("id", call.text("id").orElse(""))
        .put("type", "function")
        .put("function", written)
        .build();
  }
}
