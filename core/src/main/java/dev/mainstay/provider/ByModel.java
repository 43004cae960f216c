package dev.mainstay.provider;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.CompletionRequest;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.model.Prefill;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * A host of models that are asked in different dialects.
 *
 * @param isOther whether a deployment is asked by {@code other}
 */
record ByModel(Provider one, Predicate<Deployment> isOther, Provider other) implements Provider {
  private Provider of(Deployment deployment) {
    return isOther.test(deployment) ? other : one;
  }

  @Override
  public ProviderStream open(Deployment deployment, ChatRequest request, Duration connectTimeout) {
    return of(deployment).open(deployment, request, connectTimeout);
  }

  @Override
  public OptionalLong countTokens(Deployment deployment, ChatRequest request, Duration timeout)
      throws InterruptedException {
    return of(deployment).countTokens(deployment, request, timeout);
  }

  @Override
  public ProviderStream embed(
      Deployment deployment, EmbeddingRequest request, Duration connectTimeout) {
    return of(deployment).embed(deployment, request, connectTimeout);
  }

  @Override
  public ProviderStream complete(
      Deployment deployment, CompletionRequest request, Duration connectTimeout) {
    return of(deployment).complete(deployment, request, connectTimeout);
  }

  @Override
  public EmbeddingLimit embeddingLimit(Deployment deployment) {
    return of(deployment).embeddingLimit(deployment);
  }

  @Override
  public Prefill prefill(Deployment deployment) {
    return of(deployment).prefill(deployment);
  }

  @Override
  public VendorTerms vendorTerms(Deployment deployment, ChatRequest request) {
    return of(deployment).vendorTerms(deployment, request);
  }
}
