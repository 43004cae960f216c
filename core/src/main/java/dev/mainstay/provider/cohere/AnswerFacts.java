package dev.mainstay.provider.cohere;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.CanonicalChunks;
import dev.mainstay.provider.wire.WholeAnswer;

/**
 * How one answer is told, which names no model.
 *
 * @param created when it was made, in seconds since 1970
 * @param model the model that was asked
 * @param isStream whether a stream was asked for
 * @param tellsUsage whether a stream's caller is shown a chunk of the usage
 */
record AnswerFacts(long created, String model, boolean isStream, boolean tellsUsage) {

  static AnswerFacts of(ChatRequest request, Deployment deployment, long created) {
    return new AnswerFacts(
        created, deployment.model(), request.isStream(), request.includesUsage());
  }

  CanonicalChunks chunks(String id) {
    return new CanonicalChunks(id, created, model);
  }

  WholeAnswer whole(String id) {
    return new WholeAnswer(id, created, model, isStream, tellsUsage);
  }
}
