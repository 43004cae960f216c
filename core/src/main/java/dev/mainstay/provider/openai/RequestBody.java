package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.RequestDefaults;

/**
 * What goes out: the caller's own JSON for the deployment's model.
 *
 * @param json the body
 * @param hidesUsage whether the usage chunk was asked for by us and not by the caller
 */
record RequestBody(JsonObject json, boolean hidesUsage) {
  private static final String STREAM_OPTIONS = "stream_options";
  private static final String INCLUDE_USAGE = "include_usage";

  static RequestBody of(Vendor vendor, Deployment deployment, ChatRequest request) {
    JsonObject asked = vendor.prefill().write(request.json(), deployment);
    JsonObject json =
        RequestDefaults.merge(asked.with("model", deployment.model()), deployment)
            .without(deployment.parameters().dropped());
    if (!request.isStream() || !mayAsk(vendor, deployment, json)) {
      return new RequestBody(json, request.isStream() && asks(json) && !request.includesUsage());
    }
    return new RequestBody(asking(json), true);
  }

  /** How many choices it asks for. */
  int choices() {
    return new ChatRequest(json).choices();
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
