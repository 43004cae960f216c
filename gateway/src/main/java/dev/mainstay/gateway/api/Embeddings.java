package dev.mainstay.gateway.api;

import dev.mainstay.Mainstay;
import dev.mainstay.call.EmbeddingResponse;
import dev.mainstay.call.MainstayException;
import dev.mainstay.gateway.config.request.RequestOverrides;
import dev.mainstay.gateway.config.request.RequestOverrides.Accepted;
import dev.mainstay.gateway.config.request.RequestOverrides.Refused;
import dev.mainstay.gateway.server.ServerRequest;
import dev.mainstay.gateway.server.ServerResponse;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.transport.Headers;
import java.io.IOException;
import java.util.List;

/** {@code POST /v1/embeddings}. */
final class Embeddings implements Endpoint {
  private final Mainstay mainstay;
  private final RetryOwnership ownership;
  private final IgnoredFields ignored;
  private final Doorway doorway;

  Embeddings(Mainstay mainstay, IgnoredFields ignored, Doorway doorway) {
    this.mainstay = mainstay;
    this.ownership = new RetryOwnership(mainstay);
    this.ignored = ignored;
    this.doorway = doorway;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    doorway.requireRoom();
    JsonObject body = ChatBody.parse(request.body(), "input");
    ignored.tell(RequestOverrides.withoutEffect(body));
    switch (RequestOverrides.of(body, request.headers())) {
      case Refused(String param, String message) ->
          throw new ApiException(ApiError.badField(param, message));
      case Accepted(CallOptions options, JsonObject rest) ->
          answer(check(rest), options, request, response);
    }
  }

  private void answer(
      EmbeddingRequest asked, CallOptions options, ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    CallerWatch caller = CallerWatch.over(request);
    try (Admission.Place in = doorway.enter(asked.json().text("user").orElse(""), asked.model())) {
      EmbeddingResponse answer = mainstay.embed(asked, options);
      Headers headers = CallHeaders.of(answer.metadata()).with("content-type", "application/json");
      response.send(200, headers, answer.json().toBytes());
    } catch (MainstayException e) {
      throw new ApiException(ownership.error(caller.failure(e), e, asked.model(), options));
    }
  }

  private static EmbeddingRequest check(JsonObject body) {
    ChatBody.requireModel(body);
    EmbeddingRequest request = new EmbeddingRequest(body);
    List<JsonValue> inputs = request.inputs();
    if (inputs.isEmpty() || !inputs.stream().allMatch(Embeddings::isInput)) {
      throw bad(
          "input",
          "\"input\" must be a text, an array of texts, or tokens; at least one, none empty");
    }
    String format = body.text("encoding_format").orElse("float");
    if (body.hasValue("encoding_format") && !List.of("float", "base64").contains(format)) {
      throw bad("encoding_format", "\"encoding_format\" must be float or base64");
    }
    return request;
  }

  private static boolean isInput(JsonValue input) {
    return switch (input) {
      case JsonString(String text) -> !text.isEmpty();
      case JsonArray tokens ->
          !tokens.isEmpty() && tokens.items().stream().allMatch(JsonNumber.class::isInstance);
      default -> false;
    };
  }

  private static ApiException bad(String field, String message) {
    return new ApiException(ApiError.badField(field, message));
  }
}
