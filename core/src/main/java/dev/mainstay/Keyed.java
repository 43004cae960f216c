package dev.mainstay;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.CompletionRequest;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.model.Prefill;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.EmbeddingLimit;
import dev.mainstay.provider.FailedStream;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.VendorTerms;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A provider whose deployments' keys change: it is asked with the key of the moment.
 *
 * @param provider the provider
 */
record Keyed(Provider provider) implements Provider {
  @Override
  public ProviderStream open(Deployment deployment, ChatRequest request, Duration connectTimeout) {
    return attempt(deployment, keyed -> provider.open(keyed, request, connectTimeout));
  }

  @Override
  public ProviderStream embed(
      Deployment deployment, EmbeddingRequest request, Duration connectTimeout) {
    return attempt(deployment, keyed -> provider.embed(keyed, request, connectTimeout));
  }

  @Override
  public ProviderStream complete(
      Deployment deployment, CompletionRequest request, Duration connectTimeout) {
    return attempt(deployment, keyed -> provider.complete(keyed, request, connectTimeout));
  }

  @Override
  public OptionalLong countTokens(Deployment deployment, ChatRequest request, Duration timeout)
      throws InterruptedException {
    Deployment keyed;
    try {
      keyed = withKey(deployment);
    } catch (RuntimeException e) {
      return OptionalLong.empty();
    }
    return provider.countTokens(keyed, request, timeout);
  }

  @Override
  public EmbeddingLimit embeddingLimit(Deployment deployment) {
    return provider.embeddingLimit(deployment);
  }

  @Override
  public Prefill prefill(Deployment deployment) {
    return provider.prefill(deployment);
  }

  @Override
  public VendorTerms vendorTerms(Deployment deployment, ChatRequest request) {
    return provider.vendorTerms(deployment, request);
  }

  private static ProviderStream attempt(
      Deployment deployment, Function<Deployment, ProviderStream> asking) {
    Deployment keyed;
    try {
      keyed = withKey(deployment);
    } catch (RuntimeException e) {
      return new FailedStream(
          new Failure.Unauthenticated(
              FailureDetail.of(
                  "the key's source failed: "
                      + Objects.requireNonNullElseGet(e.getMessage(), e::toString))));
    }
    return asking.apply(keyed);
  }

  private static Deployment withKey(Deployment deployment) {
    return deployment
        .keySource()
        .map(source -> deployment.withKey(source.get()))
        .orElse(deployment);
  }
}
