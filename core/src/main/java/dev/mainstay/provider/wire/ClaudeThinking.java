package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/** How a Claude is asked to think, by OpenAI's word for the effort or by Anthropic's own field. */
public final class ClaudeThinking {
  // The least the API takes. https://docs.claude.com/en/docs/build-with-claude/extended-thinking
  private static final long LEAST_BUDGET = 1_024;
  private static final long LOW = 1_024;
  private static final long MEDIUM = 4_096;
  private static final long HIGH = 16_384;

  private static final String EFFORT = "reasoning_effort";
  private static final String THINKING = "thinking";
  private static final String NONE = "none";

  private ClaudeThinking() {}

  private static void requireTaken(String provider, TakenRequest taken, ClaudeModel model) {
    if (model.thinks()) {
      return;
    }
    JsonObject request = taken.json();
    if (effort(request).isPresent() && !taken.leavesOut(EFFORT)) {
      throw UnsupportedException.ofModel(provider, model.name(), EFFORT);
    }
    if (own(request).filter(ClaudeSampling::isOn).isPresent() && !taken.leavesOut(THINKING)) {
      throw UnsupportedException.ofModel(provider, model.name(), THINKING);
    }
  }

  private static Optional<JsonObject> own(JsonObject request) {
    return request.object(THINKING);
  }

  /**
   * A request's {@code thinking}, if it asks for any: the caller's own, in a form that {@code
   * model} takes, else what an effort comes to for it, which is nothing where it cannot think. An
   * effort of none turns the thoughts off where they come unasked.
   *
   * @param maxTokens the limit that the thoughts count against as well
   */
  public static Optional<JsonObject> of(JsonObject request, ClaudeModel model, long maxTokens) {
    if (request.hasValue(THINKING)) {
      return own(request)
          .filter(thinking -> model.thinks())
          .flatMap(own -> taken(own, request, model, maxTokens));
    }
    if (request.text(EFFORT).filter(NONE::equals).isPresent()) {
      return model.wordForNoThoughts().map(ClaudeThinking::ofType);
    }
    return effort(request)
        .filter(effort -> model.thinks())
        .flatMap(effort ->
            model.thinksAdaptively() ? Optional.of(adaptive(model)) : budget(effort, maxTokens));
  }

  // A budget is no more than a wish to think for a model that takes none, and a wish to think as
  // long as is needed a budget for one that must be told.
  private static Optional<JsonObject> taken(
      JsonObject own, JsonObject request, ClaudeModel model, long maxTokens) {
    return switch (own.text("type").orElse("")) {
      case "enabled" -> Optional.of(model.takesBudget() ? own : adaptive(model));
      case "adaptive" ->
          model.thinksAdaptively()
              ? Optional.of(own)
              : budget(ClaudeEffort.asked(request).orElse("high"), maxTokens);
      case "disabled", "between_tools" -> quiet(own, model);
      default -> Optional.of(own);
    };
  }

  // Where nothing keeps a model from thinking, nothing is said.
  private static Optional<JsonObject> quiet(JsonObject own, ClaudeModel model) {
    if (model.version() == 0) {
      return Optional.of(own);
    }
    if (!model.thinksUnasked()) {
      return Optional.of(own).filter(thinking -> !ClaudeSampling.isOn(thinking));
    }
    return model
        .wordForNoThoughts()
        .map(word -> own.text("type").filter(word::equals).isPresent() ? own : ofType(word));
  }

  /**
   * {@code thinking} with a budget that {@code maxTokens} leaves room for, since a greater one is
   * refused; nothing where that is too little for any.
   */
  private static Optional<JsonObject> within(JsonObject thinking, long maxTokens) {
    boolean isTooMuch = thinking.number("budget_tokens").orElse(0) >= maxTokens;
    return isTooMuch ? budget("high", maxTokens) : Optional.of(thinking);
  }

  /**
   * What {@code taken} asks {@code model} to think, as it may go out: within {@code limit} where
   * the caller did not say so itself, and nothing where a tool is forced, or where a model on a
   * budget is not shown the thoughts behind the calls that it is to go on from. An effort alone, in
   * Anthropic's words, asks for none.
   *
   * @param limit the limit that the thoughts count against as well
   * @throws UnsupportedException if the caller asked for what is refused, and the policy leaves
   *     nothing out
   */
  public static Optional<JsonObject> of(
      String provider,
      TakenRequest taken,
      ClaudeModel model,
      long limit,
      boolean forcesTool,
      boolean lacksThoughts) {
    requireTaken(provider, taken, model);
    if (forcesTool) {
      ClaudeChoice.requireNoThoughts(provider, taken);
    }
    boolean isBound = taken.isOurs(THINKING) || taken.leavesOut(THINKING);
    JsonObject asked =
        taken.asksForNoThoughts() ? taken.json().without(Set.of(EFFORT)) : taken.json();
    return of(asked, model, limit)
        .flatMap(thinking -> isBound ? within(thinking, limit) : Optional.of(thinking))
        .filter(thinking -> !(forcesTool && ClaudeSampling.isOn(thinking)))
        .filter(thinking -> !(lacksThoughts && isOnBudget(thinking)));
  }

  /** The effort to name beside it, for a model that takes one in place of a budget. */
  public static Optional<String> effortWord(JsonObject request, ClaudeModel model) {
    return effort(request)
        .filter(effort -> model.thinksAdaptively())
        .map(effort -> ClaudeEffort.word(effort, model));
  }

  /** Whether {@code thinking} is on a budget, so that the turns before must show their thoughts. */
  public static boolean isOnBudget(JsonObject thinking) {
    return thinking.text("type").filter("enabled"::equals).isPresent();
  }

  private static Optional<String> effort(JsonObject request) {
    return request.text(EFFORT).filter(effort -> !effort.equals(NONE));
  }

  private static JsonObject adaptive(ClaudeModel model) {
    JsonObject thinking = ofType("adaptive");
    return model.hidesThoughts()
        ? thinking.toBuilder().put("display", "summarized").build()
        : thinking;
  }

  private static JsonObject ofType(String type) {
    return JsonObject.builder().put("type", type).build();
  }

  // Where the limit leaves no room for the least of thoughts, none are asked for.
  private static Optional<JsonObject> budget(String effort, long maxTokens) {
    long wanted =
        switch (effort) {
          case "minimal", "low" -> LOW;
          case "medium" -> MEDIUM;
          default -> HIGH;
        };
    long budget = Math.min(wanted, maxTokens / 2);
    return budget < LEAST_BUDGET
        ? Optional.empty()
        : Optional.of(
            JsonObject.builder().put("type", "enabled").put("budget_tokens", budget).build());
  }
}
