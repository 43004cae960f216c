package dev.mainstay;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.TokenCount;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.route.Router;
import dev.mainstay.routing.Group;
import dev.mainstay.text.TokenEstimate;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/** Counts a request's tokens: the first deployment of its group that can tell does. */
record TokenCounter(Router router, Function<Deployment, Provider> providers) {
  // Nobody waits long for a number that can be estimated.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  TokenCount count(ChatRequest request) {
    List<Deployment> deployments =
        router.group(request.model()).map(Group::deployments).orElse(List.of());
    try {
      for (Deployment deployment : deployments) {
        OptionalLong tokens =
            providers.apply(deployment).countTokens(deployment, request, PATIENCE);
        if (tokens.isPresent()) {
          return new TokenCount(tokens.getAsLong(), false);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new TokenCount(TokenEstimate.ofPrompt(request), true);
  }
}
