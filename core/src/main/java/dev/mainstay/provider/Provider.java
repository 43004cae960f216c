package dev.mainstay.provider;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.CompletionRequest;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.model.Prefill;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * A vendor's API dialect: turns a request into an exchange, and what comes back into chunks or a
 * failure.
 *
 * <p>Thread-safe. A provider retries nothing, except for a request whose field of its own making
 * the server refuses, and sets no timers; it classifies.
 */
public interface Provider {

  /**
   * Prepares one attempt. Nothing is sent before the stream's first {@link ProviderStream#next()},
   * and every failure is a value in it.
   *
   * @param deployment which model, where, with which key
   * @param request what to ask; its model is replaced by the deployment's. It says itself whether
   *     the answer is streamed
   * @param connectTimeout how long connecting may take
   */
  ProviderStream open(Deployment deployment, ChatRequest request, Duration connectTimeout);

  /**
   * Asks how many tokens {@code deployment} would read in {@code request}, waiting for the answer.
   *
   * @param timeout how long it may take in all
   * @return nothing where the provider does not tell that, or not now
   * @throws InterruptedException if the thread is interrupted
   */
  default OptionalLong countTokens(Deployment deployment, ChatRequest request, Duration timeout)
      throws InterruptedException {
    return OptionalLong.empty();
  }

  /**
   * Prepares one attempt at embeddings, as {@link #open} does at a chat: the answer is one chunk,
   * whose JSON is OpenAI's list of them. By default that no such model is there.
   *
   * @param request what to ask; within {@link #embeddingLimit}
   */
  default ProviderStream embed(
      Deployment deployment, EmbeddingRequest request, Duration connectTimeout) {
    return new FailedStream(
        new Failure.NotFound(
            FailureDetail.of(
                deployment.provider()
                    + " cannot be asked for embeddings; call a group of models that make them")));
  }

  /**
   * Prepares one attempt at going on with a text, as {@link #open} does at a chat: the answer comes
   * as a chat's. By default that there is no such thing.
   *
   * @param request what to ask; its model is replaced by the deployment's
   */
  default ProviderStream complete(
      Deployment deployment, CompletionRequest request, Duration connectTimeout) {
    return new FailedStream(
        new Failure.UnsupportedParameter(
            FailureDetail.of(
                deployment.provider()
                    + " cannot be asked for text completions; call a group of models that make them, or"
                    + " send \"messages\" to /v1/chat/completions")));
  }

  /** How much {@link #embed} takes at once; 2,048 inputs by default, as OpenAI does. */
  default EmbeddingLimit embeddingLimit(Deployment deployment) {
    return EmbeddingLimit.ofInputs(2048);
  }

  /**
   * What {@code deployment} does with a request whose last message is the assistant's, begun but
   * not ended and marked {@code "prefix": true}; nothing that may be relied on by default.
   */
  default Prefill prefill(Deployment deployment) {
    return Prefill.NONE;
  }

  /**
   * What {@code deployment} is asked by {@code request} all told: with what the deployment adds,
   * and in fields that are not of OpenAI's API but this provider's own. By default the request
   * alone.
   */
  default VendorTerms vendorTerms(Deployment deployment, ChatRequest request) {
    return VendorTerms.of(request);
  }
}
