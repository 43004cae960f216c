package dev.mainstay.provider.anthropic;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What Anthropic tells beside what OpenAI has words for: why it stopped, a container, how a cache
 * was written, who served. It is carried for callers of Anthropic's own dialect, as further members
 * of a message or a delta; nobody else is shown it.
 */
final class OwnWords {
  /**
   * The member that has a plain answer's message as it came, and of a stream what its {@code
   * message_start} has beside what every message has.
   */
  static final String MESSAGE = "anthropic_message";

  /** The member that has a {@code message_delta} without its reason to stop. */
  static final String END = "anthropic_message_delta";

  /** The member that begins a block, with what its beginning has beside what every block has. */
  static final String BLOCK = "anthropic_block";

  static final String DELTA = "delta";
  static final String USAGE = "usage";

  private static final Set<String> OF_EVERY_MESSAGE =
      Set.of("id", "type", "role", "model", "content", "stop_reason", "stop_sequence");
  private static final Set<String> OF_EVERY_BLOCK =
      Set.of("type", "text", "id", "name", "input", "thinking", "signature");

  private OwnWords() {}

  /** Whether {@code request} is of somebody who speaks this dialect. */
  static boolean areHeard(ChatRequest request) {
    return request
        .original()
        .filter(original -> original.dialect().equals(AnthropicProvider.NAME))
        .isPresent();
  }

  /** {@code message}, a plain answer; nothing in it is null where clients look into it. */
  static JsonObject whole(JsonObject message) {
    JsonArray content = message.array("content").orElse(JsonArray.of());
    boolean isSound = content.items().stream().allMatch(OwnWords::isSound);
    return JsonObject.of(
        MESSAGE,
        isSound
            ? message
            : message.with(
                "content", JsonArray.of(content.objects().map(OwnWords::sound).toList())));
  }

  private static boolean isSound(JsonValue block) {
    return block instanceof JsonObject object && !lacksInput(object);
  }

  private static JsonObject sound(JsonObject block) {
    return lacksInput(block) ? block.with("input", JsonObject.empty()) : block;
  }

  private static boolean lacksInput(JsonObject block) {
    return block.text("type").filter("tool_use"::equals).isPresent() && !block.hasValue("input");
  }

  /** What {@code message}, with which a stream begins, has beside what every message has. */
  static JsonObject start(JsonObject message) {
    return JsonObject.of(MESSAGE, message.without(OF_EVERY_MESSAGE));
  }

  /** What {@code event}, a {@code message_delta}, has beside the reason to stop. */
  static JsonObject end(JsonObject event) {
    JsonObject delta = event.object(DELTA).orElse(JsonObject.empty());
    return JsonObject.of(
        END, event.without(Set.of("type")).with(DELTA, delta.without(OF_EVERY_MESSAGE)));
  }

  /** What the {@code message_delta} would say, had {@code message} been streamed. */
  static JsonObject endOf(JsonObject message) {
    JsonObjectBuilder event =
        JsonObject.builder().put(DELTA, message.without(Set.of(USAGE)).without(OF_EVERY_MESSAGE));
    message.object(USAGE).ifPresent(usage -> event.put(USAGE, usage));
    return JsonObject.of(END, event.build());
  }

  /** What {@code start}, with which a block begins, has beside what every block has. */
  static JsonObject block(JsonObject start) {
    return JsonObject.of(BLOCK, start.without(OF_EVERY_BLOCK));
  }

  /** The text of {@code message}, a plain answer. */
  static String textOf(JsonObject message) {
    return message.array("content").stream()
        .flatMap(content -> content.objects())
        .filter(block -> block.hasValue("text"))
        .flatMap(block -> block.get("text").stream())
        .filter(JsonString.class::isInstance)
        .map(text -> ((JsonString) text).value())
        .collect(Collectors.joining());
  }
}
