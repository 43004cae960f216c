package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ParameterPolicy;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a request itself says of parameters that a provider does not take, in the words of {@link
 * ParameterPolicy}: {@code drops_unsupported}, {@code dropped_params} and {@code allowed_params};
 * by {@value #WISHED}, which of its parameters are but wishes; and {@code extra_body}, by which it
 * may give further fields. They are for us, and never sent.
 */
public final class RequestPolicy {
  /**
   * The field that names the parameters that are left out where the model is not known to take
   * them.
   */
  public static final String WISHED = "optional_openai_params";

  /**
   * The field by which a Claude's effort is asked for. As a wish it stands beside an effort that
   * asks for no thoughts, and is sent to nobody.
   */
  public static final String OWN_EFFORT = "output_config";

  private static final String DROP = "drops_unsupported";
  private static final String DROPPED = "dropped_params";
  private static final String ALLOWED = "allowed_params";
  private static final String EXTRA = "extra_body";

  /** The fields that a caller gives, in whichever dialect. */
  public static final Set<String> OF_CALLER = Set.of(DROP, DROPPED, ALLOWED, EXTRA);

  private static final Set<String> FIELDS = Set.of(DROP, DROPPED, ALLOWED, EXTRA, WISHED);
  private static final Set<String> NOT_EXTRA = Set.of("model", "messages", "stream");

  private RequestPolicy() {}

  /**
   * The policy for {@code request} to {@code deployment}: its own words beside the deployment's.
   */
  public static ParameterPolicy of(JsonObject request, Deployment deployment) {
    ParameterPolicy configured = deployment.parameters();
    if (!hasAny(request)) {
      return configured;
    }
    return new ParameterPolicy(
        drops(request).orElse(configured.dropsUnsupported()),
        both(configured.dropped(), request, DROPPED),
        both(configured.allowed(), request, ALLOWED));
  }

  private static boolean hasAny(JsonObject request) {
    for (String name : request.names()) {
      if (FIELDS.contains(name)) {
        return true;
      }
    }
    return false;
  }

  /** The parameters of {@code request} that are but wishes. */
  public static Set<String> wishes(JsonObject request) {
    return request.has(WISHED) ? both(Set.of(), request, WISHED) : Set.of();
  }

  /**
   * {@code request} without the fields that say it, and with the members of its {@code extra_body}
   * that it does not set itself, but for {@code model}, {@code messages} and {@code stream}; the
   * very same where there are neither.
   *
   * @throws UnsupportedException if its {@code extra_body} is not an object
   */
  public static JsonObject removeFrom(JsonObject request) {
    if (!request.hasValue(EXTRA)) {
      return request.without(FIELDS);
    }
    JsonObject extra =
        request
            .object(EXTRA)
            .orElseThrow(() ->
                new UnsupportedException(
                    EXTRA, "'extra_body' is not an object; give further request fields in one"));
    JsonObjectBuilder all = request.toBuilder();
    extra
        .without(NOT_EXTRA)
        .forEach((name, value) -> {
          if (!request.has(name)) {
            all.put(name, value);
          }
        });
    return all.build().without(FIELDS);
  }

  // Some write it as a text.
  private static Optional<Boolean> drops(JsonObject request) {
    return request
        .flag(DROP)
        .or(() ->
            request
                .text(DROP)
                .map(text -> text.strip().toLowerCase(Locale.ROOT))
                .filter(text -> text.equals("true") || text.equals("false"))
                .map(Boolean::valueOf));
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
