package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ToolCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** What Gemini says: whole, or a frame of a stream; the same for each candidate. */
final class GeminiAnswer {
  private static final String SIGNATURE = "thoughtSignature";

  private final Identity identity;
  private final Ask ask;
  private final Lines lines;
  private final boolean hasIds;

  /**
   * @param hasIds whether calls have ids
   */
  GeminiAnswer(Identity identity, Ask ask, Lines lines, boolean hasIds) {
    this.hasIds = hasIds;
    this.identity = identity;
    this.ask = ask;
    this.lines = lines;
  }

  /**
   * The answer as it is after {@code said} output events.
   *
   * @param isFinished whether it says why it stopped
   */
  JsonObject whole(int said, boolean isFinished) {
    List<JsonObject> parts = new ArrayList<>();
    String reasoning = lines.reasoning(said);
    if (!reasoning.isEmpty()) {
      parts.add(thought(reasoning));
    }
    List<ToolCall> calls = lines.calls(said);
    String text = lines.text(said);
    if (!text.isEmpty()) {
      parts.add(calls.isEmpty() && thinks() ? text(text).with(SIGNATURE, signature()) : text(text));
    }
    for (int index = 0; index < calls.size(); index++) {
      parts.add(call(calls.get(index), index));
    }
    Optional<String> finish = isFinished ? Optional.of(finishReason()) : Optional.empty();
    return frame(parts, finish, lines.completionTokens());
  }

  /** A frame with {@code part}, after which {@code said} output events have come. */
  JsonObject frame(JsonObject part, int said) {
    return frame(List.of(part), Optional.empty(), Math.min(said, lines.completionTokens()));
  }

  /** The frame that says why the answer ends; what was thought is signed in it if nowhere else. */
  JsonObject end() {
    boolean signs = thinks() && lines.calls(lines.size()).isEmpty();
    JsonObject nothing = signs ? text("").with(SIGNATURE, signature()) : text("");
    return frame(List.of(nothing), Optional.of(finishReason()), lines.completionTokens());
  }

  static JsonObject text(String text) {
    return JsonObject.of("text", new JsonString(text));
  }

  static JsonObject thought(String text) {
    return JsonObject.builder().put("text", text).put("thought", true).build();
  }

  /** The call number {@code index}; the first of several carries the signature for all. */
  JsonObject call(ToolCall call, int index) {
    JsonObjectBuilder told = JsonObject.builder();
    if (hasIds) {
      told.put("id", call.id());
    }
    told.put("name", call.name()).put("args", Dialect.arguments(call.arguments()));
    JsonObject part = JsonObject.of("functionCall", told.build());
    boolean signs = index == 0 && (thinks() || GenerateRules.wantsSignatures(identity.model()));
    return signs ? part.with(SIGNATURE, signature()) : part;
  }

  private boolean thinks() {
    return !lines.reasoning(lines.size()).isEmpty();
  }

  private String signature() {
    byte[] signature = AnthropicMessage.signature(identity).getBytes(StandardCharsets.US_ASCII);
    return Base64.getEncoder().encodeToString(signature);
  }

  private JsonObject frame(List<JsonObject> parts, Optional<String> finish, int completion) {
    List<JsonObject> candidates =
        IntStream.range(0, ask.choices())
            .mapToObj(index -> candidate(parts, finish, index))
            .toList();
    return JsonObject.builder()
        .put("candidates", JsonArray.of(candidates))
        .put("usageMetadata", usage(completion))
        .put("modelVersion", identity.model())
        .put("responseId", identity.requestId())
        .build();
  }

  private static JsonObject candidate(List<JsonObject> parts, Optional<String> finish, int index) {
    JsonObject content =
        JsonObject.builder().put("parts", JsonArray.of(parts)).put("role", "model").build();
    JsonObjectBuilder candidate = JsonObject.builder().put("content", content);
    finish.ifPresent(word -> candidate.put("finishReason", word));
    return candidate.put("index", index).build();
  }

  private JsonObject usage(int completion) {
    int prompt = lines.promptTokens(ask.bytes());
    int thoughts = Math.min(completion, lines.reasoningTokens());
    JsonObjectBuilder usage =
        JsonObject.builder()
            .put("promptTokenCount", prompt)
            .put("candidatesTokenCount", completion - thoughts)
            .put("totalTokenCount", (long) prompt + completion);
    return thoughts == 0 ? usage.build() : usage.put("thoughtsTokenCount", thoughts).build();
  }

  private String finishReason() {
    return switch (lines.finishReason()) {
      case "stop", "tool_calls" -> "STOP";
      case "length" -> "MAX_TOKENS";
      case "content_filter" -> "SAFETY";
      default -> lines.finishReason().toUpperCase(Locale.ROOT);
    };
  }
}
