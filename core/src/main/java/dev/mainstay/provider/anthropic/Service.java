package dev.mainstay.provider.anthropic;

import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.FailedStream;
import dev.mainstay.provider.wire.VertexAddress;
import dev.mainstay.transport.Headers.Field;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where Claude is served in Anthropic's dialect. */
enum Service {
  /** https://docs.claude.com/en/api/overview */
  ANTHROPIC {
    @Override
    Optional<URI> address(Deployment deployment, boolean isStream) {
      return Optional.of(MessagesAddress.of(deployment));
    }

    @Override
    Optional<URI> addressOfCounts(Deployment deployment) {
      return Optional.of(MessagesAddress.ofCounts(deployment));
    }

    @Override
    JsonObject body(JsonObject messages) {
      return messages;
    }

    @Override
    JsonObject bodyOfCounts(JsonObject question) {
      return question;
    }

    @Override
    Field keyHeader(String key) {
      return key.startsWith(OAUTH_TOKEN)
          ? new Field("Authorization", "Bearer " + key)
          : new Field("x-api-key", key);
    }

    @Override
    FailedStream nowhere(Deployment deployment) {
      throw new IllegalStateException(deployment.id() + " has Anthropic's own address");
    }

    @Override
    FailedStream withoutKey(Deployment deployment) {
      return FailedStream.withoutKey(deployment, List.of(AnthropicProvider.KEY));
    }
  },
  /** https://docs.claude.com/en/docs/build-with-claude/claude-in-microsoft-foundry */
  FOUNDRY {
    @Override
    Optional<URI> address(Deployment deployment, boolean isStream) {
      return deployment.endpoint().map(base -> MessagesAddress.atFoundry(deployment));
    }

    @Override
    Optional<URI> addressOfCounts(Deployment deployment) {
      return deployment.endpoint().map(base -> MessagesAddress.ofCountsAtFoundry(deployment));
    }

    @Override
    JsonObject body(JsonObject messages) {
      return messages;
    }

    @Override
    JsonObject bodyOfCounts(JsonObject question) {
      return question;
    }

    @Override
    Field keyHeader(String key) {
      return new Field("api-key", key);
    }

    @Override
    FailedStream nowhere(Deployment deployment) {
      return FailedStream.withoutEndpoint(
          deployment,
          "set AZURE_AI_API_BASE, or give the deployment one, such as"
              + " https://my-resource.services.ai.azure.com");
    }

    @Override
    FailedStream withoutKey(Deployment deployment) {
      return FailedStream.withoutKey(deployment, List.of("AZURE_AI_API_KEY"));
    }
  },
  /** https://docs.claude.com/en/api/claude-on-vertex-ai */
  VERTEX {
    @Override
    Optional<URI> address(Deployment deployment, boolean isStream) {
      return address(deployment, deployment.model(), isStream ? "streamRawPredict" : "rawPredict");
    }

    @Override
    Optional<URI> addressOfCounts(Deployment deployment) {
      return address(deployment, "count-tokens", "rawPredict");
    }

    private static Optional<URI> address(Deployment deployment, String model, String method) {
      return deployment
          .endpoint()
          .map(base -> VertexAddress.of(deployment, "anthropic", model, method));
    }

    // The address has the model, the body the version.
    @Override
    JsonObject body(JsonObject messages) {
      return bodyOfCounts(messages.without(Set.of("model")));
    }

    @Override
    JsonObject bodyOfCounts(JsonObject question) {
      return question.has(VERSION) ? question : question.with(VERSION, VERTEX_VERSION);
    }

    @Override
    Field keyHeader(String key) {
      return new Field("x-goog-api-key", key);
    }

    @Override
    FailedStream nowhere(Deployment deployment) {
      return VertexAddress.nowhere(deployment);
    }

    @Override
    FailedStream withoutKey(Deployment deployment) {
      return VertexAddress.withoutKey(deployment);
    }
  };

  private static final String VERSION = "anthropic_version";
  private static final String VERTEX_VERSION = "vertex-2023-10-16";
  // Tokens of a subscription begin so, and are not API keys.
  private static final String OAUTH_TOKEN = "sk-ant-oat";

  /** Where messages are; nothing where the deployment must say it, and does not. */
  abstract Optional<URI> address(Deployment deployment, boolean isStream);

  /** Where tokens are counted; nothing where the deployment must say it, and does not. */
  abstract Optional<URI> addressOfCounts(Deployment deployment);

  /** {@code messages}, a request of Anthropic's own API, as it is sent here. */
  abstract JsonObject body(JsonObject messages);

  /** {@code question}, one of Anthropic's own API about tokens, as it is asked here. */
  abstract JsonObject bodyOfCounts(JsonObject question);

  /** The header that holds the key. */
  abstract Field keyHeader(String key);

  /** The attempt at a deployment that must say where it is, and does not. */
  abstract FailedStream nowhere(Deployment deployment);

  /** The attempt at a deployment that has neither key nor credential. */
  abstract FailedStream withoutKey(Deployment deployment);
}
