package dev.mainstay.provider.anthropic;

import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.MethodAddress;
import java.net.URI;
import java.util.regex.Pattern;

/** Where a deployment's messages are. https://docs.claude.com/en/api/overview */
final class MessagesAddress {
  private static final MethodAddress ADDRESS =
      new MethodAddress(
          URI.create("https://api.anthropic.com"), Pattern.compile("(?:/v1(?:/messages)?)?/*$"));

  private MessagesAddress() {}

  /** The address of {@code deployment}. */
  static URI of(Deployment deployment) {
    return ADDRESS.of(deployment, "/v1/messages");
  }

  /** Where {@code deployment} counts tokens. */
  static URI ofCounts(Deployment deployment) {
    return ADDRESS.of(deployment, "/v1/messages/count_tokens");
  }
}
