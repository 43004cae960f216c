package dev.mainstay.continuation;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.provider.VendorTerms;
import dev.mainstay.stream.Delivered;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What a deployment is asked that matters to how its answer can be continued. */
record RequestTraits(VendorTerms asked) {
  private static final Set<String> FREE_TOOL_CHOICES = Set.of("auto", "none");

  /** Why an answer to it can never be continued. */
  Optional<String> obstacle() {
    if (request().choices() > 1) {
      return Optional.of("several answers were asked for");
    }
    if (json().hasValue("prompt")) {
      return Optional.of("the prompt is tokens, not a text");
    }
    if (json().flag("echo").orElse(false)) {
      return Optional.of("the prompt was to be repeated before the answer");
    }
    if (json().hasValue("audio") || asksForAudio()) {
      return Optional.of("sound was asked for");
    }
    boolean logprobs =
        json().flag("logprobs").orElse(json().number("logprobs").isPresent())
            || json().number("top_logprobs").orElse(0) > 0;
    return logprobs ? Optional.of("logprobs were asked for") : Optional.empty();
  }

  /** Whether the answer must have a form, so that nothing may stand before its first character. */
  boolean isStrict() {
    boolean isFormed =
        json().hasValue("response_format")
            && !json()
                .object("response_format")
                .flatMap(f -> f.text("type"))
                .equals(Optional.of("text"));
    return isFormed || asked.formsAnswer();
  }

  /** Whether reasoning is asked for. */
  boolean asksToReason() {
    boolean effort = json().text("reasoning_effort").filter(e -> !e.equals("none")).isPresent();
    return effort || asked.asksToReason();
  }

  /** Whether a tool must be called. */
  boolean forcesTool() {
    JsonValue choice = json().get("tool_choice").orElse(JsonNull.NULL);
    return choice instanceof JsonString(String word)
        ? !FREE_TOOL_CHOICES.contains(word)
        : choice instanceof JsonObject;
  }

  /**
   * What the caller itself lets the answer begin with, where it asks for that to be gone on with.
   */
  Optional<String> ownPrefill() {
    List<Message> messages = request().messages();
    if (messages.isEmpty() || !messages.getLast().role().equals("assistant")) {
      return Optional.empty();
    }
    boolean isMarked =
        messages.getLast().json().flag("prefix").orElse(false) || asked.continuesLast();
    return isMarked ? Optional.of(messages.getLast().text()) : Optional.empty();
  }

  /** The caller's limit on the answer's tokens, the least where it gave two. */
  OptionalLong tokenLimit() {
    return ContinuationRequest.LIMITS.stream()
        .map(json()::number)
        .flatMapToLong(OptionalLong::stream)
        .min();
  }

  /**
   * Whether the limit on tokens binds reasoning too, so that the text alone does not tell what is
   * left of it. {@code max_completion_tokens} alone is how models are asked that hide theirs.
   */
  boolean limitCountsReasoning(Delivered delivered, Continuer target) {
    boolean mayHide = json().hasValue("max_completion_tokens") && !json().hasValue("max_tokens");
    return mayHide || target.reasons() || delivered.reasoning() || asksToReason();
  }

  /** The caller's stop strings. */
  List<String> stopStrings() {
    List<JsonValue> stop =
        json()
            .array("stop")
            .map(JsonArray::items)
            .orElseGet(() -> json().get("stop").stream().toList());
    return stop.stream()
        .filter(JsonString.class::isInstance)
        .map(value -> ((JsonString) value).value())
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private boolean asksForAudio() {
    return json().array("modalities").stream()
        .flatMap(modalities -> modalities.items().stream())
        .anyMatch(new JsonString("audio")::equals);
  }

  private ChatRequest request() {
    return asked.request();
  }

  private JsonObject json() {
    return request().json();
  }
}
