package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.provider.CountedText;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpHead;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An error costs what its length costs, whatever it is made of (SEMANTICS 0.4). */
@Execution(ExecutionMode.CONCURRENT)
class HostileErrorTest {
  private static final int MIB = 1024 * 1024;

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":",
        "#",
        ":\n",
        "#\n",
        "#:",
        "{",
        "[",
        "\\",
        "\"",
        "litellm.",
        ": litellm.X",
        "/o1",
        "retry in 1",
        "1s",
        "9",
        " ",
        "x"
      })
  void exceptionOfALiteLlmIsLookedForInTwoReads(String piece) {
    CountedText message = new CountedText("litellm.X" + piece.repeat(10_000));

    LiteLlmException.in(message);

    assertThat(message.reads()).isLessThanOrEqualTo(2L * message.length());
  }

  /** What is handed on to be looked through for keys is bounded, and not told twice. */
  @ParameterizedTest
  @ValueSource(strings = {":", "#", "{", "\\", "\"", "litellm.", ": litellm.X", "retry in 1", "x"})
  void nothingIsHandedOnMoreOftenThanItsLengthAllows(String piece) {
    AtomicLong scrubbed = new AtomicLong();
    Classifier counting =
        new Classifier(
            text -> {
              scrubbed.addAndGet(text.length());
              return text;
            },
            new ManualTime());
    byte[] body = body(piece, MIB);

    counting.ofAnswer(new HttpHead(400, Headers.none()), body);

    assertThat(scrubbed).hasValueLessThanOrEqualTo(2L * body.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {":", "#", "#:", ":#", "x", "\n"})
  void amazonsTypeIsReadTwice(String piece) {
    CountedText type = new CountedText(piece.repeat(10_000) + "\nx");

    AmazonType.name(type);

    assertThat(type.reads()).isLessThanOrEqualTo(3L * type.length());
  }

  @ParameterizedTest
  @CsvSource({
    "ThrottlingException, ThrottlingException",
    "ThrottlingException:http://internal.amazon.com/#x, ThrottlingException",
    "com.amazon.coral.service#ThrottlingException, ThrottlingException",
    "com.amazon#ThrottlingException:http://internal.amazon.com/, ThrottlingException",
  })
  void amazonsTypeIsWhatStandsBetweenItsNamespaceAndItsAddress(String type, String name) {
    assertThat(AmazonType.name(type)).isEqualTo(name);
  }

  @Test
  void whatIsLongerThanAnyCodeIsNone() {
    JsonObject error = JsonObject.of("code", new JsonString("x".repeat(MIB) + "_policy"));

    assertThat(ProviderError.of(error).words()).isEmpty();
  }

  /** SEMANTICS 0.5: a key may be sent back in any field and any header. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void requestIdIsScrubbedAndBounded(boolean isInHeader) {
    String id = "sk-secret-" + "x".repeat(MIB);
    Headers headers = isInHeader ? Headers.of("x-request-id", id) : Headers.none();
    JsonObject body = JsonObject.of("request_id", new JsonString(isInHeader ? "r" : id));
    Classifier scrubbing =
        new Classifier(text -> text.replace("sk-secret", "***"), new ManualTime());

    Failure failure = scrubbing.ofAnswer(new HttpHead(500, headers), body.toBytes());

    assertThat(failure.detail().requestId())
        .hasValueSatisfying(told -> assertThat(told).startsWith("***-x").hasSizeLessThan(210));
  }

  /** A body of about {@code size} bytes with the hostile text in each of its fields. */
  private static byte[] body(String piece, int size) {
    JsonString text = new JsonString(piece.repeat(size / 16 / piece.length()) + "\nx");
    JsonObject detail =
        JsonObject.builder()
            .put("reason", text)
            .put("retryDelay", text)
            .put("error_code", text)
            .build();
    JsonObject error =
        JsonObject.builder()
            .put("message", text)
            .put("type", text)
            .put("__type", text)
            .put("code", text)
            .put("param", text)
            .put("status", text)
            .put("error", JsonObject.builder().put("code", text).put("type", text).build())
            .put("innererror", JsonObject.of("code", text))
            .put("metadata", JsonObject.of("raw", text))
            .put("details", JsonArray.of(detail))
            .build();
    return JsonObject.builder().put("error", error).put("request_id", text).build().toBytes();
  }
}
