package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.simulator.exchange.Header;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Anthropic's messages. https://docs.claude.com/en/api/messages */
final class AnthropicDialect implements Dialect {
  private static final String MESSAGES = "/messages";
  private static final String COUNT = MESSAGES + "/count_tokens";

  @Override
  public boolean isSpokenAt(String path) {
    return path.endsWith(MESSAGES) || path.contains(MESSAGES + "/");
  }

  @Override
  public boolean isChat(String path) {
    return path.endsWith(MESSAGES);
  }

  @Override
  public Optional<Fault.Status> refused(HttpRequest request) {
    JsonObject body = chat(request).json();
    if (!MessagesRules.holdFor(body)) {
      return Optional.empty();
    }
    return request.header("anthropic-version").isEmpty()
        ? Optional.of(Dialect.badRequest("anthropic-version: header is required"))
        : MessagesRules.refused(request, body).map(Dialect::badRequest);
  }

  @Override
  public Optional<JsonObject> page(HttpRequest request) {
    return request.path().endsWith(COUNT) ? Optional.of(count(request)) : Optional.empty();
  }

  static JsonObject count(HttpRequest request) {
    return JsonObject.of("input_tokens", JsonNumber.of(Dialect.tokens(request)));
  }

  @Override
  public StreamEvents events(Identity identity, Ask ask, Lines lines) {
    return new AnthropicEvents(identity, ask, lines);
  }

  @Override
  public Bytes body(Identity identity, Ask ask, Lines lines, int said, boolean isFinished) {
    JsonObject usage =
        AnthropicMessage.usage(lines.promptTokens(ask.bytes()), lines.completionTokens());
    JsonObject message = AnthropicMessage.of(identity, lines, said).with("usage", usage);
    JsonObject told = isFinished ? message : message.with("stop_reason", JsonNull.NULL);
    return new Bytes().add(told.toBytes());
  }

  @Override
  public JsonObject error(ErrorBody error) {
    return Dialect.type("error")
        .with("error", Dialect.type(type(error)).with("message", error.message()));
  }

  // https://docs.claude.com/en/api/errors
  private static String type(ErrorBody error) {
    return switch (error.code().orElse("")) {
      case "invalid_api_key" -> "authentication_error";
      case "model_not_found" -> "not_found_error";
      case "rate_limit_exceeded" -> "rate_limit_error";
      case "insufficient_quota" -> "billing_error";
      default -> ofType(error.type());
    };
  }

  private static String ofType(String type) {
    return switch (type) {
      case "server_error" -> "api_error";
      case "service_unavailable_error" -> "overloaded_error";
      case "timeout" -> "timeout_error";
      case "insufficient_quota" -> "billing_error";
      case "requests", "tokens" -> "rate_limit_error";
      default -> type;
    };
  }

  @Override
  public List<Header> limitHeaders(List<LimitTold> limits, Instant now) {
    return LimitTold.asAnthropic(limits, now);
  }

  @Override
  public String requestIdHeader() {
    return "request-id";
  }

  /** What Anthropic calls {@code finishReason}. */
  static String stopReason(String finishReason) {
    return switch (finishReason) {
      case "stop" -> "end_turn";
      case "length" -> "max_tokens";
      case "tool_calls" -> "tool_use";
      case "content_filter" -> "refusal";
      default -> finishReason;
    };
  }
}
