package dev.mainstay.provider.bedrock;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A content block of a stream: what it says as it goes, and what it was at its end. */
sealed interface OpenBlock {

  /** What a delta adds. */
  List<ChatEvent> add(JsonObject delta);

  /** What is said at its end that was not said before. */
  default List<ChatEvent> end() {
    return List.of();
  }

  /** The thought that it was, to be given back in the next turn. */
  default Optional<JsonObject> thought() {
    return Optional.empty();
  }

  /**
   * The block that {@code delta} belongs to, where no event began it: text and thoughts have none.
   */
  static OpenBlock of(JsonObject delta) {
    return delta.has("reasoningContent") ? new Thought() : new Text();
  }

  /** A piece of the answer's text. What is cited for it, or comes of a tool at AWS, is not told. */
  record Text() implements OpenBlock {
    @Override
    public List<ChatEvent> add(JsonObject delta) {
      return delta
          .text("text")
          .filter(piece -> !piece.isEmpty())
          .<ChatEvent>map(TextDelta::new)
          .stream()
          .toList();
    }
  }

  /** Reasoning, with the signature that proves it; redacted reasoning has nothing to read. */
  final class Thought implements OpenBlock {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder signature = new StringBuilder();
    private final ByteArrayOutputStream redacted = new ByteArrayOutputStream();

    @Override
    public List<ChatEvent> add(JsonObject delta) {
      JsonObject content = delta.object("reasoningContent").orElse(JsonObject.empty());
      signature.append(content.text("signature").orElse(""));
      content.text("redactedContent").ifPresent(this::addRedacted);
      String piece = content.text("text").orElse("");
      text.append(piece);
      return piece.isEmpty() ? List.of() : List.of(new ReasoningDelta(piece));
    }

    private void addRedacted(String base64) {
      redacted.writeBytes(Base64.getMimeDecoder().decode(base64));
    }

    @Override
    public Optional<JsonObject> thought() {
      if (redacted.size() > 0) {
        return Optional.of(
            Thoughts.redacted(Base64.getEncoder().encodeToString(redacted.toByteArray())));
      }
      return text.isEmpty() && signature.isEmpty()
          ? Optional.empty()
          : Optional.of(Thoughts.open(text.toString(), signature.toString()));
    }
  }

  /** A tool call; one of which no arguments came has an empty object of them. */
  final class Call implements OpenBlock {
    private final int number;
    private boolean hasArguments;

    Call(int number) {
      this.number = number;
    }

    @Override
    public List<ChatEvent> add(JsonObject delta) {
      String piece = delta.object("toolUse").flatMap(use -> use.text("input")).orElse("");
      hasArguments |= !piece.isEmpty();
      return piece.isEmpty() ? List.of() : List.of(new ToolCallDelta(number, "", "", piece));
    }

    @Override
    public List<ChatEvent> end() {
      return hasArguments ? List.of() : List.of(new ToolCallDelta(number, "", "", "{}"));
    }
  }

  /** A block that has no counterpart: a picture, or a tool that runs at AWS. */
  record Foreign() implements OpenBlock {
    @Override
    public List<ChatEvent> add(JsonObject delta) {
      return List.of();
    }
  }
}
