package dev.mainstay.provider.wire;

import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.http.RetryHints;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Tells what an error is: by its code and type, else by its words, else by its status, in this
 * order, since the status alone is wrong too often.
 */
public final class Classifier {
  private static final int FIRST_ERROR_STATUS = 400;
  private static final int LONGEST_MESSAGE = 2000;
  private static final int LONGEST_WORD = 200;
  private static final int LONGEST_QUOTE = 320;
  // Patterns need not look at the megabyte of input that some errors quote.
  private static final int LONGEST_EVIDENCE = 16 * 1024;
  private static final Set<String> MODEL_CODES =
      Set.of(
          "model_not_found",
          "deploymentnotfound",
          "model_decommissioned",
          "model_offline",
          "invalid_model");
  private static final List<String> REQUEST_IDS =
      List.of(
          "x-request-id",
          "request-id",
          "apim-request-id",
          "x-amzn-requestid",
          "mistral-correlation-id",
          "x-ds-trace-id",
          "x-generation-id");

  private final UnaryOperator<String> scrubber;
  private final TimeSource time;

  /**
   * @param scrubber takes the deployment's key out of what a provider quotes
   * @param time tells what a date as a hint is away
   */
  public Classifier(UnaryOperator<String> scrubber, TimeSource time) {
    this.scrubber = scrubber;
    this.time = time;
  }

  /** What an answer with an error's status is. */
  public Failure ofAnswer(HttpHead head, byte[] body) {
    return classify(ProviderError.of(body), head, head.headers());
  }

  /**
   * What an answer with an error's status is whose body could not be read, for the reason {@code
   * why}.
   */
  public Failure ofUnread(HttpHead head, String why) {
    return classify(
        ProviderError.unread("the provider answered HTTP " + head.status() + "; " + why),
        head,
        head.headers());
  }

  /**
   * What an error inside a 200 is: the same as the error with its status. What a success's headers
   * hint at was not meant for it; its own words count.
   */
  public Failure ofInBand(HttpHead head, ProviderError error) {
    return classify(error, head, Headers.none());
  }

  /** What came is not an answer, for the reason {@code message}. */
  public Failure malformed(HttpHead head, String message) {
    return new Failure.MalformedAnswer(plain(head, message));
  }

  /** What came is not an answer, for the reason {@code message}; it was {@code words}. */
  public Failure malformed(HttpHead head, String message, byte[] words) {
    return new Failure.MalformedAnswer(quoting(plain(head, message), words));
  }

  /**
   * An answer that stopped before its end, for the reason {@code message}; it was {@code words}.
   */
  public Failure truncated(HttpHead head, String message, byte[] words) {
    return new Failure.Truncated(quoting(plain(head, message), words));
  }

  /** An answer by which its reader was thrown off, whose own words may be those of the answer. */
  public Failure unreadable(RuntimeException thrown) {
    return new Failure.MalformedAnswer(
        quoting(FailureDetail.of("the answer cannot be read"), thrown.toString()));
  }

  private FailureDetail quoting(FailureDetail detail, byte[] words) {
    return quoting(detail, Bodies.summary(words));
  }

  private FailureDetail quoting(FailureDetail detail, String words) {
    String quoted = bounded(words, LONGEST_QUOTE);
    return quoted.isEmpty() ? detail : detail.withQuoted(quoted);
  }

  /** An answer that stopped before its end, for the reason {@code message}. */
  public Failure truncated(HttpHead head, String message) {
    return new Failure.Truncated(plain(head, message));
  }

  /**
   * An answer that points elsewhere: redirects are not followed, they would carry the key along.
   */
  public Failure redirected(HttpHead head) {
    String where = head.headers().first("location").map(to -> " to " + to).orElse("");
    return new Failure.NotFound(
        plain(
            head,
            "the endpoint redirects (HTTP "
                + head.status()
                + where
                + "), which is not followed; set the endpoint to where the API is"));
  }

  private FailureDetail plain(HttpHead head, String message) {
    FailureDetail detail =
        FailureDetail.of(bounded(message, LONGEST_MESSAGE)).withStatus(head.status());
    return bounded(requestId(head.headers())).map(detail::withRequestId).orElse(detail);
  }

  private Failure classify(ProviderError error, HttpHead head, Headers hints) {
    List<String> words = words(error, head.headers());
    int status = status(error, head, words);
    ErrorKind kind = kind(error, words, status);
    return kind.failure(detail(error, words, kind, head, status, hints));
  }

  // Where the error itself tells no status, its code or type does; an unknown one is a server's
  // error.
  private static int status(ProviderError error, HttpHead head, List<String> words) {
    if (head.status() >= FIRST_ERROR_STATUS) {
      return head.status();
    }
    return error
        .status()
        .orElseGet(() ->
            words.stream()
                .flatMap(word -> ErrorWords.usualStatus(word).stream())
                .findFirst()
                .orElse(ErrorTexts.UNKNOWN));
  }

