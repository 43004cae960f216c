package dev.mainstay.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.Reach;
import dev.mainstay.failure.Rest;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.ToolCall;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every recorded exchange of the dialect is read as its manifest says, however its bytes arrive.
 */
@Execution(ExecutionMode.CONCURRENT)
class FixtureConformanceTest {
  // Ten seconds before the date that one recorded answer asks to wait for.
  private static final Instant NOW = Instant.parse("2026-08-22T10:00:20Z");
  private static final int ANSWERS = 158;
  private static final int REQUESTS = 15;

  @Test
  void everyFixtureOfTheDialectIsTried() {
    requireFixtures();

    assertThat(Fixture.answers()).hasSize(ANSWERS);
    assertThat(Fixture.requests()).hasSize(REQUESTS);
  }

  @TestFactory
  Stream<DynamicTest> answerInOnePiece() {
    requireFixtures();
    return Fixture.answers().map(f -> dynamicTest(f.file(), () -> check(f, t -> t)));
  }

  @TestFactory
  Stream<DynamicTest> answerByteByByte() {
    requireFixtures();
    return Fixture.answers()
        .map(f -> dynamicTest(f.file(), () -> check(f, ScriptedTransport::byteByByte)));
  }

  @TestFactory
  Stream<DynamicTest> answerSplitInsideCharacters() {
    requireFixtures();
    return Fixture.answers()
        .flatMap(f ->
            IntStream.of(f.splitOffsets())
                .mapToObj(
                    at -> dynamicTest(f.file() + " at " + at, () -> check(f, t -> t.splitAt(at)))));
  }

  @TestFactory
  Stream<DynamicTest> errorWithItsStatusIsTheSameForAStreamedCall() {
    requireFixtures();
    return Fixture.answers()
        .filter(f -> f.kind().equals("error"))
        .map(f -> dynamicTest(f.file(), () -> check(f, hear(f, t -> t, true))));
  }

  @TestFactory
  Stream<DynamicTest> plainAnswerToAStreamedCallIsOneChunk() {
    requireFixtures();
    return Fixture.answers()
        .filter(f -> f.kind().equals("response"))
        .map(f ->
            dynamicTest(
                f.file(),
                () -> {
                  Heard heard = hear(f, t -> t, true);

                  // Only a plain call may do without a finish reason.
                  if (f.expected().text("finishReason").isEmpty()) {
                    assertThat(heard.failure).get().isInstanceOf(Failure.Truncated.class);
                    return;
                  }
                  check(f, heard);
                  assertThat(heard.chunks).hasSize(1);
                  assertThat(heard.chunks.getFirst().text("object"))
                      .hasValue("chat.completion.chunk");
                }));
  }

  @TestFactory
  Stream<DynamicTest> requestKeepsItsBytes() {
    requireFixtures();
    return Fixture.requests().map(f -> dynamicTest(f.file(), () -> checkRequest(f)));
  }

  private static void requireFixtures() {
    if (Fixture.home().isEmpty()) {
      abort("skipped: the system property mainstay.fixtures names no folder with a manifest.json");
    }
  }

  private static void check(Fixture fixture, Function<ScriptedTransport, ScriptedTransport> split) {
    check(fixture, hear(fixture, split, fixture.isStream()));
  }

  private static Heard hear(
      Fixture fixture, Function<ScriptedTransport, ScriptedTransport> split, boolean isStream) {
    ScriptedTransport transport =
        new ScriptedTransport(fixture.head(), fixture.body(), ScriptedTransport.Ending.CLOSED);
    OpenAiProvider provider =
        new OpenAiProvider(
            Vendor.named("openai").orElseThrow(), split.apply(transport), new ManualTime(NOW));
    ChatRequest request =
        new ChatRequest(
            Json.parseObject(
                "{\"messages\":[],\"stream_options\":{\"include_usage\":true},\"stream\":"
                    + isStream
                    + "}"));
    return Heard.from(
        provider.open(
            Deployment.of("openai/m").key("bad-key-0123456789-test"),
            request,
            Duration.ofSeconds(5)));
  }

  private static void check(Fixture fixture, Heard heard) {
    JsonObject expected = fixture.expected();
    String kind = expected.text("failure").orElse("none");

    assertThat(heard.failure.map(Failure::kind).orElse("none"))
        .as("failure %s", heard.failure)
        .isEqualTo(kind);
    expected.text("text").ifPresent(text -> assertThat(heard.text.toString()).isEqualTo(text));
    assertThat(heard.reasoning.toString()).isEqualTo(expected.text("reasoning").orElse(""));
    assertThat(heard.refusal.toString()).isEqualTo(expected.text("refusal").orElse(""));
    assertThat(heard.toolCalls).isEqualTo(toolCalls(expected));
    if (!heard.chunks.isEmpty()) {
      expected.text("model").ifPresent(model -> assertThat(heard.model()).hasValue(model));
    }
    checkFinish(expected, heard);
    expected.object("usage").ifPresent(usage -> checkUsage(usage, heard.usage.orElseThrow()));
    heard.failure.ifPresent(failure -> checkFailure(expected, heard, failure));
  }

