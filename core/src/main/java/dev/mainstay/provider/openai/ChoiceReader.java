package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.RefusalDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads one choice, message or deltas, and knows what it has said so far. */
final class ChoiceReader {
  private static final JsonObject EMPTY =
      JsonObject.builder().put("role", "assistant").put("content", JsonNull.NULL).build();

  private final ToolCallReader toolCalls = new ToolCallReader();
  // Only what deltas say is repeated by a message, and so remembered.
  private final SaidText text = new SaidText();
  private final SaidText thoughts = new SaidText();
  private boolean hasText;
  private boolean hasRefusal;
  private boolean hasOutput;
  private boolean isFinished;

  boolean isFinished() {
    return isFinished;
  }

  /** Whether it has said anything: text, reasoning, a refusal, or a tool call. */
  boolean hasOutput() {
    return hasOutput;
  }

  /** Whether it has said anything but reasoning. */
  boolean hasAnswer() {
    return hasText || hasRefusal || !toolCalls.isEmpty();
  }

  /**
   * What a choice says in one piece.
   *
   * @param events the events
   * @param repaired its JSON as the events have it, where it is not like that already
   * @param contradicts whether it is a message that does not begin with what was said, which says
   *     nothing then
   */
  record Said(List<ChatEvent> events, Optional<JsonObject> repaired, boolean contradicts) {
    static final Said CONTRADICTION = new Said(List.of(), Optional.empty(), true);

    Said(List<ChatEvent> events, Optional<JsonObject> repaired) {
      this(events, repaired, false);
    }

    // Clients look into a delta or a message whether there is one or not.
    static Said nothing(JsonObject repaired) {
      return new Said(List.of(), Optional.of(repaired));
    }
  }

  /** What a choice of a stream's chunk adds. */
  Said delta(JsonObject choice) {
    Optional<JsonObject> delta = choice.object("delta");
    if (delta.isEmpty()) {
      JsonObject form = ChunkForm.choice(choice);
      return form.object("delta")
          .map(message -> inPlaceOfDelta(form, message))
          .orElseGet(() -> Said.nothing(choice.with("delta", JsonObject.empty())));
    }
    List<ToolCallDelta> calls = toolCalls.pieces(delta.get());
    List<ChatEvent> said = remembered(said(delta.get(), calls));
    return new Said(
        said,
        SpokenForm.of(delta.get(), CallForm.ofDelta(delta.get(), calls), said)
            .map(form -> choice.with("delta", form)));
  }

  // A message behind deltas, and one that grows from chunk to chunk, repeats what was said.
  private Said inPlaceOfDelta(JsonObject choice, JsonObject message) {
    if (!hasOutput) {
      return asDelta(choice, message);
    }
    List<ChatEvent> whole = spoken(message);
    Optional<String> more = rest(text, whole, TextDelta.class);
    Optional<ToolCallReader.Grown> calls = toolCalls.grown(message);
    return more.isEmpty() || calls.isEmpty()
        ? Said.CONTRADICTION
        : asRest(choice, message, more.get(), calls.get());
  }

  private Said asRest(
      JsonObject choice, JsonObject message, String content, ToolCallReader.Grown calls) {
    JsonObjectBuilder rest = JsonObject.builder();
    // Thoughts that are other ones, such as a summary at the end, are not said again.
    String thought = rest(thoughts, spoken(message), ReasoningDelta.class).orElse("");
    if (!thought.isEmpty()) {
      rest.put(message.has("reasoning") ? "reasoning" : "reasoning_content", thought);
    }
    if (!content.isEmpty()) {
      rest.put("content", content);
    }
    if (!hasRefusal) {
      nonEmpty(message, "refusal").ifPresent(refusal -> rest.put("refusal", refusal));
    }
    calls.json().forEach(rest::put);
    JsonObject bare = rest.build();
    List<ChatEvent> said = remembered(said(bare, calls.events()));
    JsonObject delta =
        SpokenForm.of(bare, CallForm.ofDelta(bare, calls.events()), said).orElse(bare);
    return new Said(said, Optional.of(choice.with("delta", delta)));
  }

  /** What {@code message} has of {@code kind} beyond {@code said}; nothing where it has others. */
  private static Optional<String> rest(
      SaidText said, List<ChatEvent> message, Class<? extends ChatEvent> kind) {
    StringBuilder whole = new StringBuilder();
    for (ChatEvent event : message) {
      if (kind.isInstance(event)) {
        whole.append(words(event));
      }
    }
    return whole.isEmpty() ? Optional.of("") : said.rest(whole.toString());
  }

  private static String words(ChatEvent event) {
    return switch (event) {
      case TextDelta(String piece) -> piece;
      case ReasoningDelta(String piece) -> piece;
      default -> "";
    };
  }

