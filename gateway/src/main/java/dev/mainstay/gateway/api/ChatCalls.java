package dev.mainstay.gateway.api;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.gateway.config.request.RequestOverrides;
import dev.mainstay.gateway.config.request.RequestOverrides.Accepted;
import dev.mainstay.gateway.config.request.RequestOverrides.Refused;
import dev.mainstay.gateway.server.ServerRequest;
import dev.mainstay.gateway.server.ServerResponse;
import dev.mainstay.json.JsonObject;
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

  // What comes before a wait and after it is done elsewhere: a stack is what a waiting call costs.
  @Override
  public void handle(ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    doorway.requireRoom();
    ChatCall call = read(request);
    CallerWatch caller = CallerWatch.over(request);
    try (Admission.Place in = doorway.enter(user(call), call.request().model())) {
      if (call.request().isStream()) {
        stream(call, response, caller);
      } else {
        send(call, answering.whole(call), response);
      }
    } catch (MainstayException e) {
      throw told(e, call, caller);
    }
  }

  private ChatCall read(ServerRequest request) throws IOException, InterruptedException {
    JsonObject body = ChatBody.parse(request.body(), dialect.neededField());
    ignored.tell(RequestOverrides.withoutEffect(body));
    return switch (RequestOverrides.of(body, request.headers())) {
      case Refused(String param, String message) ->
          throw new ApiException(ApiError.badField(param, message));
      case Accepted(CallOptions options, JsonObject rest) ->
          ChatCall.of(dialect.read(rest, request.headers())).withOptions(options);
    };
  }

  private ApiException told(MainstayException e, ChatCall call, CallerWatch caller) {
    return new ApiException(
        ownership.error(caller.failure(e), e, call.request().model(), call.options()));
  }

  private static String user(ChatCall call) {
    return call.request().json().text("user").orElse("");
  }

  private void send(ChatCall call, ChatResponse answer, ServerResponse response)
      throws IOException, InterruptedException {
    Headers headers = dialect.headers(CallHeaders.of(answer.metadata()));
    response.send(
        200,
        headers.with("content-type", "application/json"),
        dialect.write(call.request(), answer).toBytes());
  }

  private void stream(ChatCall asked, ServerResponse response, CallerWatch caller)
      throws IOException, InterruptedException {
    ChatCall call = asked.withOptions(asked.options().withId(UUID.randomUUID().toString()));
    StreamHead head = new StreamHead(response, dialect.stream(call.request()));
    leaveEarly(head, call);
    try (ChatStream stream = answering.streamed(call)) {
      relay(stream, head, caller);
    } catch (MainstayException e) {
      head.settle().orElseThrow(() -> e).fail(e, caller);
    } finally {
      head.settle();
    }
  }

  // Who owns the retries needs the status for them.
  private void leaveEarly(StreamHead head, ChatCall call) {
    String model = call.request().model();
    if (ownership.isOurs(model, call.options())) {
      Headers known = CallHeaders.ofBegun(call.options().id().orElseThrow(), model);
      heads.leave(head, dialect.headers(known));
    }
  }

  private void relay(ChatStream stream, StreamHead head, CallerWatch caller)
      throws IOException, InterruptedException {
    Headers story = dialect.headers(CallHeaders.of(stream.metadata()));
    head.settle().orElseGet(() -> head.begin(story)).relay(stream, caller);
  }
}
