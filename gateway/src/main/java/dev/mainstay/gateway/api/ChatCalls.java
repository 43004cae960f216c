package dev.mainstay.gateway.api;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.gateway.config.RequestOverrides;
import dev.mainstay.gateway.config.RequestOverrides.Accepted;
import dev.mainstay.gateway.config.RequestOverrides.Refused;
import dev.mainstay.gateway.server.ServerRequest;
import dev.mainstay.gateway.server.ServerResponse;
import dev.mainstay.http.Headers;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import java.io.IOException;

/** {@code POST /v1/chat/completions} and {@code /v1/messages}, plain and streamed. */
final class ChatCalls implements Endpoint {
  private final Mainstay mainstay;
  private final CallerDialect dialect;
  private final IgnoredFields ignored;

  ChatCalls(Mainstay mainstay, CallerDialect dialect, IgnoredFields ignored) {
    this.mainstay = mainstay;
    this.dialect = dialect;
    this.ignored = ignored;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    JsonObject body = ChatBody.parse(request.body());
    ignored.tell(RequestOverrides.withoutEffect(body));
    switch (RequestOverrides.of(body, request.headers())) {
      case Refused(String param, String message) ->
          throw new ApiException(ApiError.badField(param, message));
      case Accepted(CallOptions options, JsonObject rest) ->
          call(dialect.read(rest, request.headers()), options, request, response);
    }
  }

  private void call(
      ChatRequest chat, CallOptions options, ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    CallerWatch caller = CallerWatch.over(request);
    try {
      if (chat.isStream()) {
        stream(chat, options, response, caller);
      } else {
        answer(chat, options, response);
      }
    } catch (MainstayException e) {
      throw new ApiException(error(caller.failure(e), e, options));
    }
  }

  // 408 says that the caller's own time ran out; the configuration's total_timeout is our
  // impatience.
  static ApiError error(Failure failure, MainstayException e, CallOptions options) {
    ApiError error = ApiError.of(failure, e.metadata());
    return error.status() == 408 && options.timeout().isEmpty() ? error.withStatus(504) : error;
  }

  private void answer(ChatRequest chat, CallOptions options, ServerResponse response)
      throws IOException, InterruptedException {
    ChatResponse answer = mainstay.chat(chat, options);
    Headers headers = dialect.headers(answer.metadata()).with("content-type", "application/json");
    response.send(200, headers, dialect.write(answer).toBytes());
  }

  private void stream(
      ChatRequest chat, CallOptions options, ServerResponse response, CallerWatch caller)
      throws IOException, InterruptedException {
    try (ChatStream stream = mainstay.stream(chat, options)) {
      EventStream.begin(response, dialect.headers(stream.metadata()), dialect.stream())
          .relay(stream, caller);
    }
  }
}
