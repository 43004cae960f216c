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
import java.lang.management.ManagementFactory;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An error costs what its length costs, whatever it is made of (SEMANTICS 0.4). */
@Execution(ExecutionMode.CONCURRENT)
class HostileErrorTest {
  private static final Classifier CLASSIFIER =
      new Classifier(UnaryOperator.identity(), new ManualTime());
  private static final int SIZE = 64 * 1024;
  private static final int TIMES = 16;
  private static final int MIB = SIZE * TIMES;

  // Linear is 16 times as much, quadratic 256 times.
  private static final int FAR_TOO_MUCH = 5 * TIMES;

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
  void costGrowsWithTheLengthAlone(String piece) {
    byte[] small = body(piece, SIZE);
    byte[] large = body(piece, MIB);
    IntStream.range(0, TIMES).forEach(i -> classify(small));

    assertThat(leastNanos(large)).isLessThan(FAR_TOO_MUCH * Math.max(leastNanos(small), 100_000));
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

  private static long leastNanos(byte[] body) {
    return IntStream.range(0, 3).mapToLong(i -> nanos(body)).min().orElseThrow();
  }

  // Of this thread's own work: other threads do not count.
  private static long nanos(byte[] body) {
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    classify(body);
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
  }

  private static void classify(byte[] body) {
    CLASSIFIER.ofAnswer(new HttpHead(400, Headers.none()), body);
    CLASSIFIER.ofAnswer(new HttpHead(429, Headers.none()), body);
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
