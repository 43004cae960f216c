package dev.mainstay.provider.bedrock;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.wire.CallArguments;
import dev.mainstay.provider.wire.CallIds;
import dev.mainstay.provider.wire.UnsupportedException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes a conversation as turns of user and assistant: instructions stand apart, neighbours of one
 * role are one turn, and results of tools belong to the user.
 */
final class Turns {
  private static final String USER = "user";
  private static final String ASSISTANT = "assistant";
  private static final String CONTENT = "content";
  private static final String TOOL_RESULT = "toolResult";
  private static final String TOOL_USE = "toolUse";
  // A conversation must begin with the user; one that an assistant's greeting began has no words of
  // theirs.
  private static final JsonObject BEGINNING = Blocks.text("(The conversation begins.)");

  private final boolean takesThoughts;
  private final Blocks blocks;
  private final CallIds ids = ToolForms.ids();
  private final List<JsonValue> system = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();
  private final Set<String> toolNames = new LinkedHashSet<>();

  private Turns(BedrockModel model, Blocks blocks) {
    this.takesThoughts = model.takesThoughts();
    this.blocks = blocks;
  }

  static Turns of(JsonArray messages, BedrockModel model, Blocks blocks) {
    Turns turns = new Turns(model, blocks);
    messages.objects().forEach(turns::add);
    turns.settle();
    return turns;
  }

  /** The instructions. */
  List<JsonValue> system() {
    return system;
  }

  JsonArray messages() {
    return JsonArray.of(turns.stream().map(Turn::json).toList());
  }

  /** The names of the tools that were called so far. */
  Set<String> toolNames() {
    return toolNames;
  }

  /**
   * Whether the assistant's turn that the last results belong to was not thought about, or its
   * thoughts are lost: a model that thinks on a budget then refuses to go on.
   */
  boolean lacksThoughts() {
    int last = turns.size() - 1;
    return last > 0
        && turns.get(last).role.equals(USER)
        && turns.get(last).begins(TOOL_RESULT)
        && !turns.get(last - 1).begins("reasoningContent");
  }

  private void add(JsonObject message) {
    JsonValue content = message.get(CONTENT).orElse(JsonNull.NULL);
    switch (message.text("role").orElse("")) {
      case "system", "developer" -> system.addAll(said(message, content));
      case ASSISTANT -> turn(ASSISTANT).addAll(assistant(message, content));
      case "tool" -> addResult(message, content, turn(USER));
      case USER -> turn(USER).addAll(said(message, content));
      default ->
          throw UnsupportedException.role(BedrockProvider.NAME, message.text("role").orElse(""));
    }
  }

  // Where nothing was said in between, what two sides of it say is one turn: they have to take
  // turns.
  private List<JsonValue> turn(String role) {
    if (!turns.isEmpty() && turns.getLast().blocks.isEmpty()) {
      turns.removeLast();
    }
    if (turns.isEmpty() || !turns.getLast().role.equals(role)) {
      turns.add(new Turn(role, new ArrayList<>()));
    }
    return turns.getLast().blocks;
  }

  private List<JsonValue> said(JsonObject message, JsonValue content) {
    List<JsonValue> said = blocks.of(content);
    blocks.mark(message, said);
    return said;
  }

  private List<JsonValue> assistant(JsonObject message, JsonValue content) {
    List<JsonValue> said = new ArrayList<>();
    if (takesThoughts) {
      message.array(Thoughts.MEMBER).stream()
          .flatMap(JsonArray::objects)
          .flatMap(thought -> Thoughts.block(thought).stream())
          .forEach(said::add);
    }
    said.addAll(blocks.of(content));
    message.array("tool_calls").stream()
        .flatMap(JsonArray::objects)
        .forEach(call -> addCall(call, said));
    blocks.mark(message, said);
    return said;
  }

  private void addCall(JsonObject call, List<JsonValue> said) {
    JsonObject function = call.object("function").orElse(JsonObject.empty());
    String name = function.text("name").orElse("");
    toolNames.add(name);
    JsonObject use =
        JsonObject.builder()
            .put("toolUseId", ids.ofCall(call.text("id").orElse("")))
            .put("name", name)
            .put("input", CallArguments.of(function))
            .build();
    said.add(JsonObject.of(TOOL_USE, use));
    blocks.mark(call, said);
  }

  private void addResult(JsonObject message, JsonValue content, List<JsonValue> turn) {
    JsonObjectBuilder result =
        JsonObject.builder()
            .put("toolUseId", ids.ofResult(message.text("tool_call_id").orElse("")))
            .put(CONTENT, JsonArray.of(blocks.of(content)));
    message
        .flag("is_error")
        .ifPresent(isError -> result.put("status", isError ? "error" : "success"));
    turn.add(JsonObject.of(TOOL_RESULT, result.build()));
    blocks.mark(message, turn);
  }

  private void settle() {
    turns.removeIf(turn -> turn.blocks.isEmpty());
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
    boolean begins(String kind) {
      return blocks.getFirst() instanceof JsonObject block && block.has(kind);
    }

    /** A last text that ends in white space is refused, also with a cache point after it. */
    Turn withoutWhiteAtEnd() {
      int at = blocks.size() - 1;
      while (at > 0 && Blocks.isCachePoint(blocks.get(at))) {
        at--;
      }
      if (!(blocks.get(at) instanceof JsonObject last) || last.text("text").isEmpty()) {
        return this;
      }
      List<JsonValue> stripped = new ArrayList<>(blocks);
      stripped.set(at, Blocks.text(last.text("text").orElse("").stripTrailing()));
      return new Turn(role, stripped);
    }

    JsonObject json() {
      return JsonObject.builder().put("role", role).put(CONTENT, JsonArray.of(blocks)).build();
    }
  }
}
