package dev.mainstay.provider.wire;

import java.util.List;
import java.util.Set;

/**
 * What providers write where no code tells, as {@link Phrases}; gathered from their documentation,
 * their servers' sources and what users quote. Each has its row in {@code error-wordings.txt}.
 */
final class ErrorPhrases {
  /** The status of an error inside a 200 that tells none. */
  static final int UNKNOWN = 0;

  private static final Set<Integer> REFUSED = Set.of(UNKNOWN, 400, 401, 403, 498);
  private static final Set<Integer> UNPAID = Set.of(UNKNOWN, 400, 401, 402, 403, 429, 500);
  private static final Set<Integer> BUSY = Set.of(UNKNOWN, 400, 413, 429, 500, 502);
  private static final Set<Integer> WRAPPED = Set.of(UNKNOWN, 500, 502);
  private static final Set<Integer> NAMED = Set.of(UNKNOWN, 400, 404, 422);
  private static final Set<Integer> REQUEST = Set.of(UNKNOWN, 400, 413, 422);
  // Proxies wrap an upstream's 400 in a 500 or 502, SageMaker and Bedrock in a 424.
  private static final Set<Integer> UPSTREAM = Set.of(UNKNOWN, 400, 413, 422, 424, 500, 502);
  private static final Set<Integer> POLICY = Set.of(UNKNOWN, 400, 403, 422, 424, 498, 500, 502);
  // Groq's word for a lack of capacity is Cohere's for a token that is not one, or is deny-listed.
  private static final Set<Integer> TOKEN = Set.of(498);

