package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What Claudes refuse of sampling, thoughts, efforts and forced tools, by their versions, at
 * whichever cloud; in Anthropic's words.
 * https://platform.claude.com/docs/en/about-claude/models/migration-guide,
 * https://platform.claude.com/docs/en/build-with-claude/extended-thinking
 */
final class ClaudeRules {
  private static final String TEMPERATURE = "temperature";
  private static final String TOP_P = "top_p";
  private static final String TOP_K = "top_k";
  private static final String CONTROL =
      " Use \"thinking.type.adaptive\" and \"output_config.effort\" to control thinking behavior.";
  private static final long LEAST_BUDGET = 1_024;
  private static final double LEAST_TOP_P = 0.95;

  private static final Set<String> NEVER_QUIET =
      Set.of("opus 55", "fable 50", "fable 51", "mythos 50", "mythos 51");
  private static final Set<String> BETWEEN_TOOLS = Set.of("sonnet 55");
  private static final Set<String> NEVER_FORCED =
      Set.of("opus 55", "sonnet 55", "fable 51", "mythos 51");

  private static final List<Rule> RULES =
      List.of(
          new Rule(c -> c.isFrom(47), r -> isOther(r, TEMPERATURE), deprecated(TEMPERATURE)),
          new Rule(c -> c.isFrom(47), r -> isOther(r, TOP_P), deprecated(TOP_P)),
          new Rule(c -> c.isFrom(47), r -> r.hasValue(TOP_K), deprecated(TOP_K)),
          new Rule(
              c -> c.isFrom(41),
              r -> r.hasValue(TEMPERATURE) && r.hasValue(TOP_P),
              "`temperature` and `top_p` cannot both be specified for this model. Please use only"
                  + " one."),
          always(r -> r.decimal(TEMPERATURE).orElse(0) > 1, "temperature: range: 0..1"),
          new Rule(
              c -> c.isFrom(47),
              r -> thinks(r, "enabled"),
              "\"thinking.type.enabled\" is not supported for this model." + CONTROL),
          new Rule(
              c -> c.isBefore(46),
              r -> thinks(r, "adaptive"),
              "adaptive thinking is not supported on this model"),
          new Rule(
              c -> c.isBefore(37), ClaudeRules::isOn, "thinking is not supported on this model"),
          new Rule(
              c -> c.isOneOf(NEVER_QUIET),
              r -> thinks(r, "disabled"),
              "\"thinking.type.disabled\" is not supported for this model." + CONTROL),
          new Rule(
              c -> c.isOneOf(BETWEEN_TOOLS),
              r -> thinks(r, "disabled"),
              "\"thinking.type.disabled\" is not supported for this model. Use"
                  + " \"thinking.type.between_tools\" instead."),
          new Rule(
              c -> !c.isOneOf(BETWEEN_TOOLS),
              r -> thinks(r, "between_tools"),
              "\"thinking.type.between_tools\" is not supported for this model." + CONTROL),
          always(
              r -> budget(r) < LEAST_BUDGET,
              "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024"),
          always(
              r ->
                  thinks(r, "enabled")
                      && !thinksBetween(r)
                      && budget(r) >= r.number("max_tokens").orElse(Long.MAX_VALUE),
              "`max_tokens` must be greater than `thinking.budget_tokens`."),
          always(
              r -> isOn(r) && isOther(r, TEMPERATURE),
              "`temperature` may only be set to 1 when thinking is enabled."),
          always(
              r -> isOn(r) && r.decimal(TOP_P).orElse(1) < LEAST_TOP_P,
              "`top_p` must be greater than or equal to 0.95 or unset when thinking is enabled."),
          always(
              r -> isOn(r) && r.hasValue(TOP_K), "`top_k` must be unset when thinking is enabled."),
          new Rule(
              c -> c.isOneOf(NEVER_FORCED),
              ClaudeRules::forcesTool,
              "tool_choice: type \"tool\" and \"any\" are not supported for this model."),
          always(
              r -> isOn(r) && forcesTool(r),
              "Thinking may not be enabled when tool_choice forces tool use."),
          new Rule(
              c -> c.isBefore(46) && !c.isOneOf(Set.of("opus 45")),
              r -> effort(r).isPresent(),
              "This model does not support the effort parameter."),
          new Rule(
              c -> c.isBefore(48) || c.isOneOf(Set.of("sonnet 50")),
              ClaudeRules::hasInstructions,
              "role 'system' is not supported on this model"),
          new Rule(
              c -> c.isFrom(46) && c.isBefore(47),
              r -> effort(r).filter("xhigh"::equals).isPresent(),
              "This model does not support effort level 'xhigh'. Supported levels: high, low, max,"
                  + " medium."));

  private ClaudeRules() {}

  /**
   * Something that is refused.
   *
   * @param of by which of them
   * @param breaks which requests ask for it
   * @param words what is said to them
   */
  private record Rule(Predicate<Claude> of, Predicate<JsonObject> breaks, String words) {}

  private static Rule always(Predicate<JsonObject> breaks, String words) {
    return new Rule(claude -> true, breaks, words);
  }

  /**
   * Why {@code claude} refuses {@code request}, which has what the rules look at under Anthropic's
   * names.
   */
  static Optional<String> refused(Claude claude, JsonObject request) {
    return RULES.stream()
        .filter(rule -> rule.of.test(claude) && rule.breaks.test(request))
        .map(Rule::words)
        .findFirst();
  }

  private static String deprecated(String name) {
    return "`" + name + "` is deprecated for this model.";
  }

  // The default is taken everywhere.
  private static boolean isOther(JsonObject request, String name) {
    return request.decimal(name).orElse(1) != 1;
  }

  private static boolean thinks(JsonObject request, String type) {
    return request.object("thinking").flatMap(t -> t.text("type")).filter(type::equals).isPresent();
  }

  /** Whether {@code request} asks for thoughts before an answer. */
  static boolean isOn(JsonObject request) {
    return thinks(request, "enabled") || thinks(request, "adaptive");
  }

  private static long budget(JsonObject request) {
    return request
        .object("thinking")
        .filter(thinking -> thinks(request, "enabled"))
        .map(thinking -> thinking.number("budget_tokens").orElse(0))
        .orElse(LEAST_BUDGET);
  }

  // Then the budget is that of all thoughts between the calls of a turn.
  // https://platform.claude.com/docs/en/build-with-claude/extended-thinking#interleaved-thinking
  private static boolean thinksBetween(JsonObject request) {
    return request
        .get("anthropic_beta")
        .filter(betas -> betas.toJson().contains("interleaved-thinking"))
        .isPresent();
  }

  private static boolean forcesTool(JsonObject request) {
    return request
        .object("tool_choice")
        .flatMap(choice -> choice.text("type"))
        .filter(type -> type.equals("any") || type.equals("tool"))
        .isPresent();
  }

  // https://platform.claude.com/docs/en/build-with-claude/mid-conversation-system-messages
  private static boolean hasInstructions(JsonObject request) {
    return request.array("messages").stream()
        .flatMap(JsonArray::objects)
        .anyMatch(turn -> turn.text("role").filter("system"::equals).isPresent());
  }

  private static Optional<String> effort(JsonObject request) {
    return request.object("output_config").flatMap(config -> config.text("effort"));
  }
}
