package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.provider.Deployment;
import java.util.Set;

/** The request fields that a deployment sends where its caller sets none. */
public final class RequestDefaults {
  private static final Set<String> LIMITS = Set.of("max_tokens", "max_completion_tokens");
  private static final String STREAM_OPTIONS = "stream_options";
  private static final Set<String> NO_DEFAULTS = Set.of("model", "stream", "messages");

  private RequestDefaults() {}

  /** {@code request} with the {@linkplain Deployment#defaults defaults} of {@code deployment}. */
  public static JsonObject merge(JsonObject request, Deployment deployment) {
    if (deployment.defaults().isEmpty()) {
      return request;
    }
    JsonObjectBuilder merged = request.toBuilder();
    deployment
        .defaults()
        .forEach((name, value) -> {
          if (!isSet(request, name) && mayBeSent(name, request)) {
            merged.put(name, value);
          }
        });
    return merged.build();
  }

  private static boolean mayBeSent(String name, JsonObject request) {
    // A plain call that has them is refused.
    boolean isOfStream = name.equals(STREAM_OPTIONS) && !request.flag("stream").orElse(false);
    return !NO_DEFAULTS.contains(name) && !isOfStream;
  }

  // The same limit by its old and its new name: a server that gets both refuses the request.
  private static boolean isSet(JsonObject request, String name) {
    return LIMITS.contains(name) ? LIMITS.stream().anyMatch(request::has) : request.has(name);
  }
}
