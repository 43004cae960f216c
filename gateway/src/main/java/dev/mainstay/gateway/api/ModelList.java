package dev.mainstay.gateway.api;

import dev.mainstay.gateway.server.ServerRequest;
import dev.mainstay.gateway.server.ServerResponse;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.transport.Headers;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * {@code GET /v1/models} and {@code GET /v1/models/NAME}: the models that may be called. The list
 * leaves out hidden aliases and what only a pattern matches; asked for by name, they are there. To
 * a caller that sends {@code anthropic-version} they are told as Anthropic does.
 */
final class ModelList implements Endpoint {
  private static final String ALL = "/models";
  private static final String ONE = ALL + "/";

  private final List<String> names;
  private final Predicate<String> isModel;
  private final long since = Instant.now().getEpochSecond();

  ModelList(List<String> names, Predicate<String> isModel) {
    this.names = names;
    this.isModel = isModel;
  }

  /** Whether {@code path}, which may begin with {@code /v1}, is one of models. */
  static boolean isOf(String path) {
    String plain = path.startsWith("/v1/") ? path.substring(3) : path;
    return plain.equals(ALL) || plain.startsWith(ONE);
  }

  /** Whether {@code request} is in Anthropic's dialect. */
  static boolean isAnthropics(ServerRequest request) {
    return request.headers().first("anthropic-version").isPresent();
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    String path = request.path();
    int name = path.indexOf(ONE);
    boolean isAnthropics = isAnthropics(request);
    ModelForm form = isAnthropics ? this::anthropics : this::openAis;
    JsonObject body =
        name < 0
            ? all(isAnthropics, form)
            : one(decoded(path.substring(name + ONE.length())), form);
    Headers headers = CallHeaders.withoutCall().with("content-type", "application/json");
    response.send(200, headers, body.toBytes());
  }

  // A + is itself in a path, unlike in a form.
  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }

  private JsonObject all(boolean isAnthropics, ModelForm form) {
    JsonArray data = JsonArray.of(names.stream().map(form::of).toList());
    JsonObjectBuilder list = JsonObject.builder();
    if (isAnthropics) {
      list.put("data", data).put("has_more", false);
      list.put("first_id", id(names.isEmpty() ? "" : names.getFirst()));
      list.put("last_id", id(names.isEmpty() ? "" : names.getLast()));
    } else {
      list.put("object", "list").put("data", data);
    }
    return list.build();
  }

  private static JsonValue id(String name) {
    return name.isEmpty() ? JsonNull.NULL : new JsonString(name);
  }

  private JsonObject one(String name, ModelForm form) {
    ChatBody.requireName(name);
    if (!isModel.test(name)) {
      throw new ApiException(
          ApiError.unknownModel(
              "'" + name + "' is not a model group; use one of " + String.join(", ", names)));
    }
    return form.of(name);
  }

  /** How a dialect tells of one model. */
  @FunctionalInterface
  private interface ModelForm {
    JsonObject of(String name);
  }

  private JsonObject openAis(String name) {
    return JsonObject.builder()
        .put("id", name)
        .put("object", "model")
        .put("created", since)
        .put("owned_by", "mainstay")
        .build();
  }

  private JsonObject anthropics(String name) {
    return JsonObject.builder()
        .put("type", "model")
        .put("id", name)
        .put("display_name", name)
        .put("created_at", Instant.ofEpochSecond(since).toString())
        .build();
  }
}
