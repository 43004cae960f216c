package dev.mainstay.gateway.api;

import dev.mainstay.Mainstay;
import dev.mainstay.gateway.config.request.RequestOverrides;
import dev.mainstay.gateway.config.request.RequestOverrides.Accepted;
import dev.mainstay.gateway.config.request.RequestOverrides.Refused;
import dev.mainstay.gateway.server.ServerRequest;
import dev.mainstay.gateway.server.ServerResponse;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.TokenCount;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.transport.Headers;
import java.io.IOException;

/**
 * {@code POST /v1/messages/count_tokens}: what Anthropic tells, or an estimate with the header
 * {@code x-mainstay-tokens-estimated}.
 */
final class CountTokens implements Endpoint {
  private final Mainstay mainstay;
  private final CallerDialect dialect = new MessagesDialect();
  private final IgnoredFields ignored;
  private final Doorway doorway;

  CountTokens(Mainstay mainstay, IgnoredFields ignored, Doorway doorway) {
    this.mainstay = mainstay;
    this.ignored = ignored;
    this.doorway = doorway;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    doorway.requireRoom();
    JsonObject body = ChatBody.parse(request.body(), "messages");
    ignored.tell(RequestOverrides.withoutEffect(body));
    switch (RequestOverrides.of(body, request.headers())) {
      case Refused(String param, String message) ->
          throw new ApiException(ApiError.badField(param, message));
      case Accepted(CallOptions options, JsonObject rest) ->
          count(dialect.read(rest, request.headers()), request, response);
    }
  }

  private void count(ChatRequest chat, ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    ChatBody.requireName(chat.model());
    if (!mainstay.hasModel(chat.model())) {
      throw new ApiException(
          ApiError.unknownModel(
              "'" + chat.model() + "' is not a model group; GET /v1/models lists them"));
    }
    CallerWatch.over(request);
    try (Admission.Place in = doorway.enter(chat.json().text("user").orElse(""), chat.model())) {
      answer(mainstay.tokens(chat), response);
    }
  }

  private static void answer(TokenCount count, ServerResponse response)
      throws IOException, InterruptedException {
    Headers headers = CallHeaders.withoutCall().with("content-type", "application/json");
    response.send(
        200,
        count.isEstimated() ? headers.with("x-mainstay-tokens-estimated", "true") : headers,
        JsonObject.builder().put("input_tokens", count.tokens()).build().toBytes());
  }
}