  private static ErrorKind kind(ProviderError error, List<String> words, int status) {
    if (error.isModerated()) {
      return ErrorKind.CONTENT_POLICY_VIOLATION;
    }
    ErrorTexts texts = ErrorTexts.of(evidence(error));
    ErrorKind kind =
        words.stream()
            .flatMap(word -> ErrorWords.kind(word).stream())
            .findFirst()
            .or(() -> texts.kind(status))
            .orElseGet(() -> ofStatus(status));
    return kind == ErrorKind.RATE_LIMITED ? limit(status, texts) : kind;
  }

  private static ErrorKind ofStatus(int status) {
    return status == ErrorTexts.UNKNOWN ? ErrorKind.SERVER_ERROR : ErrorKind.ofStatus(status);
  }

  private static ErrorKind limit(int status, ErrorTexts texts) {
    return switch (status) {
      case 503 -> ErrorKind.OVERLOADED;
      case 413 -> ErrorKind.REQUEST_TOO_LARGE;
      default -> texts.limit(status);
    };
  }

  private FailureDetail detail(
      ProviderError error,
      List<String> words,
      ErrorKind kind,
      HttpHead head,
      int status,
      Headers hints) {
    FailureDetail detail =
        plain(head, message(error, status))
            .withError(
                bounded(error.type().or(() -> amazonType(head.headers()))),
                bounded(error.param()),
                bounded(error.code()));
    if (status != ErrorTexts.UNKNOWN) {
      detail = detail.withStatus(status);
    }
    if (detail.requestId().isEmpty()) {
      detail = bounded(error.requestId()).map(detail::withRequestId).orElse(detail);
    }
    detail =
        RetryHints.of(hints, texts(error), time.now()).map(detail::withRetryAfter).orElse(detail);
    detail = shouldRetry(hints, kind).map(detail::withRetry).orElse(detail);
    detail = error.isText() ? quoting(detail, error.message()) : detail;
    boolean isItsOwn = !error.isText() && !error.message().isBlank();
    // Whatever it is about, it may quote what was asked.
    detail = isItsOwn ? detail.withMessageForCaller(detail.message()) : detail;
    return coolsDown(error, words, kind) ? detail : detail.withCooldown(Cooldown.NONE);
  }

  private static Optional<Boolean> shouldRetry(Headers headers, ErrorKind kind) {
    return headers
        .first("x-should-retry")
        .map(value -> value.strip().toLowerCase(Locale.ROOT))
        .filter(value -> value.equals("false") || (value.equals("true") && kind.mayBeRetried()))
        .map(Boolean::valueOf);
  }

  // Whether the kind's own rule on cooldowns holds: not where the model's sample or the caller's
  // file is at fault.
  private static boolean coolsDown(ProviderError error, List<String> words, ErrorKind kind) {
    return switch (kind) {
      case MALFORMED_ANSWER -> false;
      case NOT_FOUND, PERMISSION_DENIED -> isAboutDeployment(error, words);
      default -> true;
    };
  }

  private static boolean isAboutDeployment(ProviderError error, List<String> words) {
    return words.stream().anyMatch(word -> MODEL_CODES.contains(word.toLowerCase(Locale.ROOT)))
        || error.param().filter("model"::equals).isPresent()
        || !ErrorTexts.of(evidence(error) + ' ' + error.param().orElse("")).isAboutCallersOwn();
  }

  // Bedrock's dialect-speaking front tells the type in a header: "ThrottlingException:http://...".
  private static List<String> words(ProviderError error, Headers headers) {
    List<String> words = new ArrayList<>(error.words());
    amazonType(headers).ifPresent(words::add);
    return words;
  }

  private static Optional<String> amazonType(Headers headers) {
    return headers.first("x-amzn-errortype").map(AmazonType::name);
  }

  private static List<String> texts(ProviderError error) {
    List<String> texts = new ArrayList<>();
    texts.add(evidence(error));
    texts.addAll(error.details());
    return texts;
  }

  private static String evidence(ProviderError error) {
    String text = error.message() + ' ' + String.join(" ", error.details());
    return text.length() > LONGEST_EVIDENCE ? text.substring(0, LONGEST_EVIDENCE) : text;
  }

  private String message(ProviderError error, int status) {
    if (!error.message().isBlank()) {
      return error.isText() ? inPlaceOfText(status) : error.message();
    }
    String what = bounded(error.code().or(error::type)).map(word -> " (" + word + ")").orElse("");
    return status == ErrorTexts.UNKNOWN
        ? "the provider reported an error without a message" + what
        : "the provider answered HTTP " + status + " without a message" + what;
  }

  private static String inPlaceOfText(int status) {
    return status == ErrorTexts.UNKNOWN
        ? "the provider reported an error, but not in JSON"
        : "the provider answered HTTP " + status + " without a JSON error";
  }

  private static Optional<String> requestId(Headers headers) {
    return REQUEST_IDS.stream().flatMap(name -> headers.first(name).stream()).findFirst();
  }

  private Optional<String> bounded(Optional<String> word) {
    return word.map(text -> bounded(text, LONGEST_WORD));
  }

  // Scrubbed first: half a key would not be known again.
  private String bounded(String text, int longest) {
    String clean = scrubber.apply(text.strip());
    return clean.length() > longest ? clean.substring(0, longest) + "…" : clean;
  }
}
