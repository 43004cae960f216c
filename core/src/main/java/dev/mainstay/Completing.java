package dev.mainstay;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.CompletionRequest;
import dev.mainstay.model.Prefill;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.VendorTerms;
import java.time.Duration;

/**
 * {@code provider}, asked to go on with a text where a chat is asked for: so the loop that carries
 * chats carries text completions, and a broken one goes on with the prompt and the text so far.
 */
record Completing(Provider provider) implements Provider {
  @Override
  public ProviderStream open(Deployment deployment, ChatRequest request, Duration connectTimeout) {
    return provider.complete(deployment, CompletionRequest.carriedBy(request), connectTimeout);
  }

  @Override
  public Prefill prefill(Deployment deployment) {
    return Prefill.CONTINUES;
  }

  @Override
  public VendorTerms vendorTerms(Deployment deployment, ChatRequest request) {
    return provider.vendorTerms(deployment, request);
  }
}
