package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.provider.Deployment;
import java.util.HashSet;
import java.util.Set;

/** The fields of a request for embeddings, whoever is asked. */
public final class EmbeddingFields {
  /**
   * Those that say what is embedded and in which form it is told, which each dialect has its own.
   */
  public static final Set<String> TRANSLATED = Set.of("model", "input", "encoding_format", "user");

  private EmbeddingFields() {}

  /**
   * What {@code request} asks for, its {@code extra_body} included, without what is for us.
   *
   * @param defaults the deployment's defaults that are for embeddings; others are for chats
   * @throws UnsupportedException if its {@code extra_body} is not an object
   */
  public static JsonObject of(
      EmbeddingRequest request, Deployment deployment, Set<String> defaults) {
    JsonObject asked = RequestPolicy.removeFrom(request.json());
    JsonObjectBuilder whole = asked.toBuilder();
    deployment
        .defaults()
        .forEach((name, value) -> {
          if (defaults.contains(name) && !asked.has(name)) {
            whole.put(name, value);
          }
        });
    return whole.build();
  }

  /**
   * The deployment's defaults that {@code request} has not itself, among {@code some}: a server
   * that refuses one may be asked without it. What forms the vectors is never among them: others of
   * another length could not be compared.
   */
  public static Set<String> own(Deployment deployment, EmbeddingRequest request, Set<String> some) {
    Set<String> own = new HashSet<>(some);
    own.removeIf(name -> !deployment.defaults().has(name) || request.json().has(name));
    return own;
  }
}
