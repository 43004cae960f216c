package dev.mainstay.provider.anthropic;

import dev.mainstay.call.ChatResponse;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The Messages API as it is served to others: its requests read, its answers written, whichever
 * provider is behind them. Streams are written by {@link MessageEvents}.
 */
public final class AnthropicMessages {
  // https://docs.claude.com/en/api/errors, but for invalid_request_error, which is OpenAI's word
  // for much else.
  private static final Set<String> ERROR_TYPES =
      Set.of(
          "authentication_error",
          "billing_error",
          "permission_error",
          "not_found_error",
          "request_too_large",
          "rate_limit_error",
          "timeout_error",
          "api_error",
          "overloaded_error");

  private AnthropicMessages() {}

  /**
   * The chat request that {@code body} is. It carries the body itself, which a provider of this
   * dialect sends on as it is; others get a translation.
   *
   * @param betas what the caller's {@code anthropic-beta} headers name
   */
  public static ChatRequest request(JsonObject body, List<String> betas) {
    JsonObject asked =
        betas.isEmpty()
            ? body
            : body.with(
                MessagesHeaders.BETAS_FIELD,
                JsonArray.of(betas.stream().<JsonValue>map(JsonString::new).toList()));
    return new ChatRequest(
        ChatForm.of(asked), Optional.of(new ChatRequest.Original(AnthropicProvider.NAME, body)));
  }

  /**
   * {@code answer} to {@code request} as a message. Where nobody told its usage, that is an
   * estimate and marked {@code "estimated": true}: clients want counts.
   */
  public static JsonObject answer(ChatRequest request, ChatResponse answer) {
    return MessageForm.of(request, answer);
  }

  /**
   * An error's body, and the data of an {@code error} event.
   *
   * @param status the HTTP status that it has, or would have
   * @param type the provider's type; another one than Anthropic's is told by the status
   */
  public static JsonObject error(
      int status, Optional<String> type, String message, String requestId) {
    JsonObject error =
        JsonObject.builder()
            .put("type", type.filter(ERROR_TYPES::contains).orElse(errorType(status)))
            .put("message", message)
            .build();
    return JsonObject.builder()
        .put("type", "error")
        .put("error", error)
        .put("request_id", requestId)
        .build();
  }

  private static String errorType(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 408, 504 -> "timeout_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 503, 529 -> "overloaded_error";
      default -> status < 500 ? "invalid_request_error" : "api_error";
    };
  }
}
