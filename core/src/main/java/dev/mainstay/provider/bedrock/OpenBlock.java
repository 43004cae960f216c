package dev.mainstay.provider.bedrock;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.provider.wire.ContentBlocks;
import dev.mainstay.provider.wire.KeptText;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A content block of a stream: what it says as it goes, and what it was at its end. */
sealed interface OpenBlock extends ContentBlocks.Block {

  /** The thought that it was, to be given back in the next turn; not one too long to be kept. */
  default Optional<JsonObject> thought() {
    return Optional.empty();
  }

  @Override
  default List<JsonObject> was() {
    return thought().map(thought -> Thoughts.member(List.of(thought))).stream().toList();
  }

  /**
   * The block that an event begins.
   *
   * @param start what it says of the block
   * @param calls how many tool calls have begun before it
   */
  static OpenBlock begun(JsonObject start, int calls) {
    JsonObject use = start.object("toolUse").orElse(JsonObject.empty());
    return use.has("toolUseId") && !ToolForms.isOfServer(use)
        ? new Call(calls, use.text("toolUseId").orElse(""), use.text("name").orElse(""))
        : new Foreign();
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
    private final KeptText text = new KeptText();
    private final KeptText signature = new KeptText();
    // A character for each byte.
    private final KeptText redacted = new KeptText();

    @Override
    public List<ChatEvent> add(JsonObject delta) {
      JsonObject content = delta.object("reasoningContent").orElse(JsonObject.empty());
      signature.add(content.text("signature").orElse(""));
      content.text("redactedContent").ifPresent(this::addRedacted);
      String piece = content.text("text").orElse("");
      text.add(piece);
      return piece.isEmpty() ? List.of() : List.of(new ReasoningDelta(piece));
    }

    private void addRedacted(String base64) {
      redacted.add(new String(Base64.getMimeDecoder().decode(base64), ISO_8859_1));
    }

    @Override
    public Optional<JsonObject> thought() {
      // A signature proves nothing without the text that it signs, nor the text without it.
      if (!text.isWhole() || !signature.isWhole() || !redacted.isWhole()) {
        return Optional.empty();
      }
      if (!redacted.isEmpty()) {
        byte[] bytes = redacted.toString().getBytes(ISO_8859_1);
        return Optional.of(Thoughts.redacted(Base64.getEncoder().encodeToString(bytes)));
      }
      return text.isEmpty() && signature.isEmpty()
          ? Optional.empty()
          : Optional.of(Thoughts.open(text.toString(), signature.toString()));
    }
  }

  /** A tool call; one of which no arguments came has an empty object of them. */
  final class Call implements OpenBlock {
    private final int number;
    private final String id;
    private final String name;
    private boolean hasArguments;

    Call(int number, String id, String name) {
      this.number = number;
      this.id = id;
      this.name = name;
    }

    @Override
    public List<ChatEvent> begin() {
      return List.of(new ToolCallDelta(number, id, name, ""));
    }

    @Override
    public List<ChatEvent> add(JsonObject delta) {
      String piece = delta.object("toolUse").flatMap(use -> use.text("input")).orElse("");
      hasArguments |= !piece.isEmpty();
      return piece.isEmpty() ? List.of() : List.of(new ToolCallDelta(number, "", "", piece));
    }

    @Override
    public boolean lacksArguments() {
      return !hasArguments;
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