  private Said asDelta(JsonObject choice, JsonObject message) {
    List<ToolCallDelta> calls = toolCalls.whole(message);
    List<ChatEvent> said = remembered(said(message, calls));
    JsonObject delta =
        SpokenForm.of(message, CallForm.ofDelta(message, calls), said).orElse(message);
    return new Said(said, Optional.of(choice.with("delta", delta)));
  }

  /** What a choice of a plain answer says. */
  Said message(JsonObject choice) {
    String member = choice.object("message").isPresent() ? "message" : "delta";
    Optional<JsonObject> message = choice.object(member);
    if (message.isEmpty()) {
      return Said.nothing(choice.without(Set.of("delta")).with("message", EMPTY));
    }
    List<ToolCallDelta> calls = toolCalls.whole(message.get());
    List<ChatEvent> said = said(message.get(), calls);
    return new Said(
        said,
        SpokenForm.of(message.get(), CallForm.ofMessage(message.get(), calls), said)
            .map(form -> choice.with(member, form)));
  }

  /** The choice's end, each time that it is told; what is said after it revokes it. */
  ChatEvent finish(FinishReason reason, String word) {
    isFinished = true;
    return new Finished(refined(reason), word);
  }

  // Some say "stop" whatever it was they stopped at.
  private FinishReason refined(FinishReason reason) {
    if (reason != FinishReason.STOP) {
      return reason;
    }
    if (!toolCalls.isEmpty()) {
      return FinishReason.TOOL_CALLS;
    }
    return hasRefusal && !hasText ? FinishReason.CONTENT_FILTER : reason;
  }

  private List<ChatEvent> said(JsonObject message, List<ToolCallDelta> calls) {
    List<ChatEvent> events = spoken(message);
    events.addAll(calls);
    note(events);
    return events;
  }

  private static List<ChatEvent> spoken(JsonObject message) {
    List<ChatEvent> events = new ArrayList<>(3);
    add(reasoning(message), ReasoningDelta::new, events);
    addContent(message.get("content").orElse(JsonNull.NULL), events);
    add(message.text("refusal").orElse(""), RefusalDelta::new, events);
    return events;
  }

  private void note(List<ChatEvent> events) {
    if (!events.isEmpty()) {
      isFinished = false;
    }
    for (ChatEvent event : events) {
      hasOutput = true;
      hasText |= event instanceof TextDelta;
      hasRefusal |= event instanceof RefusalDelta;
    }
  }

  private List<ChatEvent> remembered(List<ChatEvent> events) {
    for (ChatEvent event : events) {
      switch (event) {
        case TextDelta(String piece) -> text.add(piece);
        case ReasoningDelta(String piece) -> thoughts.add(piece);
        default -> {}
      }
    }
    return events;
  }

  // Where a server has both fields they say the same.
  private static String reasoning(JsonObject message) {
    String text = message.text("reasoning_content").orElse("");
    if (text.isEmpty()) {
      text = message.text("reasoning").orElse("");
    }
    Optional<JsonArray> details = message.array("reasoning_details");
    return text.isEmpty() && details.isPresent() ? details(details.get()) : text;
  }

  private static String details(JsonArray details) {
    StringBuilder text = new StringBuilder();
    details
        .objects()
        .forEach(detail ->
            nonEmpty(detail, "text").or(() -> nonEmpty(detail, "summary")).ifPresent(text::append));
    return text.toString();
  }

  private static void addContent(JsonValue content, List<ChatEvent> events) {
    switch (content) {
      case JsonString(String text) -> add(text, TextDelta::new, events);
      case JsonArray parts -> parts.forEach(part -> addContent(part, events));
      case JsonObject part -> addPart(part, events);
      default -> {}
    }
  }

  private static void addPart(JsonObject part, List<ChatEvent> events) {
    switch (part.text("type").orElse("text")) {
      case "text", "output_text" ->
          nonEmpty(part, "text").map(TextDelta::new).ifPresent(events::add);
      case "refusal" -> nonEmpty(part, "refusal").map(RefusalDelta::new).ifPresent(events::add);
      case "thinking" -> addThinking(part.get("thinking").orElse(JsonNull.NULL), events);
      default -> {}
    }
  }

  private static void addThinking(JsonValue thinking, List<ChatEvent> events) {
    switch (thinking) {
      case JsonString(String text) -> add(text, ReasoningDelta::new, events);
      case JsonArray parts -> parts.forEach(part -> addThinking(part, events));
      case JsonObject part ->
          nonEmpty(part, "text").map(ReasoningDelta::new).ifPresent(events::add);
      default -> {}
    }
  }

  private static void add(String text, Function<String, ChatEvent> kind, List<ChatEvent> events) {
    if (!text.isEmpty()) {
      events.add(kind.apply(text));
    }
  }

  private static Optional<String> nonEmpty(JsonObject object, String name) {
    return object.text(name).filter(text -> !text.isEmpty());
  }
}