  /**
   * The first rule that fits counts: "max_tokens ... supports at most" before the context window.
   */
  static final List<Rule> RULES =
      List.of(
          new Rule(
              ErrorKind.UNAUTHENTICATED,
              REFUSED,
              List.of(
                  "(incorrect|invalid|missing|malformed) (api key|apikey|api token)",
                  "api key (|is |has )(not valid|invalid|expired)",
                  "missing authentication",
                  "carry the api secret key")),
          new Rule(ErrorKind.UNAUTHENTICATED, TOKEN, List.of("(invalid|expired) token")),
          new Rule(
              ErrorKind.QUOTA_EXCEEDED,
              UNPAID,
              List.of(
                  "credit balance is too low",
                  "specified (api|workspace api) usage limits",
                  "insufficient (credit|credits|balance|account balance|quota|user quota|funds)",
                  "used all available credits",
                  "have any credits",
                  "account balance is insufficient",
                  "requires more credits",
                  "out of credits",
                  "credits are depleted",
                  "monthly included credits",
                  "credit limit exceeded",
                  "monthly spending limit",
                  "spending limit reached",
                  "billing hard limit",
                  "key limit exceeded",
                  "budget has been exceeded",
                  "account is in good standing",
                  "account is in arrears",
                  "overdue (balance|account)",
                  "free allocated quota exceeded",
                  "free tier of the model has been exhausted",
                  "exceeded current quota … plan and billing",
                  "usage limit exceeded",
                  "usage limit reached")),
          new Rule(
              ErrorKind.OVERLOADED,
              BUSY,
              List.of(
                  "capacity (|temporarily )exceeded",
                  "system capacity limits",
                  "model is overloaded",
                  "model is currently overloaded",
                  "engine is currently overloaded",
                  "is temporarily overloaded",
                  "server is overloaded",
                  "servers are overloaded",
                  "server overloaded",
                  "server busy",
                  "server is busy",
                  "(service|system) is too busy",
                  "experiencing high traffic",
                  "currently loading")),
          new Rule(
              ErrorKind.UNSUPPORTED_PARAMETER,
              REQUEST,
              List.of(
                  "supports at most # (completion|output) tokens",
                  "maximum tokens … exceed* … model limit",
                  "max tokens # cannot exceed",
                  "max tokens # have exceeded max seq len",
                  "^ temperature range",
                  "^ top (p|k) range",
                  "(temperature|top p|top k) may only be set",
                  "(temperature|top p|top k) must be (unset|greater|less|between|in)",
                  "(temperature|top p|top k) (is|are) deprecated",
                  "temperature and top p cannot both be specified",
                  "thinking may not be enabled",
                  "stop sequences … must contain non whitespace",
                  "range of max tokens should be",
                  "max (tokens|completion tokens|output tokens) … less than or equal",
                  "max (tokens|completion tokens|output tokens) … maximum value")),
          new Rule(
              ErrorKind.CONTEXT_WINDOW_EXCEEDED,
              UPSTREAM,
              List.of(
                  "contextwindowexceedederror",
                  "prompt is too long",
                  "prompt too long",
                  "prompt # is too long",
                  "prompt … too long to fit into the model",
                  "prompt tokens too long",
                  "maximum context length",
                  "max context length",
                  "maximum context limit",
                  "maximum model length",
                  "maximum sequence length",
                  "maximum supported sequence length",
                  "maximum allowed input length",
                  "maximum input length",
                  "max input length",
                  "max input limit",
                  "model max length exceeded",
                  "context window",
                  "context length is only",
                  "context length exceeded",
                  "context length of only",
                  "configured context size is",
                  "context size has been exceeded",
                  "reached context length",
                  "longer than the model s context length",
                  "longer than the context length",
                  "greater than the context length",
                  "(exceed|exceeds|exceeded) (|the )(|available |model |model s )context"
                      + " (limit|size|length)",
                  "(exceed|exceeds|exceeded) (|the )model token limit",
                  "n keep # n ctx",
                  "input token count (|# )exceeds",
                  "input token count is # but model only supports",
                  "larger than the max context size",
                  "too large to process increase the physical batch size",
                  "context shift is disabled",
                  "exceeds the max model len",
                  "exceed (|customer )model maximum",
                  "too many total text bytes",
                  "message token length exceed model limit",
                  "tokens in request more than max tokens allowed",
                  "max input characters is",
                  "prompt tokens … must be less than max seq len",
                  "max total tokens # must be less than or equal to max seq len",
                  "input tokens # has exceeded max seq len",
                  "number of tokens in the prompt (exceeds|cannot exceed)",
                  "number of input tokens # cannot exceed",
                  "total tokens … exceed max message tokens",
                  "(^|input request|prompt|inputtext) expected maxlength # actual #",
                  "(^|content|text|input|prompt|content #|input #) string too long expected a"
                      + " string",
                  "prompt token count … exceeds the limit",
                  "prompt token count … cannot exceed",
                  "input tokens exceed*",
                  "input is too long",
                  "input too long",
                  "(reduce|decrease) the length of the (messages|prompt|input)",
                  "too many tokens size limit exceeded",
                  "too many input tokens",
                  "inputs tokens max new tokens must be",
                  "inputs must have less than # tokens",
                  "range of input length should be",
                  "should not exceed max num tokens",
                  "total length of all messages is too long",
                  "maximum prompt length",
                  "prompt exceeds (max length|the length limit)",
                  "(prompt|prompt len|prompt length|sequence length|input length) # exceeds max seq len",
                  "(prompt|input|request|request #) … exceeds the maximum number of tokens",
                  "input tokens requested max tokens exceeds",
                  "input token too long",
                  "^ max tokens of # exceeded",
                  "requires more tokens than the … can hold",
                  "prompt tokens to generate longer than allowed",
                  "more than the model s # token limit",
                  "prompt 超长",
                  "too large for model with # maximum context length")),
          new Rule(
              ErrorKind.CONTENT_POLICY_VIOLATION,
              POLICY,
              List.of(
                  "contentpolicyviolationerror",
                  "content filtering policy",
                  "content management policy",
                  "content policy violation",
                  "flagged as potentially violating",
                  "was flagged for",
                  "responsible ai",
                  "requires moderation",
                  "(by|our|by the) safety system",
                  "violates usage guidelines",
                  "violates our usage (policy|policies)",
                  "content exists risk",
                  "considered high risk",
                  "blocked (input|output)",
                  "deny listed token",
                  "inappropriate content",
                  "unsafe or sensitive content",
                  "may contain sensitive information",
                  "new sensitive")),
          new Rule(
              ErrorKind.NOT_FOUND,
              NAMED,
              List.of(
                  "model … (does not exist|not found)",
                  "model … has been (decommissioned|deprecated)",
                  "model … is no longer available",
                  "model … on demand throughput isn t supported",
                  "is not a valid model",
                  "model identifier is invalid",
                  "model not exist",
                  "invalid model",
                  "unknown model",
                  "no such model",
                  "not supported by any provider",
                  "no endpoints found for")),
          new Rule(
              ErrorKind.UNSUPPORTED_PARAMETER,
              REQUEST,
              List.of(
                  "(is|are) (not supported|unsupported)",
                  "not supported (with|by|for|in) this model",
                  "(model|it) (does not|doesn t) support",
                  "# but the supported range is",
                  "^ … does not support",
                  "unsupported (parameter|value)")),
          // Azure says it with its 429, of one customer's limit.
          new Rule(ErrorKind.OVERLOADED, WRAPPED, List.of("experiencing high demand")),
          new Rule(
              ErrorKind.RATE_LIMITED,
              WRAPPED,
              List.of(
                  "rate limit (reached|exceeded)", "exceeded … rate limit", "too many requests")));

  static final List<String> PER_DAY =
      List.of(
          "per day",
          "*perday*",
          "*byday*",
          "daily free allocation",
          "tpd",
          "rpd",
          "calls month",
          "daily limit",
          "daily request limit",
          "weekly limit",
          "monthly limit");

  static final List<String> TOO_LARGE =
      List.of("request (|body )too large", "token budget exceeded by request");

  static final List<String> OF_THE_MODEL =
      List.of("(model|deployment|engine)", "(models|deployments|engines)");

  static final List<String> OF_THE_CALLER =
      List.of(
          "(file|attachment|vector store|container|image|tool)",
          "(files|attachments|vector stores|containers|images|tools)",
          "conversation",
          "previous response",
          "prompt with id");

  private ErrorPhrases() {}

  /**
   * What an error is.
   *
   * @param statuses those with which {@code phrases} mean that
   */
  record Rule(ErrorKind kind, Set<Integer> statuses, List<String> phrases) {}
}
