package dev.mainstay.provider.ollama;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.WholeAnswer;

/**
 * How one answer is told.
 *
 * @param created when it was made, in seconds since 1970
 * @param model the model that was asked, where the answer names none
 * @param isStream whether a stream was asked for
 * @param tellsUsage whether a stream's caller is shown a chunk of the usage
 */
record AnswerFacts(long created, String model, boolean isStream, boolean tellsUsage) {

  static AnswerFacts of(ChatRequest request, Deployment deployment, long created) {
    return new AnswerFacts(
        created, deployment.model(), request.isStream(), request.includesUsage());
  }

  /**
   * The id of an answer that begins with {@code first}: the moment of it, since it has no other.
   */
  String id(JsonObject first) {
    String digits = first.text("created_at").orElse("").replaceAll("\\D", "");
    return digits.isEmpty() ? String.valueOf(created) : digits;
  }

  String model(JsonObject first) {
    return first.text("model").orElse(model);
  }

  WholeAnswer whole(JsonObject answer) {
    return new WholeAnswer("chatcmpl-" + id(answer), created, model(answer), isStream, tellsUsage);
  }
}
