package dev.mainstay.provider.gemini;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import java.time.Instant;

/**
 * What of a request its answer is read by.
 *
 * @param created when the answer was made, in seconds since 1970
 * @param choices how many were asked for
 * @param isStream whether a stream was asked for
 * @param tellsUsage whether a stream's caller is shown a chunk of the usage
 */
record AnswerOptions(long created, int choices, boolean isStream, boolean tellsUsage) {

  /**
   * Those of {@code request}.
   *
   * @param body what is sent for it, which tells how many answers are wanted, whoever says so: the
   *     request, its {@code generationConfig}, or the deployment's defaults
   */
  static AnswerOptions of(ChatRequest request, JsonObject body, Instant now) {
    long candidates =
        body.object("generationConfig")
            .map(config -> config.number("candidateCount").orElse(1))
            .orElse(1L);
    return new AnswerOptions(
        now.getEpochSecond(),
        Math.clamp(candidates, 1, Integer.MAX_VALUE),
        request.isStream(),
        request.includesUsage());
  }

  /** What the ids begin with of tool calls that come without any: another one for each answer. */
  String idPrefix(JsonObject answer) {
    return "call_" + answer.text("responseId").orElseGet(() -> String.valueOf(created)) + "_";
  }
}
