package dev.mainstay.provider.wire;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words in messages that tell what an error is where no code does. */
final class ErrorTexts {
  /** The status of an error inside a 200 that tells none. */
  static final int UNKNOWN = 0;

  private static final Set<Integer> REFUSED = Set.of(UNKNOWN, 400, 401, 403);
  private static final Set<Integer> UNPAID = Set.of(UNKNOWN, 400, 402, 403, 429);
  private static final Set<Integer> LIMITED = Set.of(UNKNOWN, 413, 429);
  private static final Set<Integer> NAMED = Set.of(UNKNOWN, 400, 404, 422);
  private static final Set<Integer> REQUEST = Set.of(UNKNOWN, 400, 413, 422);
  // Proxies wrap an upstream's 400 in a 500 or 502.
  private static final Set<Integer> UPSTREAM = Set.of(UNKNOWN, 400, 413, 422, 500, 502);
  private static final Set<Integer> POLICY = Set.of(UNKNOWN, 400, 403, 422, 500, 502);

  // The first rule that fits counts: "max_tokens ... supports at most" before the context window.
  private static final List<Rule> RULES =
      List.of(
          rule(
              ErrorKind.UNAUTHENTICATED,
              REFUSED,
              "(incorrect|invalid|missing|malformed) api[ _-]?key"
                  + "|api[ _-]?key (is )?(not valid|invalid|expired)"
                  + "|missing authentication"),
          rule(
              ErrorKind.QUOTA_EXCEEDED,
              UNPAID,
              "credit balance is too low"
                  + "|specified (workspace )?api usage limits"
                  + "|insufficient (credits?|balance|quota|funds)"
                  + "|(used all available|have any) credits"
                  + "|monthly spending limit"
                  + "|key limit exceeded"),
          rule(ErrorKind.OVERLOADED, LIMITED, "capacity exceeded"),
          rule(
              ErrorKind.UNSUPPORTED_PARAMETER,
              REQUEST,
              "supports at most \\d+ (completion|output) tokens"
                  + "|maximum tokens\\b.*\\bexceed.*\\bmodel limit"
                  + "|max_(completion_|output_)?tokens\\W.*\\b(less than or equal|maximum value)"),
          rule(
              ErrorKind.CONTEXT_WINDOW_EXCEEDED,
              UPSTREAM,
              "prompt is too long"
                  + "|prompt too long; exceeded max context length"
                  + "|maximum context length"
                  + "|context window"
                  + "|model'?s context length is only"
                  + "|exceeds? (the )?(available )?context (limit|size|length)"
                  + "|input token count \\(?\\d+\\)? exceeds"
                  + "|input tokens exceeded"
                  + "|input is too long"
                  + "|too many tokens: size limit exceeded"
                  + "|total length of all messages is too long"
                  + "|maximum prompt length is"
                  + "|too large for model with \\d+ maximum context length"),
          rule(
              ErrorKind.CONTENT_POLICY_VIOLATION,
              POLICY,
              "content filtering policy"
                  + "|flagged as potentially violating"
                  + "|content management policy"
                  + "|responsible ai"
                  + "|requires moderation"
                  + "|(by|our) safety system"),
          rule(
              ErrorKind.NOT_FOUND,
              NAMED,
              "model \\S+ (does not exist|was not found|not found|is not found|has been decommissioned)"
                  + "|is not a valid model"
                  + "|model identifier is invalid"
                  + "|model (not exist|not found)"
                  + "|invalid model:"),
          rule(
              ErrorKind.UNSUPPORTED_PARAMETER,
              REQUEST,
              "\\b(is|are) not supported\\b|not supported (with|by|for|in) this model"
                  + "|(model|it) does not support|^\\S+ does not support"
                  + "|unsupported (parameter|value)"));

  private static final Pattern PER_DAY =
      Pattern.compile("per[ _-]?day|\\((TPD|RPD)\\)", Pattern.CASE_INSENSITIVE);
  private static final Pattern TOO_LARGE =
      Pattern.compile(
          "request too large|token budget exceeded by request", Pattern.CASE_INSENSITIVE);
  private static final Pattern LIMIT_AND_REQUESTED =
      Pattern.compile(
          "limit:? (\\d{1,15})\\b.*\\brequested:? (\\d{1,15})", Pattern.CASE_INSENSITIVE);
  private static final Pattern OF_THE_MODEL =
      Pattern.compile("\\b(models?|deployments?|engines?)\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern OF_THE_CALLER =
      Pattern.compile(
          "\\b(files?|attachments?|vector.stores?|containers?|images?|tools?|conversation"
              + "|previous.response|prompt with id)(_ids?)?\\b|\\bfile-\\w",
          Pattern.CASE_INSENSITIVE);

  private ErrorTexts() {}

  /** What {@code text} says that an error of {@code status} is. */
  static Optional<ErrorKind> kind(int status, String text) {
    return RULES.stream().filter(rule -> rule.fits(status, text)).map(Rule::kind).findFirst();
  }

  /** Which limit it is that {@code text} says is reached. */
  static ErrorKind limit(String text) {
    if (isTooLarge(text)) {
      return ErrorKind.REQUEST_TOO_LARGE;
    }
    return PER_DAY.matcher(text).find() ? ErrorKind.QUOTA_EXCEEDED : ErrorKind.RATE_LIMITED;
  }

  /**
   * Whether {@code text} is about something the caller brought, rather than the model or the
   * account.
   */
  static boolean isAboutCallersOwn(String text) {
    return OF_THE_CALLER.matcher(text).find() && !OF_THE_MODEL.matcher(text).find();
  }

  private static boolean isTooLarge(String text) {
    Matcher numbers = LIMIT_AND_REQUESTED.matcher(text);
    return TOO_LARGE.matcher(text).find()
        || (numbers.find() && Long.parseLong(numbers.group(2)) > Long.parseLong(numbers.group(1)));
  }

  private static Rule rule(ErrorKind kind, Set<Integer> statuses, String regex) {
    return new Rule(
        kind, statuses, Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL));
  }

  private record Rule(ErrorKind kind, Set<Integer> statuses, Pattern pattern) {
    boolean fits(int status, String text) {
      return statuses.contains(status) && pattern.matcher(text).find();
    }
  }
}
