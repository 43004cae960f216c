package dev.mainstay.provider.wire;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;

/**
 * What is known of an answer before it comes, for dialects whose answers do not tell it.
 *
 * @param created when it was made, in seconds since 1970
 * @param model the model that was asked
 * @param isStream whether a stream was asked for
 * @param tellsUsage whether a stream's caller is shown a chunk of the usage
 */
public record AnswerFacts(long created, String model, boolean isStream, boolean tellsUsage) {

  /** Those of the answer to {@code request}. */
  public static AnswerFacts of(ChatRequest request, Deployment deployment, long created) {
    return new AnswerFacts(
        created, deployment.model(), request.isStream(), request.includesUsage());
  }

  /** These where the answer names its model. */
  public AnswerFacts withModel(String model) {
    return new AnswerFacts(created, model, isStream, tellsUsage);
  }

  /** How the answer called {@code id} is told as it comes. */
  public CanonicalChunks chunks(String id) {
    return new CanonicalChunks(id, created, model);
  }

  /** How the answer called {@code id} is told when it has come. */
  public ToldAnswer whole(String id) {
    return new ToldAnswer(id, created, model, isStream, tellsUsage);
  }
}
