package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/**
 * How hard a Claude is to try, in {@code output_config.effort}. An effort is a wish: a model that
 * has not the one that is asked for is given its next.
 * https://platform.claude.com/docs/en/build-with-claude/effort
 */
public final class ClaudeEffort {
  private static final String EFFORT = "effort";
  private static final Set<String> MORE_THAN_HIGH = Set.of("xhigh", "max");

  private ClaudeEffort() {}

  /** The effort that {@code request} asks for, in OpenAI's words or Anthropic's. */
  static Optional<String> asked(JsonObject request) {
    return request
        .text("reasoning_effort")
        .or(() -> request.object("output_config").flatMap(config -> config.text(EFFORT)));
  }

  /** What {@code model}, which has efforts, has for {@code effort}. */
  static String word(String effort, ClaudeModel model) {
    if (effort.equals("minimal")) {
      return "low";
    }
    if (!model.thinksAdaptively() && MORE_THAN_HIGH.contains(effort)) {
      return "high";
    }
    return effort.equals("xhigh") && !model.takesExtraHigh() ? "max" : effort;
  }

  /**
   * {@code config}, an {@code output_config}, with the effort that {@code model} has for the one in
   * it, or without where it has none.
   */
  public static JsonObject in(JsonObject config, ClaudeModel model) {
    Optional<String> asked = config.text(EFFORT);
    if (asked.isEmpty()) {
      return config;
    }
    if (!model.takesEffort()) {
      return config.without(Set.of(EFFORT));
    }
    String word = word(asked.get(), model);
    return word.equals(asked.get()) ? config : config.with(EFFORT, word);
  }
}
