package dev.mainstay.embedding;

import dev.mainstay.call.EmbeddingResponse;
import dev.mainstay.engine.Engine;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.EmbeddingLimit;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.route.Router;
import dev.mainstay.routing.Group;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Asks for embeddings by the loop that carries chats: an embedding is a plain answer. More inputs
 * than every deployment of the group takes at once are asked for in parts, one after another; a
 * fallback that takes fewer is asked for its part in parts of its own. Each part has the retries of
 * a call; the deadline is one for all, and so is the model.
 *
 * @param engine asks each deployment's provider for {@linkplain #asChat embeddings}
 */
public record Embedder(Engine engine, Router router, Function<Deployment, Provider> providers) {
  /** {@code provider}, asked for embeddings where a chat is asked for. */
  public static Provider asChat(Provider provider) {
    return new Provider() {
      @Override
      public ProviderStream open(
          Deployment deployment, ChatRequest request, Duration connectTimeout) {
        List<EmbeddingRequest> parts =
            EmbeddingParts.of(
                new EmbeddingRequest(request.json()), provider.embeddingLimit(deployment));
        return parts.size() == 1
            ? embed(deployment, parts.getFirst(), connectTimeout)
            : new PartedEmbedding(parts, part -> embed(deployment, part, connectTimeout));
      }

      @Override
      public ProviderStream embed(
          Deployment deployment, EmbeddingRequest part, Duration connectTimeout) {
        return new CheckedEmbedding(
            provider.embed(deployment, part, connectTimeout), part.inputs().size());
      }
    };
  }

  /** The embeddings of what {@code request} holds, in its order. */
  public EmbeddingResponse embed(EmbeddingRequest request, CallOptions options) {
    List<EmbeddingRequest> parts = EmbeddingParts.of(request, limit(request.model()));
    return new EmbeddingCalls(engine, router, parts, options).answer();
  }

  /** Ends every call for embeddings under way, as an engine does. */
  public void close() {
    engine.close();
  }

  private EmbeddingLimit limit(String model) {
    return router.group(model).map(Group::deployments).orElse(List.of()).stream()
        .map(deployment -> providers.apply(deployment).embeddingLimit(deployment))
        .reduce(EmbeddingLimit::and)
        .orElse(EmbeddingLimit.ofInputs(Integer.MAX_VALUE));
  }
}
