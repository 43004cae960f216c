package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ParameterPolicy;
import java.util.HashSet;
import java.util.Set;

/**
 * What a request itself says of parameters that a provider does not take, under LiteLLM's names:
 * {@code drop_params}, {@code additional_drop_params} and {@code allowed_openai_params}. They are
 * for us, and never sent.
 */
public final class RequestPolicy {
  private static final String DROP = "drop_params";
  private static final String DROPPED = "additional_drop_params";
  private static final String ALLOWED = "allowed_openai_params";
  private static final Set<String> FIELDS = Set.of(DROP, DROPPED, ALLOWED);

  private RequestPolicy() {}

  /**
   * The policy for {@code request} to {@code deployment}: its own words beside the deployment's.
   */
  public static ParameterPolicy of(JsonObject request, Deployment deployment) {
    ParameterPolicy configured = deployment.parameters();
    if (FIELDS.stream().noneMatch(request::has)) {
      return configured;
    }
    return new ParameterPolicy(
        request.flag(DROP).orElse(configured.dropsUnsupported()),
        both(configured.dropped(), request, DROPPED),
        both(configured.allowed(), request, ALLOWED));
  }

  /** {@code request} without the fields that say it; the very same where there are none. */
  public static JsonObject removeFrom(JsonObject request) {
    return request.without(FIELDS);
  }

  private static Set<String> both(Set<String> configured, JsonObject request, String name) {
    Set<String> all = new HashSet<>(configured);
    request
        .array(name)
        .orElse(JsonArray.of())
        .forEach(item -> {
          if (item instanceof JsonString(String text)) {
            all.add(text);
          }
        });
    return all;
  }
}
