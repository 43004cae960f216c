package dev.mainstay.provider.anthropic;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.WireHeaders;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Headers.Field;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The dialect's headers: key, version, and the betas that a request or its deployment opts into.
 */
final class MessagesHeaders {
  /** The request's field that names betas, which the API takes as a header. */
  static final String BETAS_FIELD = "anthropic_beta";

  // https://docs.claude.com/en/api/versioning
  private static final String VERSION = "2023-06-01";
  private static final String BETA = "anthropic-beta";

  private MessagesHeaders() {}

  static Headers of(Service service, Deployment deployment, JsonObject request, boolean isStream) {
    List<Field> own = new ArrayList<>();
    deployment.key().map(key -> service.keyHeader(key.reveal())).ifPresent(own::add);
    own.add(new Field("anthropic-version", VERSION));
    Headers headers = WireHeaders.of(deployment, isStream, own);
    Set<String> betas = betas(headers, request);
    return betas.isEmpty() ? headers : headers.with(BETA, String.join(",", betas));
  }

  private static Set<String> betas(Headers headers, JsonObject request) {
    Set<String> betas = new LinkedHashSet<>();
    headers.all(BETA).forEach(names -> add(names, betas));
    JsonArray asked = request.array(BETAS_FIELD).orElse(JsonArray.of());
    for (JsonValue beta : asked) {
      if (beta instanceof JsonString(String name)) {
        add(name, betas);
      }
    }
    request.text(BETAS_FIELD).ifPresent(names -> add(names, betas));
    return betas;
  }

  // What would break a header is not a beta's name.
  private static void add(String names, Set<String> betas) {
    for (String name : names.split(",")) {
      String stripped = name.strip();
      if (!stripped.isEmpty() && stripped.chars().allMatch(c -> c > ' ' && c < 127)) {
        betas.add(stripped);
      }
    }
  }
}