  private static void checkFinish(JsonObject expected, Heard heard) {
    Optional<String> finish = expected.text("finishReason").filter(word -> !word.equals("error"));
    assertThat(heard.finish.map(FinishReason::wireName)).isEqualTo(finish);
    assertThat(heard.nativeFinish)
        .isEqualTo(finish.flatMap(word -> expected.text("nativeFinishReason")));
    expected
        .text("orElse")
        .ifPresent(orElse -> {
          assertThat(orElse).isEqualTo("ContentPolicyViolation");
          assertThat(heard.finish).hasValue(FinishReason.CONTENT_FILTER);
        });
  }

  private static void checkUsage(JsonObject expected, Usage usage) {
    assertThat(usage.promptTokens()).isEqualTo(expected.number("input").orElseThrow());
    assertThat(usage.completionTokens()).isEqualTo(expected.number("output").orElseThrow());
    assertThat(usage.totalTokens()).isEqualTo(expected.number("total").orElseThrow());
    assertThat(orZero(usage.cachedTokens())).isEqualTo(orZero(expected.number("cachedInput")));
    assertThat(orZero(usage.reasoningTokens())).isEqualTo(orZero(expected.number("reasoning")));
  }

  private static long orZero(OptionalLong count) {
    return count.orElse(0);
  }

  private static void checkFailure(JsonObject expected, Heard heard, Failure failure) {
    assertThat(failure.isRetryable()).isEqualTo(expected.flag("retry").orElseThrow());
    assertThat(failure.reach() != Reach.NOWHERE).isEqualTo(expected.flag("fallback").orElseThrow());
    assertThat(failure.rest() != Rest.NONE).isEqualTo(expected.flag("rest").orElseThrow());
    expected.flag("midStream").ifPresent(m -> assertThat(heard.hasOutput()).isEqualTo(m));
    assertThat(failure.message()).isNotBlank().hasSizeLessThan(2100);
    checkHint(expected, failure);
    JsonObject told = expected.object("errorPayload").orElse(expected);
    text(told, "code").ifPresent(code -> assertThat(failure.detail().code()).hasValue(code));
    text(told, "type").ifPresent(type -> assertThat(failure.detail().type()).hasValue(type));
    text(told, "param").ifPresent(param -> assertThat(failure.detail().param()).hasValue(param));
  }

  private static void checkHint(JsonObject expected, Failure failure) {
    OptionalLong millis = expected.number("retryAfterMs");
    OptionalLong fromText = expected.number("retryAfterHintMs");
    Optional<Duration> hint =
        millis.isPresent() || fromText.isPresent()
            ? Optional.of(Duration.ofMillis(millis.orElseGet(fromText::getAsLong)))
            : expected.text("retryAfterDate").map(d -> Duration.between(NOW, Instant.parse(d)));
    if (hint.isPresent() || expected.has("retryAfterMs")) {
      assertThat(failure.retryAfter()).isEqualTo(hint);
    }
  }

  private static Optional<String> text(JsonObject object, String name) {
    JsonValue value = object.get(name).orElse(JsonNull.NULL);
    return value == JsonNull.NULL
        ? Optional.empty()
        : object.text(name).or(() -> Optional.of(value.toJson()));
  }

  private static List<ToolCall> toolCalls(JsonObject expected) {
    return expected.array("toolCalls").stream()
        .flatMap(JsonArray::objects)
        .map(call ->
            new ToolCall(
                call.text("id").orElse(""),
                call.text("name").orElseThrow(),
                call.text("arguments").orElseThrow()))
        .toList();
  }

  private static void checkRequest(Fixture fixture) {
    JsonObject original = Json.parseObject(fixture.content());
    ChatRequest request = new ChatRequest(original);
    ScriptedTransport transport = ScriptedTransport.answering(200, "");
    OpenAiProvider provider =
        new OpenAiProvider(Vendor.named("mistral").orElseThrow(), transport, new ManualTime(NOW));

    Heard.from(
        provider.open(Deployment.of("mistral/other").key("k"), request, Duration.ofSeconds(5)));
    byte[] sent = transport.calls.getFirst().body();

    assertThat(request.messages()).isNotEmpty().allSatisfy(m -> assertThat(m.role()).isNotEmpty());
    request.messages().forEach(message -> assertThat(message.content()).isNotNull());
    assertThat(request.tools())
        .hasSize(original.array("tools").map(JsonArray::size).orElse(0))
        .allSatisfy(tool -> assertThat(tool.name()).isNotEmpty());
    assertThat(Json.parseObject(sent)).isEqualTo(original.with("model", "other"));
    original.forEach((name, value) -> {
      if (value instanceof JsonObject || value instanceof JsonArray) {
        assertThat(new String(sent, StandardCharsets.UTF_8)).contains(value.toJson());
      }
    });
  }
}
