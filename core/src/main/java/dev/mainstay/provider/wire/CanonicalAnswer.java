package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a whole answer of another dialect as OpenAI's {@code chat.completion}. What a dialect has
 * beyond OpenAI's members travels along as a further member of the message.
 */
public final class CanonicalAnswer {
  private final Map<Integer, Message> messages = new TreeMap<>();
  private @Nullable Usage usage;

  private CanonicalAnswer() {}

  /**
   * The answer that says {@code events}.
   *
   * @param id the answer's id
   * @param created when it was made, in seconds since 1970
   * @param model the model that answered
   * @param more further members for the first choice's message
   */
  public static JsonObject of(
      String id, long created, String model, List<ChatEvent> events, JsonObject more) {
    return of(id, created, model, events, more, Logprobs.none());
  }

  /**
   * The answer that says {@code events}.
   *
   * @param id the answer's id
   * @param created when it was made, in seconds since 1970
   * @param model the model that answered
   * @param more further members for the first choice's message
   * @param logprobs how probable its tokens were
   */
  public static JsonObject of(
      String id,
      long created,
      String model,
      List<ChatEvent> events,
      JsonObject more,
      Logprobs logprobs) {
    CanonicalAnswer answer = new CanonicalAnswer();
    answer.messages.put(0, new Message());
    events.forEach(event -> answer.take(0, event));
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("id", id)
            .put("object", "chat.completion")
            .put("created", created)
            .put("model", model)
            .put("choices", answer.choices(more, logprobs));
    Optional.ofNullable(answer.usage).ifPresent(told -> json.put("usage", told.json()));
    return json.build();
  }

  private JsonArray choices(JsonObject more, Logprobs logprobs) {
    List<JsonValue> choices = new ArrayList<>();
    messages.forEach((index, message) ->
        choices.add(message.choice(index, index == 0 ? more : JsonObject.empty(), logprobs)));
    return JsonArray.of(choices);
  }

  private void take(int choice, ChatEvent event) {
    if (event instanceof OtherChoice(int index, ChatEvent inner)) {
      take(index, inner);
    } else if (event instanceof UsageReported(Usage told)) {
      usage = told;
    } else {
      messages.computeIfAbsent(choice, unknown -> new Message()).take(event);
    }
  }

  /** What one choice says. */
  private static final class Message {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final Map<Integer, Call> calls = new TreeMap<>();
    private @Nullable Finished finished;

    void take(ChatEvent event) {
      switch (event) {
        case TextDelta(String piece) -> text.append(piece);
        case ReasoningDelta(String piece) -> reasoning.append(piece);
        case RefusalDelta(String piece) -> refusal.append(piece);
        case ToolCallDelta piece ->
            calls.computeIfAbsent(piece.index(), unknown -> new Call()).take(piece);
        case Finished end -> finished = end;
        case OtherChoice other -> {}
        case UsageReported usage -> {}
        case Restarted restarted -> {}
      }
    }

    JsonObject choice(int index, JsonObject more, Logprobs logprobs) {
      JsonObjectBuilder choice = JsonObject.builder().put("index", index);
      choice.put("message", message(more));
      logprobs.put(choice, index);
      choice.put("finish_reason", JsonNull.NULL);
      if (finished != null) {
        CanonicalFinish.put(choice, finished);
      }
      return choice.build();
    }

    private JsonObject message(JsonObject more) {
      JsonObjectBuilder message = JsonObject.builder().put("role", "assistant");
      message.put("content", text.isEmpty() ? JsonNull.NULL : new JsonString(text.toString()));
      if (!reasoning.isEmpty()) {
        message.put("reasoning_content", reasoning.toString());
      }
      if (!refusal.isEmpty()) {
        message.put("refusal", refusal.toString());
      }
      if (!calls.isEmpty()) {
        List<JsonValue> whole = new ArrayList<>();
        calls.values().forEach(call -> whole.add(call.json()));
        message.put("tool_calls", JsonArray.of(whole));
      }
      more.forEach(message::put);
      return message.build();
    }
  }

  private static final class Call {
    private String id = "";
    private String name = "";
    private final StringBuilder arguments = new StringBuilder();

    void take(ToolCallDelta piece) {
      id = id.isEmpty() ? piece.id() : id;
      name = name.isEmpty() ? piece.name() : name;
      arguments.append(piece.arguments());
    }

    JsonObject json() {
      return CanonicalToolCall.whole(id, name, arguments.toString());
    }
  }
}
