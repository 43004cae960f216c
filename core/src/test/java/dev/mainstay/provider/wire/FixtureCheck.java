package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.Reach;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.ToolCall;
import dev.mainstay.model.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds what was heard of a recorded answer against what its manifest says. */
public final class FixtureCheck {
  /** Ten seconds before the date that one recorded answer asks to wait for. */
  public static final Instant NOW = Instant.parse("2026-08-22T10:00:20Z");

  /** What an answer is that its provider calls malformed, where nothing was said. */
  private static final String SPOILT = "MalformedAnswer";

  // Their callers need some all the same: each call gets one of its own.
  private static final Set<String> WITHOUT_IDS = Set.of("gemini");

  /** What is held against what was heard; embeddings have a check of their own. */
  private static final Set<String> CHECKED =
      Set.of(
          "outcome",
          "failure",
          "retry",
          "fallback",
          "rest",
          "midStream",
          "orElse",
          "text",
          "reasoning",
          "refusal",
          "toolCalls",
          "model",
          "finishReason",
          "nativeFinishReason",
          "usage",
          "errorPayload",
          "code",
          "type",
          "param",
          "retryAfterMs",
          "retryAfterHintMs",
          "retryAfterDate");

  /** What the manifest says besides, and why nothing of ours must be equal to it. */
  private static final Map<String, String> NOT_CHECKED =
      Map.of(
          "status", "evidence of its kind, which is checked; \"code\" is what callers are told",
          "subclass", "a finer kind of error: what follows of it are the flags, which are checked",
          "xShouldRetry", "a header: what follows of it is the flag \"retry\"",
          "innererrorCode", "evidence of its kind, which is checked",
          "detailsErrorCode", "evidence of its kind, which is checked",
          "reason", "evidence of its kind, which is checked",
          "quotaPeriod", "evidence of its flags, which are checked",
          "blockReason", "the same word as \"nativeFinishReason\"",
          "terminalMarker", "what the bytes lack; that they are whole all the same is checked",
          "retryAfterPreciseMs", "of the text; the hint is what the error's own member says");

  private static final Set<String> MEMBERS =
      Stream.of(CHECKED, NOT_CHECKED.keySet())
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  private FixtureCheck() {}

  /** Fails unless {@code heard} is what {@code fixture} must be read as. */
  public static void check(Fixture fixture, Heard heard) {
    JsonObject expected = fixture.expected();
    assertThat(expected.names()).isSubsetOf(MEMBERS);
    boolean isSpoilt = expected.text("orElse").filter(SPOILT::equals).isPresent();
    assertThat(expected.text("outcome").orElseThrow().equals("complete"))
        .isEqualTo(expected.text("failure").isEmpty());
    String kind = isSpoilt ? SPOILT : expected.text("failure").orElse("none");

    assertThat(heard.failure.map(Failure::kind).orElse("none"))
        .as("failure %s", heard.failure)
        .isEqualTo(kind);
    if (isSpoilt) {
      checkUsage(expected.object("usage").orElseThrow(), heard.usage.orElseThrow());
      return;
    }
    expected.text("text").ifPresent(text -> assertThat(heard.text.toString()).isEqualTo(text));
    assertThat(heard.reasoning.toString()).isEqualTo(expected.text("reasoning").orElse(""));
    assertThat(heard.refusal.toString()).isEqualTo(expected.text("refusal").orElse(""));
    boolean hasIds = !WITHOUT_IDS.contains(fixture.entry().text("api").orElse(""));
    assertThat(heard.toolCalls.stream().map(call -> plain(call, hasIds)).toList())
        .isEqualTo(toolCalls(expected).stream().map(call -> plain(call, hasIds)).toList());
    assertThat(heard.toolCalls).extracting(ToolCall::id).doesNotHaveDuplicates();
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
        .isEqualTo(finish.flatMap(word -> text(expected, "nativeFinishReason")));
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
    long sum = usage.promptTokens() + usage.completionTokens();
    assertThat(usage.totalTokens()).isEqualTo(expected.number("total").orElse(sum));
    assertThat(orZero(usage.cachedTokens())).isEqualTo(orZero(expected.number("cachedInput")));
    assertThat(orZero(usage.reasoningTokens())).isEqualTo(orZero(expected.number("reasoning")));
  }

  private static long orZero(OptionalLong count) {
    return count.orElse(0);
  }

  private static void checkFailure(JsonObject expected, Heard heard, Failure failure) {
    assertThat(failure.isRetryable()).isEqualTo(expected.flag("retry").orElseThrow());
    assertThat(failure.reach() != Reach.NOWHERE).isEqualTo(expected.flag("fallback").orElseThrow());
    assertThat(failure.cooldown() != Cooldown.NONE).isEqualTo(expected.flag("rest").orElseThrow());
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
            : expected.text("retryAfterDate").map(FixtureCheck::until);
    if (hint.isPresent() || expected.has("retryAfterMs")) {
      assertThat(failure.retryAfter()).isEqualTo(hint);
    }
  }

  // SEMANTICS 2.3: one over 24 h counts as 24 h.
  private static Duration until(String date) {
    Duration wait = Duration.between(NOW, Instant.parse(date));
    return wait.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1) : wait;
  }

  private static Optional<String> text(JsonObject object, String name) {
    JsonValue value = object.get(name).orElse(JsonNull.NULL);
    return value == JsonNull.NULL
        ? Optional.empty()
        : object.text(name).or(() -> Optional.of(value.toJson()));
  }

  // Some dialects have arguments as JSON, of which the manifest tells the value alone.
  private static List<Object> plain(ToolCall call, boolean hasIds) {
    return List.of(hasIds ? call.id() : "", call.name(), value(call.arguments()));
  }

  private static Object value(String arguments) {
    try {
      return Json.parse(arguments);
    } catch (JsonException e) {
      return arguments;
    }
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
}
