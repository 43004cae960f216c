package dev.mainstay.gateway.api;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.anthropic.AnthropicMessages;
import dev.mainstay.provider.anthropic.MessageEvents;
import dev.mainstay.transport.Headers;
import java.util.List;
import java.util.Optional;

/** Anthropic's messages, whichever provider answers. */
final class MessagesDialect implements CallerDialect {
  private static final String REQUEST_ID = "request-id";
  private static final String MESSAGES = "/messages";

  /** Whether requests to {@code path}, which may begin with {@code /v1}, are in this dialect. */
  static boolean isOf(String path) {
    String plain = path.startsWith("/v1/") ? path.substring(3) : path;
    return plain.equals(MESSAGES) || plain.startsWith(MESSAGES + "/");
  }

  /** {@code error} as this dialect tells it. */
  static ApiError told(ApiError error) {
    JsonObject body = error.body().object("error").orElse(JsonObject.empty());
    String id = CallHeaders.requestId(error.headers());
    return new ApiError(
        error.status(),
        AnthropicMessages.error(
            error.status(), body.text("type"), body.text("message").orElse(""), id),
        error.headers().with(REQUEST_ID, id));
  }

  @Override
  public ChatRequest read(JsonObject body, Headers headers) {
    ChatRequest request = AnthropicMessages.request(body, headers.all("anthropic-beta"));
    ChatBody.check(request.json());
    return request;
  }

  @Override
  public JsonObject write(ChatRequest request, ChatResponse answer) {
    return AnthropicMessages.answer(request, answer);
  }

  @Override
  public StreamForm stream(ChatRequest request) {
    return new Events(request);
  }

  @Override
  public Headers headers(Headers story) {
    return story.with(REQUEST_ID, CallHeaders.requestId(story));
  }

  private static final class Events implements StreamForm {
    private final MessageEvents events;

    Events(ChatRequest request) {
      this.events = new MessageEvents(request);
    }

    @Override
    public List<Event> of(ChatChunk chunk) {
      return events.of(chunk).stream().map(Events::event).toList();
    }

    @Override
    public List<Event> end() {
      return events.end().stream().map(Events::event).toList();
    }

    @Override
    public Event error(Failure failure, CallMetadata metadata) {
      Optional<String> type = failure.detail().type();
      return event(
          AnthropicMessages.error(
              Statuses.of(failure), type, ApiError.message(failure), metadata.callId()));
    }

    private static Event event(JsonObject json) {
      return new Event(json.text("type").orElse(""), json.toBytes());
    }
  }
}
