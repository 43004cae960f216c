package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Pictures and files that tools gave back, as vendors take them to whom the result of a tool is
 * text alone: after the results of a turn, in a message of the user's that names their calls.
 * https://platform.openai.com/docs/api-reference/chat/create
 */
final class ToolPictures {
  private static final String MESSAGES = "messages";
  private static final String CONTENT = "content";
  private static final String TYPE = "type";
  private static final Set<String> MOVED = Set.of("image_url", "file", "input_audio");

  private final List<JsonValue> messages = new ArrayList<>();
  private final List<JsonValue> shown = new ArrayList<>();

  private ToolPictures() {}

  /** {@code request} with them there; the very same where it has none. */
  static JsonObject write(JsonObject request) {
    JsonArray messages = request.array(MESSAGES).orElse(JsonArray.of());
    if (messages.objects().noneMatch(ToolPictures::hasSome)) {
      return request;
    }
    ToolPictures written = new ToolPictures();
    messages.forEach(written::add);
    written.show();
    return request.with(MESSAGES, JsonArray.of(written.messages));
  }

  private static boolean hasSome(JsonObject message) {
    return isResult(message)
        && message.array(CONTENT).stream()
            .flatMap(JsonArray::objects)
            .anyMatch(ToolPictures::isMoved);
  }

  private static boolean isResult(JsonObject message) {
    return message.text("role").filter("tool"::equals).isPresent();
  }

  private static boolean isMoved(JsonValue part) {
    return part instanceof JsonObject object && MOVED.contains(object.text(TYPE).orElse(""));
  }

  private void add(JsonValue message) {
    boolean isResult = message instanceof JsonObject object && isResult(object);
    if (!isResult) {
      show();
    }
    messages.add(
        message instanceof JsonObject object && hasSome(object) ? withoutShown(object) : message);
  }

  private JsonObject withoutShown(JsonObject result) {
    List<JsonValue> parts = result.array(CONTENT).orElse(JsonArray.of()).items();
    String call = result.text("tool_call_id").orElse("");
    shown.add(text("Of the result of the tool call " + call + ":"));
    parts.stream().filter(ToolPictures::isMoved).forEach(shown::add);
    List<JsonValue> left = parts.stream().filter(part -> !isMoved(part)).toList();
    return result.with(
        CONTENT, left.isEmpty() ? new JsonString("It is shown below.") : JsonArray.of(left));
  }

  private void show() {
    if (!shown.isEmpty()) {
      messages.add(
          JsonObject.builder().put("role", "user").put(CONTENT, JsonArray.of(shown)).build());
      shown.clear();
    }
  }

  private static JsonObject text(String text) {
    return JsonObject.builder().put(TYPE, "text").put("text", text).build();
  }
}
