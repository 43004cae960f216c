package dev.mainstay.provider.anthropic;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.provider.wire.ContentBlocks;
import dev.mainstay.provider.wire.KeptText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A content block of a stream that has begun: what it says as it goes, and what it was at its end.
 */
sealed interface OpenBlock extends ContentBlocks.Block {

  @Override
  List<ChatEvent> begin();

  /** The thought that it was, to be given back in the next turn; not one too long to be kept. */
  default Optional<JsonObject> thought() {
    return Optional.empty();
  }

  /** What it was in Anthropic's own words, where OpenAI has none for it and it was kept. */
  default Optional<JsonObject> foreign() {
    return Optional.empty();
  }

  @Override
  default List<JsonObject> was() {
    return Stream.concat(
            thought().map(Thoughts::of).stream(),
            foreign()
                .map(own -> JsonObject.of(EventsDecoder.FOREIGN_BLOCKS, JsonArray.of(own)))
                .stream())
        .toList();
  }

  /**
   * The block that {@code start} begins.
   *
   * @param calls how many tool calls have begun before it
   */
  static OpenBlock of(JsonObject start, int calls) {
    return switch (start.text("type").orElse("")) {
      case "text" -> new Text(start.text("text"));
      case "thinking", "redacted_thinking" -> new Thought(apart(start));
      case "tool_use" -> new Call(apart(start), calls);
      default -> new Foreign(apart(start));
    };
  }

  /** The block that {@code delta} adds to, where no event has begun it. */
  static OpenBlock saidBy(JsonObject delta) {
    boolean isThought = delta.has("thinking") || delta.has("signature");
    return isThought
        ? new Thought(JsonObject.of("type", new JsonString("thinking")))
        : new Text(Optional.empty());
  }

  // Part of an event keeps all of its bytes; these live longer.
  private static JsonObject apart(JsonObject start) {
    return Json.parseObject(start.toBytes());
  }

  private static List<ChatEvent> texts(Optional<String> text) {
    return text.filter(piece -> !piece.isEmpty()).<ChatEvent>map(TextDelta::new).stream().toList();
  }

  /** A piece of the answer's text. */
  record Text(Optional<String> first) implements OpenBlock {
    @Override
    public List<ChatEvent> begin() {
      return texts(first);
    }

    @Override
    public List<ChatEvent> add(JsonObject delta) {
      return texts(delta.text("text"));
    }
  }

  /** Reasoning, with the signature that proves it; redacted reasoning has nothing to read. */
  final class Thought implements OpenBlock {
    private final JsonObject start;
    private final KeptText text = new KeptText();
    private final KeptText signature = new KeptText();

    Thought(JsonObject start) {
      this.start = start;
    }

    @Override
    public List<ChatEvent> begin() {
      return add(start);
    }

    @Override
    public List<ChatEvent> add(JsonObject delta) {
      signature.add(delta.text("signature").orElse(""));
      String piece = delta.text("thinking").orElse("");
      text.add(piece);
      return piece.isEmpty() ? List.of() : List.of(new ReasoningDelta(piece));
    }

    @Override
    public Optional<JsonObject> thought() {
      boolean isRedacted = start.text("type").filter("redacted_thinking"::equals).isPresent();
      // A signature proves nothing without the text that it signs, nor the text without it.
      if (!text.isWhole() || !signature.isWhole()) {
        return Optional.empty();
      }
      return Optional.of(
          isRedacted
              ? start
              : start
                  .with("thinking", new JsonString(text.toString()))
                  .with("signature", new JsonString(signature.toString())));
    }
  }

  /** A tool call; one of which no arguments came has an empty object of them. */
  final class Call implements OpenBlock {
    private final JsonObject start;
    private final int number;
    private boolean hasArguments;

    Call(JsonObject start, int number) {
      this.start = start;
      this.number = number;
    }

    @Override
    public List<ChatEvent> begin() {
      return List.of(
          new ToolCallDelta(
              number, start.text("id").orElse(""), start.text("name").orElse(""), ""));
    }

    @Override
    public List<ChatEvent> add(JsonObject delta) {
      String piece = delta.text("partial_json").orElse("");
      hasArguments |= !piece.isEmpty();
      return piece.isEmpty() ? List.of() : List.of(new ToolCallDelta(number, "", "", piece));
    }

    @Override
    public boolean lacksArguments() {
      return !hasArguments && start.object("input").filter(input -> !input.isEmpty()).isEmpty();
    }

    @Override
    public List<ChatEvent> end() {
      if (hasArguments) {
        return List.of();
      }
      hasArguments = true;
      String input = start.object("input").orElse(JsonObject.empty()).toJson();
      return List.of(new ToolCallDelta(number, "", "", input));
    }
  }

  /** A block of a kind that has no counterpart, such as a tool's that runs at the provider. */
  final class Foreign implements OpenBlock {
    private final JsonObject start;
    private final KeptText input = new KeptText();

    Foreign(JsonObject start) {
      this.start = start;
    }

    @Override
    public List<ChatEvent> begin() {
      return List.of();
    }

    @Override
    public List<ChatEvent> add(JsonObject delta) {
      input.add(delta.text("partial_json").orElse(""));
      return List.of();
    }

    @Override
    public Optional<JsonObject> foreign() {
      return Optional.of(start)
          .filter(block -> block.has("type") && input.isWhole())
          .map(block -> input.isEmpty() ? block : block.with("input", input()));
    }

    private JsonValue input() {
      try {
        return Json.parse(input.toString());
      } catch (JsonException e) {
        return new JsonString(input.toString());
      }
    }
  }
}
