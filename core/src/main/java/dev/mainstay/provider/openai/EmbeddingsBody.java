package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.EmbeddingFields;
import java.util.HashSet;
import java.util.Set;

/** What goes out for embeddings: the caller's own JSON for the deployment's model. */
final class EmbeddingsBody {
  // A deployment's defaults are for chats, but for these.
  private static final Set<String> DEFAULTS =
      Set.of("dimensions", "encoding_format", "input_type", "truncate", "user");

  private static final Set<String> TAKEN_BACK = Set.of("input_type", "truncate", "user");
  private static final String FORM = "encoding_format";

  private EmbeddingsBody() {}

  /**
   * The body for {@code request}.
   *
   * @param refused those of {@link #own} that the deployment does not take
   */
  static JsonObject of(
      Vendor vendor, Deployment deployment, EmbeddingRequest request, Set<String> refused) {
    Set<String> left = new HashSet<>(own(deployment, request));
    left.retainAll(refused);
    return EmbeddingFields.of(request, deployment, DEFAULTS)
        .without(left)
        .with("model", vendor.models().of(deployment.model()));
  }

  /**
   * The fields that may be taken back where a server refuses them: the deployment's, and the form
   * of the vectors, into which they are turned anyway.
   */
  static Set<String> own(Deployment deployment, EmbeddingRequest request) {
    Set<String> own = EmbeddingFields.own(deployment, request, TAKEN_BACK);
    if (deployment.defaults().has(FORM) || request.json().has(FORM)) {
      own.add(FORM);
    }
    return own;
  }
}
