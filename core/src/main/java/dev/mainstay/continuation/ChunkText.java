package dev.mainstay.continuation;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.FinishReason;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes into a chunk's JSON what has become of its events. */
final class ChunkText {
  // What an answer says once, or in its usage chunk alone.
  private static final Set<String> REASONING =
      Set.of("reasoning", "reasoning_content", "reasoning_details");
  private static final Set<String> CALLS = Set.of("tool_calls", "function_call");

  private ChunkText() {}

  /**
   * {@code json} with {@code events} in place of what it said: the text as it goes out, reasoning
   * and tool calls only where they still do, the end where it has come, no role and no usage.
   */
  static JsonObject write(JsonObject json, List<ChatEvent> events) {
    JsonObject choice = firstChoice(json).orElse(JsonObject.empty());
    JsonObject delta = delta(choice.object("delta").orElse(JsonObject.empty()), events);
    JsonObject rewritten = choice.with("delta", delta).with("finish_reason", end(choice, events));
    return json.without(Set.of("usage"))
        .with("choices", JsonArray.of(choice.has("index") ? rewritten : indexed(rewritten)));
  }

  private static JsonObject delta(JsonObject delta, List<ChatEvent> events) {
    JsonObject kept = delta.without(Set.of("role"));
    if (events.stream().noneMatch(ReasoningDelta.class::isInstance)) {
      kept = kept.without(REASONING);
    }
    if (events.stream().noneMatch(ToolCallDelta.class::isInstance)) {
      kept = kept.without(CALLS);
    }
    String text = text(events);
    return text.isEmpty() ? kept.without(Set.of("content")) : kept.with("content", text);
  }

  // As the chunk has it: the provider's own word need be none of OpenAI's.
  private static JsonValue end(JsonObject choice, List<ChatEvent> events) {
    for (ChatEvent event : events) {
      if (event instanceof Finished(FinishReason reason, String word)) {
        return new JsonString(choice.text("finish_reason").orElse(reason.wireName()));
      }
    }
    return JsonNull.NULL;
  }

  /** Whether {@code json} carries something beside what its events would tell, and the role. */
  static boolean carriesMore(JsonObject json) {
    return firstChoice(json)
        .flatMap(choice -> choice.object("delta"))
        .filter(delta -> delta.hasValue("thinking_blocks"))
        .isPresent();
  }

  private static JsonObject indexed(JsonObject choice) {
    JsonObjectBuilder indexed = JsonObject.builder().put("index", 0);
    choice.forEach(indexed::put);
    return indexed.build();
  }

  private static String text(List<ChatEvent> events) {
    StringBuilder text = new StringBuilder();
    for (ChatEvent event : events) {
      if (event instanceof TextDelta(String piece)) {
        text.append(piece);
      }
    }
    return text.toString();
  }

  private static Optional<JsonObject> firstChoice(JsonObject json) {
    return json.array("choices").flatMap(choices -> choices.objects().findFirst());
  }
}
