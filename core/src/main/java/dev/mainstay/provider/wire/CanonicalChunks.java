package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.RefusalDelta;
import dev.mainstay.model.ChatEvent.Restarted;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.Usage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a stream of another dialect as OpenAI's {@code chat.completion.chunk}s: one for each
 * choice's delta, the role in the first of each choice, the usage in one with empty {@code
 * choices}. What a dialect has beyond OpenAI's members, such as the signature of a thought, travels
 * along as a further member of the delta. One stream each; not thread-safe.
 */
public final class CanonicalChunks {
  private final String id;
  private final long created;
  private final String model;
  private final Set<Integer> begun = new HashSet<>();

  /**
   * @param id the answer's id
   * @param created when it was made, in seconds since 1970
   * @param model the model that answers
   */
  public CanonicalChunks(String id, long created, String model) {
    this.id = id;
    this.created = created;
    this.model = model;
  }

  /** A chunk that says {@code events}, none of which is usage. */
  public ChatChunk chunk(List<ChatEvent> events) {
    return chunk(events, JsonObject.empty());
  }

  /**
   * A chunk that says {@code events}, none of which is usage.
   *
   * @param more further members for the first choice's delta; such a chunk is written even where
   *     there are no events
   */
  public ChatChunk chunk(List<ChatEvent> events, JsonObject more) {
    return chunk(events, more, Logprobs.none());
  }

  /**
   * A chunk that says {@code events}, none of which is usage.
   *
   * @param more further members for the first choice's delta; such a chunk is written even where
   *     there are no events
   * @param logprobs how probable the tokens of {@code events} were
   */
  public ChatChunk chunk(List<ChatEvent> events, JsonObject more, Logprobs logprobs) {
    Map<Integer, Delta> deltas = new TreeMap<>();
    logprobs.tokens().keySet().forEach(index -> deltas.put(index, new Delta()));
    if (!more.isEmpty() || (events.isEmpty() && logprobs.isEmpty())) {
      deltas.put(0, new Delta());
    }
    events.forEach(event -> take(deltas, 0, event));
    List<JsonValue> choices = new ArrayList<>();
    deltas.forEach((index, delta) -> {
      JsonObject own = index == 0 ? more : JsonObject.empty();
      choices.add(delta.choice(index, begun.add(index), own, logprobs));
    });
    return new ChatChunk(events, Optional.of(head().put("choices", JsonArray.of(choices)).build()));
  }

  /** The chunk of the usage, with empty {@code choices}; {@code json} is what the caller reads. */
  public ChatChunk usage(Usage usage, JsonObject json) {
    return new ChatChunk(
        List.of(new UsageReported(usage)),
        Optional.of(head().put("choices", JsonArray.of()).put("usage", json).build()));
  }

  /**
   * The usage: in a chunk that its caller is shown, or to be counted alone.
   *
   * @param json what the caller reads
   */
  public ChatChunk usage(Usage usage, JsonObject json, boolean isShown) {
    return isShown ? usage(usage, json) : ChatChunk.of(new UsageReported(usage));
  }

  /** The usage: in a chunk that its caller is shown, or to be counted alone. */
  public ChatChunk usage(Usage usage, boolean isShown) {
    return usage(usage, usage.json(), isShown);
  }

  /** The chunk of the usage, with empty {@code choices}. */
  public ChatChunk usage(Usage usage) {
    return usage(usage, usage.json());
  }

  private JsonObjectBuilder head() {
    return JsonObject.builder()
        .put("id", id)
        .put("object", "chat.completion.chunk")
        .put("created", created)
        .put("model", model);
  }

  private static void take(Map<Integer, Delta> deltas, int choice, ChatEvent event) {
    if (event instanceof OtherChoice(int index, ChatEvent inner)) {
      take(deltas, index, inner);
    } else {
      deltas.computeIfAbsent(choice, unknown -> new Delta()).take(event);
    }
  }

  /** What one chunk says of one choice. */
  private static final class Delta {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final Map<Integer, ToolCallDelta> calls = new LinkedHashMap<>();
    private @Nullable Finished finished;

    void take(ChatEvent event) {
      switch (event) {
        case TextDelta(String piece) -> text.append(piece);
        case ReasoningDelta(String piece) -> reasoning.append(piece);
        case RefusalDelta(String piece) -> refusal.append(piece);
        // Clients look for one piece of a call in a chunk.
        case ToolCallDelta piece -> calls.merge(piece.index(), piece, Delta::joined);
        case Finished end -> finished = end;
        case UsageReported usage ->
            throw new IllegalArgumentException("usage has a chunk of its own, usage(...)");
        case OtherChoice other -> throw new IllegalArgumentException("a choice within a choice");
        case Restarted restarted ->
            throw new IllegalArgumentException("an attempt does not restart by itself");
      }
    }

    JsonObject choice(int index, boolean isFirst, JsonObject more, Logprobs logprobs) {
      JsonObjectBuilder choice = JsonObject.builder().put("index", index);
      choice.put("delta", delta(isFirst, more));
      logprobs.put(choice, index);
      choice.put("finish_reason", JsonNull.NULL);
      if (finished != null) {
        CanonicalFinish.put(choice, finished);
      }
      return choice.build();
    }

    private JsonObject delta(boolean isFirst, JsonObject more) {
      JsonObjectBuilder delta = JsonObject.builder();
      if (isFirst) {
        delta.put("role", "assistant");
      }
      put(delta, "content", text);
      put(delta, "reasoning_content", reasoning);
      put(delta, "refusal", refusal);
      if (!calls.isEmpty()) {
        delta.put(
            "tool_calls",
            JsonArray.of(calls.values().stream().map(CanonicalToolCall::piece).toList()));
      }
      more.forEach(delta::put);
      return delta.build();
    }

    private static ToolCallDelta joined(ToolCallDelta piece, ToolCallDelta next) {
      return new ToolCallDelta(
          piece.index(),
          piece.id().isEmpty() ? next.id() : piece.id(),
          piece.name().isEmpty() ? next.name() : piece.name(),
          piece.arguments() + next.arguments());
    }

    private static void put(JsonObjectBuilder delta, String name, CharSequence text) {
      if (!text.isEmpty()) {
        delta.put(name, text.toString());
      }
    }
  }
}
