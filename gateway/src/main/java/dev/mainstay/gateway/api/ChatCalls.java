package dev.mainstay.gateway.api;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.gateway.config.request.RequestOverrides;
import dev.mainstay.gateway.config.request.RequestOverrides.Accepted;
import dev.mainstay.gateway.config.request.RequestOverrides.Refused;
import dev.mainstay.gateway.server.ServerRequest;
import dev.mainstay.gateway.server.ServerResponse;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.transport.Headers;
import java.io.IOException;
import java.util.UUID;

/**
 * {@code POST /v1/chat/completions}, {@code /v1/messages} and {@code /v1/completions}, plain and
 * streamed.
 */
final class ChatCalls implements Endpoint {
  private final Answering answering;
  private final CallerDialect dialect;
  private final RetryOwnership ownership;
  private final EarlyHeads heads;
  private final IgnoredFields ignored;
  private final Doorway doorway;

  ChatCalls(
      Mainstay mainstay,
      Answering answering,
      CallerDialect dialect,
      EarlyHeads heads,
      IgnoredFields ignored,
      Doorway doorway) {
    this.answering = answering;
    this.dialect = dialect;
    this.ownership = new RetryOwnership(mainstay);
    this.heads = heads;
    this.ignored = ignored;
    this.doorway = doorway;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    doorway.requireRoom();
    JsonObject body = ChatBody.parse(request.body(), dialect.neededField());
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
    try (Admission.Place in = doorway.enter(chat.json().text("user").orElse(""), chat.model())) {
      if (chat.isStream()) {
        stream(chat, options, response, caller);
      } else {
        answer(chat, options, response);
      }
    } catch (MainstayException e) {
      throw new ApiException(ownership.error(caller.failure(e), e, chat.model(), options));
    }
  }

  private void answer(ChatRequest chat, CallOptions options, ServerResponse response)
      throws IOException, InterruptedException {
    ChatResponse answer = answering.whole(chat, options);
    Headers headers = dialect.headers(CallHeaders.of(answer.metadata()));
    response.send(
        200,
        headers.with("content-type", "application/json"),
        dialect.write(chat, answer).toBytes());
  }

  private void stream(
      ChatRequest chat, CallOptions options, ServerResponse response, CallerWatch caller)
      throws IOException, InterruptedException {
    CallOptions named = options.withId(UUID.randomUUID().toString());
    StreamHead head = new StreamHead(response, dialect.stream(chat));
    try {
      leaveEarly(head, chat, named);
      relay(chat, named, head, caller);
    } finally {
      head.settle();
    }
  }

  // Who owns the retries needs the status for them.
  private void leaveEarly(StreamHead head, ChatRequest chat, CallOptions named) {
    if (ownership.isOurs(chat.model(), named)) {
      Headers known = CallHeaders.ofBegun(named.id().orElseThrow(), chat.model());
      heads.leave(head, dialect.headers(known));
    }
  }

  private void relay(ChatRequest chat, CallOptions named, StreamHead head, CallerWatch caller)
      throws IOException, InterruptedException {
    try (ChatStream stream = answering.streamed(chat, named)) {
      Headers story = dialect.headers(CallHeaders.of(stream.metadata()));
      head.settle().orElseGet(() -> head.begin(story)).relay(stream, caller);
    } catch (MainstayException e) {
      head.settle().orElseThrow(() -> e).fail(e, caller);
    }
  }
}
