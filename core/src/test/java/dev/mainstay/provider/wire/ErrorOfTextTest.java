package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpHead;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A text in place of an error's JSON may be the request itself: it is for the caller alone. */
class ErrorOfTextTest {
  private static final Classifier CLASSIFIER =
      new Classifier(text -> text.replace("sk-secret", "***"), new ManualTime());
  private static final String ECHO =
      "Bad gateway while sending: {\"model\":\"m\",\"content\":\"MY PROMPT\"}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        ECHO,
        "<html><title>MY PROMPT</title></html>",
        "\"MY PROMPT\"",
        "[\"MY PROMPT\"]",
        "{\"content\":\"MY PROMPT"
      })
  void textOfABodyIsQuoted(String body) {
    Failure failure = answered(502, body);

    assertThat(failure).isInstanceOf(Failure.ServerError.class);
    assertThat(failure.message()).isEqualTo("the provider answered HTTP 502 without a JSON error");
    assertThat(failure.messageToCaller())
        .startsWith(failure.message() + ": ")
        .contains("MY PROMPT");
    assertThat(failure.withoutQuoted().toString()).doesNotContain("MY PROMPT");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          400 | invalid_value             | BadRequest
          422 | invalid_value             | Unprocessable
          400 | unsupported_parameter     | UnsupportedParameter
          400 | content_policy_violation  | ContentPolicyViolation
          400 | tool_use_failed           | MalformedAnswer
          400 | context_length_exceeded   | ContextWindowExceeded
          401 | invalid_api_key           | Unauthenticated
          403 | insufficient_permissions  | PermissionDenied
          404 | model_not_found           | NotFound
          413 | request_too_large         | RequestTooLarge
          429 | rate_limit_exceeded       | RateLimited
          429 | insufficient_quota        | QuotaExceeded
          500 | server_error              | ServerError
          503 | overloaded_error          | Overloaded
          504 | timeout                   | TimedOut
          """,
      delimiter = '|')
  void messageOfAProviderIsTheCallersAlone(int status, String code, String kind) {
    Failure failure = answered(status, error("{'input': 'MY PROMPT'}", code));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.messageToCaller()).isEqualTo("{'input': 'MY PROMPT'}");
    assertThat(failure.withoutQuoted().toString()).doesNotContain("MY PROMPT").contains(code);
  }

  @Test
  void textInsideASuccessIsQuoted() {
    Failure failure = CLASSIFIER.ofInBand(head(200), ProviderError.of(utf8(ECHO)));

    assertThat(failure.message()).isEqualTo("the provider reported an error, but not in JSON");
    assertThat(failure.detail().quoted()).hasValue(ECHO);
  }

  @Test
  void quotedTextHoldsNoKeyAndIsShort() {
    Failure failure = answered(500, "sk-secret " + "x".repeat(5_000));

    assertThat(failure.detail().quoted().orElseThrow()).startsWith("*** x").hasSizeLessThan(400);
    assertThat(answered(500, new JsonString("x".repeat(5_000)).toJson()).detail().quoted())
        .hasValueSatisfying(words -> assertThat(words).hasSizeLessThan(400));
  }

  @Test
  void textStillTellsTheKind() {
    assertThat(answered(400, "This model's maximum context length is 8192 tokens."))
        .isInstanceOf(Failure.ContextWindowExceeded.class);
  }

  @Test
  void emptyBodyQuotesNothing() {
    Failure failure = answered(502, "");

    assertThat(failure.message()).isEqualTo("the provider answered HTTP 502 without a message");
    assertThat(failure.detail().quoted()).isEmpty();
  }

  private static String error(String message, String code) {
    return JsonObject.of(
            "error", JsonObject.of("message", new JsonString(message)).with("code", code))
        .toJson();
  }

  private static Failure answered(int status, String body) {
    return CLASSIFIER.ofAnswer(head(status), utf8(body));
  }

  private static HttpHead head(int status) {
    return new HttpHead(status, Headers.none());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
