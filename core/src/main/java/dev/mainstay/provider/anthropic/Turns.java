package dev.mainstay.provider.anthropic;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.wire.CallArguments;
import dev.mainstay.provider.wire.CallIds;
import dev.mainstay.provider.wire.UnsupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes a conversation as turns of user and assistant: instructions stand apart, neighbours of one
 * role are one turn, and results of tools belong to the user.
 */
final class Turns {
  private static final String USER = "user";
  private static final String ASSISTANT = "assistant";
  private static final String CONTENT = "content";
  // Its documentation tells none; Bedrock's, who serve the same models, does.
  static final int LONGEST_ID = 64;
  // A conversation must begin with the user; one that an assistant's greeting began has no words of
  // theirs.
  private static final JsonObject BEGINNING = Blocks.text("(The conversation begins.)");

  private final CallIds ids = new CallIds(c -> c == '_' || c == '-', LONGEST_ID);
  private final List<JsonValue> system = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();

  private Turns() {}

  static Turns of(JsonArray messages) {
    Turns turns = new Turns();
    messages.objects().forEach(turns::add);
    turns.settle();
    return turns;
  }

  /** The instructions, as a text where they are but that. */
  Optional<JsonValue> system() {
    if (system.isEmpty()) {
      return Optional.empty();
    }
    boolean isText =
        system.size() == 1
            && system.getFirst() instanceof JsonObject block
            && block.size() == 2
            && block.text("text").isPresent();
    return Optional.of(
        isText
            ? new JsonString(((JsonObject) system.getFirst()).text("text").orElse(""))
            : JsonArray.of(system));
  }

  JsonArray messages() {
    return JsonArray.of(turns.stream().map(Turn::json).toList());
  }

  /**
   * Whether the assistant's turn that the last results belong to was not thought about, or its
   * thoughts are lost: a model that thinks on a budget then refuses to go on.
   */
  boolean lacksThoughts() {
    boolean isAfterResults =
        !turns.isEmpty()
            && turns.getLast().role.equals(USER)
            && turns.getLast().begins("tool_result");
    return isAfterResults
        && turns.size() > 1
        && !turns.get(turns.size() - 2).begins("thinking")
        && !turns.get(turns.size() - 2).begins("redacted_thinking");
  }

  private void add(JsonObject message) {
    JsonValue content = message.get(CONTENT).orElse(JsonNull.NULL);
    switch (message.text("role").orElse("")) {
      case "system", "developer" -> system.addAll(Blocks.marked(Blocks.of(content), message));
      case ASSISTANT -> say(ASSISTANT, assistant(message, content));
      case "tool" -> say(USER, List.of(result(message, content)));
      case USER -> say(USER, Blocks.marked(Blocks.of(content), message));
      default ->
          throw UnsupportedException.role(AnthropicProvider.NAME, message.text("role").orElse(""));
    }
  }

  // A turn without any block is refused.
  private void say(String role, List<? extends JsonValue> blocks) {
    if (blocks.isEmpty()) {
      return;
    }
    if (turns.isEmpty() || !turns.getLast().role.equals(role)) {
      turns.add(new Turn(role, new ArrayList<>()));
    }
    turns.getLast().blocks.addAll(blocks);
  }

  private List<JsonValue> assistant(JsonObject message, JsonValue content) {
    List<JsonValue> blocks = new ArrayList<>();
    message.array(Thoughts.MEMBER).ifPresent(thoughts -> blocks.addAll(Thoughts.own(thoughts)));
    blocks.addAll(Blocks.of(content));
    message.array("tool_calls").stream()
        .flatMap(JsonArray::objects)
        .forEach(call -> blocks.add(toolUse(call)));
    return Blocks.marked(blocks, message);
  }

  private JsonObject toolUse(JsonObject call) {
    JsonObject function = call.object("function").orElse(JsonObject.empty());
    JsonObjectBuilder block =
        JsonObject.builder()
            .put("type", "tool_use")
            .put("id", ids.ofCall(call.text("id").orElse("")))
            .put("name", function.text("name").orElse(""))
            .put("input", CallArguments.of(function));
    call.get(Blocks.CACHE).ifPresent(mark -> block.put(Blocks.CACHE, mark));
    return block.build();
  }

  private JsonObject result(JsonObject message, JsonValue content) {
    JsonObjectBuilder block =
        JsonObject.builder()
            .put("type", "tool_result")
            .put("tool_use_id", ids.ofResult(message.text("tool_call_id").orElse("")));
    switch (content) {
      case JsonString text -> block.put(CONTENT, text);
      case JsonArray parts -> block.put(CONTENT, JsonArray.of(Blocks.of(parts)));
      default -> {}
    }
    message.get("is_error").ifPresent(flag -> block.put("is_error", flag));
    message.get(Blocks.CACHE).ifPresent(mark -> block.put(Blocks.CACHE, mark));
    return block.build();
  }

  private void settle() {
    if (turns.isEmpty() && !system.isEmpty()) {
      turns.add(new Turn(USER, List.copyOf(system)));
      system.clear();
    }
    if (!turns.isEmpty() && turns.getFirst().role.equals(ASSISTANT)) {
      turns.addFirst(new Turn(USER, List.of(BEGINNING)));
    }
    if (!turns.isEmpty() && turns.getLast().role.equals(ASSISTANT)) {
      turns.set(turns.size() - 1, turns.getLast().withoutWhiteAtEnd());
    }
  }

  /** What one side says in turn. */
  private record Turn(String role, List<JsonValue> blocks) {
    boolean begins(String type) {
      return blocks.getFirst() instanceof JsonObject block
          && block.text("type").filter(type::equals).isPresent();
    }

    /** A last text that ends in white space is refused. */
    Turn withoutWhiteAtEnd() {
      JsonValue last = blocks.getLast();
      if (!(last instanceof JsonObject block) || block.text("text").isEmpty()) {
        return this;
      }
      List<JsonValue> stripped = new ArrayList<>(blocks.subList(0, blocks.size() - 1));
      stripped.add(block.with("text", block.text("text").orElse("").stripTrailing()));
      return new Turn(role, stripped);
    }

    JsonObject json() {
      return JsonObject.builder().put("role", role).put(CONTENT, JsonArray.of(blocks)).build();
    }
  }
}
