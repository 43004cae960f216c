package dev.mainstay.gateway.config.request;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import java.util.HashSet;
import java.util.Set;

/** The fields for a gateway that stand in {@code extra_body}, beside those for a provider. */
final class ExtraFields {
  private static final String EXTRA = "extra_body";
  private static final String METADATA = "metadata";
  private static final Set<String> OURS_IN_METADATA =
      Set.of(TagReader.TAGS, "guardrails", "session_id");

  private ExtraFields() {}

  /**
   * {@code body} with those fields in itself, where it does not set them; the very same where there
   * are none.
   */
  static JsonObject liftedIn(JsonObject body) {
    JsonObject extra = body.object(EXTRA).orElse(JsonObject.empty());
    Set<String> ours = ours(extra);
    if (ours.isEmpty()) {
      return body;
    }
    JsonObject rest = extra.without(ours);
    JsonObjectBuilder lifted =
        rest.isEmpty()
            ? body.without(Set.of(EXTRA)).toBuilder()
            : body.with(EXTRA, rest).toBuilder();
    extra.forEach((name, value) -> {
      if (ours.contains(name) && !body.has(name)) {
        lifted.put(name, value);
      }
    });
    return lifted.build();
  }

  private static Set<String> ours(JsonObject extra) {
    Set<String> ours = new HashSet<>();
    for (String name : extra.names()) {
      if (ControlFields.ALL.contains(name) || ParameterFields.ALL.contains(name)) {
        ours.add(name);
      }
    }
    // What else there may be in OpenAI's own field is the caller's.
    boolean isForUs =
        extra
            .object(METADATA)
            .filter(metadata -> OURS_IN_METADATA.stream().anyMatch(metadata::has))
            .isPresent();
    if (isForUs) {
      ours.add(METADATA);
    }
    return ours;
  }
}
