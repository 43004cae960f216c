package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Prefill;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelFeature;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.provider.wire.CallersPrefill;
import dev.mainstay.provider.wire.OwnFields;
import dev.mainstay.provider.wire.RequestDefaults;
import dev.mainstay.provider.wire.RequestPolicy;
import dev.mainstay.provider.wire.TextFiles;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * What goes out: the caller's own JSON for the deployment's model.
 *
 * @param json the body
 * @param hidesUsage whether the usage chunk was asked for by us and not by the caller
 * @param own the fields that the caller never sent, and that may be taken back
 */
record RequestBody(JsonObject json, boolean hidesUsage, Set<String> own) {
  private static final String STREAM_OPTIONS = OwnFields.STREAM_OPTIONS;
  private static final String EFFORT = "reasoning_effort";
  private static final String DEFAULT = "default";
  private static final String INCLUDE_USAGE = "include_usage";
  private static final Set<String> OF_OTHERS = Set.of("thinking", "top_k");

  /**
   * The body for {@code request}.
   *
   * @param refused fields of ours that the deployment does not take
   */
  static RequestBody of(
      Vendor vendor, Deployment deployment, ChatRequest request, Set<String> refused) {
    JsonObject asked =
        VendorMessages.write(
            vendor,
            ofAnotherDialect(
                vendor,
                request,
                withPrefill(
                    vendor, deployment, request, asked(vendor, deployment, request, refused))));
    String model = vendor.models().of(deployment.model());
    JsonObject all = RequestDefaults.merge(asked.with("model", model), deployment);
    JsonObject merged =
        ParameterNames.write(
            vendor, taken(vendor, deployment, all, RequestPolicy.of(request.json(), deployment)));
    Set<String> defaults = common(OwnFields.of(deployment, request), merged.names());
    JsonObject json = withoutStreamOptions(request, merged.without(common(defaults, refused)));
    boolean isRefused = refused.contains(STREAM_OPTIONS);
    if (!request.isStream() || isRefused || !mayAsk(vendor, deployment, json)) {
      boolean hides = request.isStream() && asks(json) && !request.includesUsage();
      return new RequestBody(json, hides, defaults);
    }
    return new RequestBody(asking(json), true, with(defaults, STREAM_OPTIONS));
  }

  /**
   * What {@code request} asks for, as far as {@code vendor} is to hear it: without wishes that its
   * model is not known to take, or has refused.
   */
  static JsonObject asked(
      Vendor vendor, Deployment deployment, ChatRequest request, Set<String> refused) {
    JsonObject asked =
        withEffort(vendor, deployment.model(), RequestPolicy.removeFrom(request.json()));
    Set<String> wished = RequestPolicy.wishes(request.json());
    if (wished.isEmpty()) {
      return asked;
    }
    Set<String> wishes = new HashSet<>(wished);
    wishes.removeIf(name -> !refused.contains(name) && takes(vendor, deployment, name));
    return asked.without(wishes);
  }

  // Who speaks OpenAI's dialect writes the vendor's own mark, or means history.
  private static JsonObject withPrefill(
      Vendor vendor, Deployment deployment, ChatRequest request, JsonObject asked) {
    return request.original().isPresent() && vendor.prefill().of(deployment) == Prefill.NONE
        ? CallersPrefill.inWords(asked)
        : vendor.prefill().write(asked, deployment);
  }

  // Who speaks OpenAI's dialect knows better than we do what the model and its template take.
  private static JsonObject ofAnotherDialect(Vendor vendor, ChatRequest request, JsonObject asked) {
    if (request.original().isEmpty()) {
      return asked;
    }
    JsonObject said = TextFiles.write(asked);
    return vendor.has(Vendor.Quirk.SYSTEM_ONLY) ? JoinedInstructions.write(said) : said;
  }

  // The field is refused where nothing is streamed.
  private static JsonObject withoutStreamOptions(ChatRequest request, JsonObject json) {
    return request.isStream() ? json : json.without(Set.of(STREAM_OPTIONS));
  }

  private static boolean takes(Vendor vendor, Deployment deployment, String name) {
    return vendor.parameters().taken().contains(name)
        && switch (name) {
          case EFFORT ->
              deployment.info().has(ModelFeature.REASONING).orElse(false)
                  || ReasoningModels.isOne(deployment.model());
          case STREAM_OPTIONS -> Address.takesUsageOption(vendor, deployment);
          case "parallel_tool_calls" -> !ReasoningModels.isSerial(deployment.model());
          default -> true;
        };
  }

  // Groq's word for the model's own effort, which elsewhere goes without saying. A Qwen at Groq
  // either thinks or does not, and refuses any other word.
  // https://console.groq.com/docs/reasoning#reasoning-effort
  private static JsonObject withEffort(Vendor vendor, String model, JsonObject asked) {
    String effort = asked.text(EFFORT).orElse("");
    if (vendor.has(Vendor.Quirk.DEFAULT_EFFORT)) {
      boolean isMeant = model.contains("qwen") && !effort.isEmpty() && !effort.equals("none");
      return isMeant ? asked.with(EFFORT, DEFAULT) : asked;
    }
    boolean isUnsaid = vendor.has(Vendor.Quirk.STRICT) && effort.equals(DEFAULT);
    return isUnsaid ? asked.without(Set.of(EFFORT)) : asked;
  }

  private static Set<String> with(Set<String> fields, String another) {
    Set<String> all = new HashSet<>(fields);
    all.add(another);
    return all;
  }

  private static JsonObject taken(
      Vendor vendor, Deployment deployment, JsonObject request, ParameterPolicy policy) {
    JsonObject known = vendor.parameters(deployment).taken(request, policy);
    JsonObject taken =
        vendor.has(Vendor.Quirk.STRICT) ? ForeignTools.remove(vendor, known, policy) : known;
    boolean dropsOthers = policy.dropsUnsupported() && vendor.has(Vendor.Quirk.OWN_FIELDS);
    JsonObject own = dropsOthers ? withoutOthers(taken, policy) : taken;
    if (vendor.isAzures() && DeepSeekAtAzure.isAsked(own)) {
      return DeepSeekAtAzure.drop(own, policy);
    }
    return RefusedByModel.drop(vendor, deployment, own, policy);
  }

  private static JsonObject withoutOthers(JsonObject request, ParameterPolicy policy) {
    Set<String> others = new HashSet<>(OF_OTHERS);
    others.removeAll(policy.allowed());
    return request.without(others);
  }

  private static Set<String> common(Set<String> some, Collection<String> others) {
    if (some.isEmpty()) {
      return some;
    }
    Set<String> common = new HashSet<>(some);
    common.retainAll(others);
    return common;
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
