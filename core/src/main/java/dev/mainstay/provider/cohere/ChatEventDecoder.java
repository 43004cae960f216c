package dev.mainstay.provider.cohere;

import dev.mainstay.http.SseEvent;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.wire.AnswerFacts;
import dev.mainstay.provider.wire.CanonicalChunks;
import dev.mainstay.provider.wire.EventDecoder;
import dev.mainstay.provider.wire.Logprobs;
import dev.mainstay.provider.wire.ProviderError;
import dev.mainstay.provider.wire.Reading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a stream's events. Its semantic end is {@code message-end}, after which some say {@code
 * [DONE]}.
 */
final class ChatEventDecoder implements EventDecoder {
  /** How many tool calls are told apart; nobody wants that many called. */
  static final int MOST_CALLS = 16 * 1024;

  private static final String DONE = "[DONE]";

  private final AnswerFacts facts;
  private CanonicalChunks chunks;
  // By the index that Cohere gives them, which counts other things, too.
  private final Map<Long, Integer> calls = new HashMap<>();
  private boolean hasOutput;
  private boolean isWhole;
  private boolean isOver;

  ChatEventDecoder(AnswerFacts facts) {
    this.facts = facts;
    this.chunks = facts.chunks("");
  }

  @Override
  public Reading read(SseEvent event) {
    if (new String(event.data(), StandardCharsets.UTF_8).strip().equals(DONE)) {
      return done();
    }
    JsonObject json = Json.parseObject(event.data());
    JsonObject message =
        json.object("delta").flatMap(delta -> delta.object("message")).orElse(JsonObject.empty());
    return switch (json.text("type").orElse(event.name())) {
      case "message-start" -> start(json);
      case "content-start", "content-delta" ->
          said(
              message.object("content").map(ChatAnswer::part).orElse(List.of()),
              PieceLogprobs.in(json));
      case "tool-plan-delta" -> said(plan(message));
      case "tool-call-start" -> called(json, message, true);
      case "tool-call-delta" -> called(json, message, false);
      case "message-end" -> end(json.object("delta").orElse(JsonObject.empty()));
      default ->
          json.has("type") || !ProviderError.isIn(json)
              ? Reading.nothing()
              : Reading.failed(ProviderError.of(json));
    };
  }

  @Override
  public boolean isWhole() {
    return isWhole;
  }

  @Override
  public boolean isOver() {
    return isOver;
  }

  @Override
  public boolean hasLastWord() {
    return false;
  }

  @Override
  public boolean hasOutput() {
    return hasOutput;
  }

  private Reading done() {
    isOver = isWhole;
    return isOver ? Reading.nothing() : new Reading.Truncated("the stream had no message-end");
  }

  private Reading start(JsonObject json) {
    chunks = facts.chunks(json.text("id").orElse(""));
    return new Reading.Chunks(List.of(chunks.chunk(List.of())));
  }

  private static List<ChatEvent> plan(JsonObject message) {
    return message.text("tool_plan").filter(plan -> !plan.isEmpty()).stream()
        .<ChatEvent>map(ReasoningDelta::new)
        .toList();
  }

  private Reading called(JsonObject json, JsonObject message, boolean isFirst) {
    return calls.size() < MOST_CALLS || calls.containsKey(index(json))
        ? said(List.of(call(json, message, isFirst)))
        : new Reading.Malformed("the stream has over " + MOST_CALLS + " tool calls");
  }

  private static long index(JsonObject json) {
    return json.number("index").orElse(0);
  }

  private ChatEvent call(JsonObject json, JsonObject message, boolean isFirst) {
    JsonObject call = message.object("tool_calls").orElse(JsonObject.empty());
    JsonObject function = call.object("function").orElse(JsonObject.empty());
    int number = calls.computeIfAbsent(index(json), unknown -> calls.size());
    String arguments = function.text("arguments").orElse("");
    return isFirst
        ? new ToolCallDelta(
            number, call.text("id").orElse(""), function.text("name").orElse(""), arguments)
        : new ToolCallDelta(number, "", "", arguments);
  }

  private Reading said(List<ChatEvent> events) {
    return said(events, Logprobs.none());
  }

  private Reading said(List<ChatEvent> events, Logprobs logprobs) {
    if (events.isEmpty() && logprobs.isEmpty()) {
      return Reading.nothing();
    }
    hasOutput |= !events.isEmpty();
    // Output behind an end revokes it.
    isWhole &= events.isEmpty();
    return new Reading.Chunks(List.of(chunks.chunk(events, JsonObject.empty(), logprobs)));
  }

  private Reading end(JsonObject delta) {
    Optional<FinishWord> word = delta.text("finish_reason").map(FinishWord::new);
    Optional<Usage> usage = TokenCounts.in(delta);
    List<ChatEvent> counted = usage.<ChatEvent>map(UsageReported::new).stream().toList();
    if (delta.text("error").isPresent()) {
      return new Reading.Failed(ProviderError.of(delta), counted);
    }
    if (word.isEmpty()) {
      return new Reading.Truncated("the stream said message-end without a finish_reason");
    }
    Optional<ProviderError> error = word.get().error();
    if (error.isPresent()) {
      return new Reading.Failed(error.get(), counted);
    }
    isWhole = true;
    List<ChatChunk> out = new ArrayList<>();
    out.add(chunks.chunk(List.of(word.get().end())));
    usage.ifPresent(told -> out.add(chunks.usage(told, facts.tellsUsage())));
    return new Reading.Chunks(out);
  }
}
