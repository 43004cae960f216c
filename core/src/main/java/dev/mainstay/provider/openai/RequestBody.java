package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import java.util.Set;

/**
 * What goes out: the caller's own JSON for the deployment's model.
 *
 * @param json the body
 * @param hidesUsage whether the usage chunk was asked for by us and not by the caller
 */
record RequestBody(JsonObject json, boolean hidesUsage) {
  private static final String STREAM_OPTIONS = "stream_options";
  private static final String INCLUDE_USAGE = "include_usage";
  private static final Set<String> LIMITS = Set.of("max_tokens", "max_completion_tokens");
  private static final Set<String> NO_DEFAULTS = Set.of("model", "stream", "messages");

  static RequestBody of(Vendor vendor, Deployment deployment, ChatRequest request) {
    JsonObject asked = vendor.prefill().write(request.json(), deployment);
    JsonObject json =
        withDefaults(asked.with("model", deployment.model()), deployment, request.isStream());
    if (!request.isStream() || !mayAsk(vendor, deployment, json)) {
      return new RequestBody(json, request.isStream() && asks(json) && !request.includesUsage());
    }
    return new RequestBody(asking(json), true);
  }

  /** How many choices it asks for. */
  int choices() {
    return new ChatRequest(json).choices();
  }

  private static JsonObject withDefaults(JsonObject json, Deployment deployment, boolean isStream) {
    if (deployment.defaults().isEmpty()) {
      return json;
    }
    JsonObjectBuilder merged = json.toBuilder();
    deployment
        .defaults()
        .forEach((name, value) -> {
          if (!isSet(json, name) && !NO_DEFAULTS.contains(name) && mayBeSent(name, isStream)) {
            merged.put(name, value);
          }
        });
    return merged.build();
  }

  // A plain call that has them is refused.
  private static boolean mayBeSent(String name, boolean isStream) {
    return isStream || !name.equals(STREAM_OPTIONS);
  }

  // The same limit by its old and its new name: a server that gets both refuses the request.
  private static boolean isSet(JsonObject json, String name) {
    return LIMITS.contains(name) ? LIMITS.stream().anyMatch(json::has) : json.has(name);
  }

  // A caller or a deployment that sets the field either way has decided: servers that refuse it
  // exist.
  private static boolean mayAsk(Vendor vendor, Deployment deployment, JsonObject json) {
    boolean isDecided =
        json.hasValue(STREAM_OPTIONS)
            && json.object(STREAM_OPTIONS).map(o -> o.has(INCLUDE_USAGE)).orElse(true);
    return !isDecided && Address.takesUsageOption(vendor, deployment);
  }

  private static boolean asks(JsonObject json) {
    return json.object(STREAM_OPTIONS).flatMap(o -> o.flag(INCLUDE_USAGE)).orElse(false);
  }

  private static JsonObject asking(JsonObject json) {
    JsonObject options = json.object(STREAM_OPTIONS).orElse(JsonObject.empty());
    return json.with(STREAM_OPTIONS, options.with(INCLUDE_USAGE, JsonBoolean.TRUE));
  }
}
