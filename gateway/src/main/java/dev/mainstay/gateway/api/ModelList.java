package dev.mainstay.gateway.api;

import dev.mainstay.gateway.server.ServerRequest;
import dev.mainstay.gateway.server.ServerResponse;
import dev.mainstay.http.Headers;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * {@code GET /v1/models} and {@code GET /v1/models/NAME}: the models that may be called. The list
 * leaves out hidden aliases and what only a pattern matches; asked for by name, they are there.
 */
final class ModelList implements Endpoint {
  private static final String ONE = "/models/";

  private final List<String> names;
  private final Predicate<String> isModel;
  private final long since = Instant.now().getEpochSecond();

  ModelList(List<String> names, Predicate<String> isModel) {
    this.names = names;
    this.isModel = isModel;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    String path = request.path();
    int name = path.indexOf(ONE);
    JsonObject body = name < 0 ? all() : one(decoded(path.substring(name + ONE.length())));
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

  private JsonObject all() {
    return JsonObject.builder()
        .put("object", "list")
        .put("data", JsonArray.of(names.stream().map(this::model).toList()))
        .build();
  }

  private JsonObject one(String name) {
    if (!isModel.test(name)) {
      throw new ApiException(
          ApiError.unknownModel(
              "there is no model group '" + name + "'; there are " + String.join(", ", names)));
    }
    return model(name);
  }

  private JsonObject model(String name) {
    return JsonObject.builder()
        .put("id", name)
        .put("object", "model")
        .put("created", since)
        .put("owned_by", "mainstay")
        .build();
  }
}
