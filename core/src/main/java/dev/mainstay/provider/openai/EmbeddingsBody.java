package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.EmbeddingFields;
import java.util.Map;
import java.util.Set;

/** What goes out for embeddings: the caller's own JSON for the deployment's model. */
final class EmbeddingsBody {
  // A deployment's defaults are for chats, but for these.
  private static final Set<String> DEFAULTS =
      Set.of("dimensions", "encoding_format", "input_type", "truncate", "user");
  // https://platform.openai.com/docs/api-reference/embeddings/create
  private static final int MOST_INPUTS = 2048;
  // https://www.alibabacloud.com/help/en/model-studio/embedding
  private static final Map<String, Integer> FEWER_INPUTS = Map.of("dashscope", 10);

  private EmbeddingsBody() {}

  static JsonObject of(Vendor vendor, Deployment deployment, EmbeddingRequest request) {
    return EmbeddingFields.of(request, deployment, DEFAULTS)
        .with("model", vendor.models().of(deployment.model()));
  }

  static int mostInputs(Vendor vendor) {
    return FEWER_INPUTS.getOrDefault(vendor.name(), MOST_INPUTS);
  }
}
