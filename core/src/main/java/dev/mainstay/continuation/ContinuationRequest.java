package dev.mainstay.continuation;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.splice.Anchor;
import dev.mainstay.stream.Delivered;
import dev.mainstay.text.Marks;
import dev.mainstay.text.TokenEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The request that asks for the rest of an answer. */
final class ContinuationRequest {
  static final List<String> LIMITS = List.of("max_tokens", "max_completion_tokens");

  private static final String MESSAGES = "messages";
  private static final String CONTENT = "content";
  private static final String PREFIX = "prefix";
  private static final int LEAST_ROOM = 64;
  private static final String ASK =
      "Your message above was cut off. Continue it from exactly where it stopped. Start your reply"
          + " by repeating exactly the words below, which are its last ones, and go on from there"
          + " without a break. Write no preamble and no comment, and set the words in no quotation"
          + " marks.\n\n";

  private final ChatRequest original;
  private final Delivered delivered;
  private final Continuer target;
  private final List<Message> messages;

  ContinuationRequest(ChatRequest original, Delivered delivered, Continuer target) {
    this.original = original;
    this.delivered = delivered;
    this.target = target;
    this.messages = original.messages();
  }

  /** The text of the assistant's message that {@link #prefilled} ends in. */
  String prefill() {
    return assistant(withoutWhiteAtEnd()).text();
  }

  /** Ends in the assistant's message, to be gone on with. */
  ChatRequest prefilled() {
    JsonObject last = assistant(withoutWhiteAtEnd()).json().with(PREFIX, JsonBoolean.TRUE);
    return limited(with(List.of(last)), 0);
  }

  /** Ends in the request to repeat {@code anchor} and go on. */
  ChatRequest anchored(Anchor anchor) {
    JsonObject assistant = assistant(delivered.text()).json().without(Set.of(PREFIX));
    JsonObject ask = Message.user(ASK + anchor.text()).json();
    JsonObject json = target.asked().withUserLast(with(List.of(assistant, ask)));
    return limited(json, TokenEstimate.of(anchor.text()));
  }

  private JsonObject with(List<JsonObject> end) {
    int kept = messages.size() - (endsInAssistant() ? 1 : 0);
    List<JsonObject> all = new ArrayList<>();
    messages.subList(0, kept).forEach(message -> all.add(message.json()));
    all.addAll(end);
    return original.json().with(MESSAGES, JsonArray.of(all));
  }

  private Message assistant(String text) {
    if (!endsInAssistant()) {
      return Message.assistant(text);
    }
    JsonObject begun = messages.getLast().json();
    return new Message(
        begun.with(CONTENT, isRepeated() ? new JsonString(text) : joined(begun, text)));
  }

  private static JsonValue joined(JsonObject begun, String text) {
    if (begun.array(CONTENT).isEmpty()) {
      return new JsonString(begun.text(CONTENT).orElse("") + text);
    }
    List<JsonValue> parts = new ArrayList<>(begun.array(CONTENT).get().items());
    parts.add(JsonObject.builder().put("type", "text").put("text", text).build());
    return JsonArray.of(parts);
  }

  private boolean endsInAssistant() {
    return !messages.isEmpty() && messages.getLast().role().equals("assistant");
  }

  // A provider that repeats a prefill repeated the caller's own to the caller.
  private boolean isRepeated() {
    String text = delivered.text();
    return new RequestTraits(target.asked())
        .ownPrefill()
        .filter(begun -> text.startsWith(begun) || begun.startsWith(text))
        .isPresent();
  }

  private String withoutWhiteAtEnd() {
    return delivered.text().substring(0, Marks.endOf(delivered.text()));
  }

  // What is repeated is written a second time, and is not part of what was limited. What the
  // request says goes before what a deployment adds to it.
  private ChatRequest limited(JsonObject json, long repeated) {
    if (new RequestTraits(target.asked()).limitCountsReasoning(delivered, target)) {
      return new ChatRequest(json);
    }
    long used = TokenEstimate.of(delivered.text());
    JsonObject asked = target.asked().request().json();
    JsonObject limited = json;
    for (String name : LIMITS) {
      if (asked.number(name).isPresent()) {
        long left = Math.max(asked.number(name).getAsLong() - used, LEAST_ROOM) + repeated;
        limited = limited.with(name, JsonNumber.of(left));
      }
    }
    return new ChatRequest(limited);
  }
}
