package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.EmbeddingFields;
import java.util.Set;

/** What goes out for embeddings: the caller's own JSON for the deployment's model. */
final class EmbeddingsBody {
  // A deployment's defaults are for chats, but for these.
  private static final Set<String> DEFAULTS =
      Set.of("dimensions", "encoding_format", "input_type", "truncate", "user");

  private EmbeddingsBody() {}

  static JsonObject of(Vendor vendor, Deployment deployment, EmbeddingRequest request) {
    return EmbeddingFields.of(request, deployment, DEFAULTS)
        .with("model", vendor.models().of(deployment.model()));
  }
}
