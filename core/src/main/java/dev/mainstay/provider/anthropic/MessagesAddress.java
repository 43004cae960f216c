package dev.mainstay.provider.anthropic;

import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.MethodAddress;
import java.net.URI;
import java.util.regex.Pattern;

/** Where a deployment's messages are. https://docs.claude.com/en/api/overview */
final class MessagesAddress {
  private static final String ANTHROPIC = "/anthropic";
  private static final String MESSAGES = "/v1/messages";
  private static final String COUNTS = "/v1/messages/count_tokens";
  private static final MethodAddress ADDRESS =
      new MethodAddress(
          URI.create("https://api.anthropic.com"), Pattern.compile("(?:/v1(?:/messages)?)?/*$"));

  // What stands behind a resource's host in the addresses that Azure shows, and people paste.
  private static final MethodAddress FOUNDRY =
      new MethodAddress(
          URI.create("https://services.ai.azure.com"),
          Pattern.compile(
              "(?:(?:/anthropic)?(?:/v1(?:/messages)?)?|/models(?:/chat/completions)?"
                  + "|/openai(?:/v1(?:/chat/completions)?)?|/api/projects/[^/]++)/*$"));

  private MessagesAddress() {}

  /** The address of {@code deployment}. */
  static URI of(Deployment deployment) {
    return ADDRESS.of(deployment, MESSAGES);
  }

  /** Where {@code deployment} counts tokens. */
  static URI ofCounts(Deployment deployment) {
    return ADDRESS.of(deployment, COUNTS);
  }

  /** The address of {@code deployment}, which names a resource of Azure AI Foundry. */
  static URI atFoundry(Deployment deployment) {
    return FOUNDRY.of(deployment, ANTHROPIC + MESSAGES);
  }

  /** Where {@code deployment}, which names a resource of Azure AI Foundry, counts tokens. */
  static URI ofCountsAtFoundry(Deployment deployment) {
    return FOUNDRY.of(deployment, ANTHROPIC + COUNTS);
  }
}
