package dev.mainstay.failure;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known of one failure, whatever its kind. Immutable. */
public final class FailureDetail {
  private static final String FOR_CALLER = "the message is for that call's caller alone";

  // What stands where a code belongs may be a sentence, and quote what was asked; codes, paths of
  // fields and ids have no spaces.
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.:/\\[\\]#+=@|-]{1,64}");

  private final Values values;

  private FailureDetail(Values values) {
    this.values = values;
  }

  /** A detail of which only the message is known. */
  public static FailureDetail of(String message) {
    return new FailureDetail(new Values(requireNonNull(message, "message")));
  }

  /** What went wrong; the provider's own words where it gave any, scrubbed of keys. */
  public String message() {
    return values.message;
  }

  /** This detail with another message. */
  public FailureDetail withMessage(String message) {
    requireNonNull(message, "message");
    return with(values -> {
      values.message = message;
      values.isForCaller = false;
    });
  }

  /** Whether the message is for the caller alone, and in no event. */
  public boolean isForCaller() {
    return values.isForCaller;
  }

  /**
   * This detail with a message for the caller alone, since it may quote what was asked or answered:
   * events and logs have the status, code, param and request id in its place. Of those they have
   * what looks like a code: 64 letters, digits and signs at most, and no space.
   */
  public FailureDetail withMessageForCaller(String message) {
    requireNonNull(message, "message");
    return with(values -> {
      values.message = message;
      values.isForCaller = true;
    });
  }

  /** The HTTP status, where there was an answer. */
  public OptionalInt status() {
    return values.status;
  }

  /** This detail with an HTTP status. */
  public FailureDetail withStatus(int status) {
    return with(values -> values.status = OptionalInt.of(status));
  }

  /** The provider's error type, as in {@code invalid_request_error}. */
  public Optional<String> type() {
    return values.type;
  }

  /** The request's field that the provider blames. */
  public Optional<String> param() {
    return values.param;
  }

  /** The provider's error code, as in {@code model_not_found}. */
  public Optional<String> code() {
    return values.code;
  }

  /** This detail with the provider's type, param and code. */
  public FailureDetail withError(
      Optional<String> type, Optional<String> param, Optional<String> code) {
    return with(values -> {
      values.type = requireNonNull(type, "type");
      values.param = requireNonNull(param, "param");
      values.code = requireNonNull(code, "code");
    });
  }

  /** The provider's id of the request, for its support. */
  public Optional<String> requestId() {
    return values.requestId;
  }

  /** This detail with the provider's request id. */
  public FailureDetail withRequestId(String requestId) {
    return with(values -> values.requestId = Optional.of(requireNonNull(requestId, "requestId")));
  }

  /** How long the provider asked to wait, above zero. */
  public Optional<Duration> retryAfter() {
    return values.retryAfter;
  }

  /** This detail with a wait that the provider asked for. */
  public FailureDetail withRetryAfter(Duration retryAfter) {
    return with(
        values -> values.retryAfter = Optional.of(requireNonNull(retryAfter, "retryAfter")));
  }

  /** Whether to ask the same deployment again, where this differs from the kind's default. */
  public Optional<Boolean> retry() {
    return values.retry;
  }

  /** This detail with a retry flag of its own. */
  public FailureDetail withRetry(boolean retry) {
    return with(values -> values.retry = Optional.of(retry));
  }

  /** Where else the call may go, where this differs from the kind's default. */
  public Optional<Reach> reach() {
    return values.reach;
  }

  /** This detail with a reach of its own. */
  public FailureDetail withReach(Reach reach) {
    return with(values -> values.reach = Optional.of(requireNonNull(reach, "reach")));
  }

  /** The effect on the deployment's health, where this differs from the kind's default. */
  public Optional<Cooldown> cooldown() {
    return values.cooldown;
  }

  /** This detail with an effect on health of its own. */
  public FailureDetail withCooldown(Cooldown cooldown) {
    return with(values -> values.cooldown = Optional.of(requireNonNull(cooldown, "cooldown")));
  }

  /**
   * The first words of what came in place of an answer or of an error's JSON, scrubbed of keys;
   * they may be anybody's text, so they are for the caller alone, and in no event.
   */
  public Optional<String> quoted() {
    return values.quoted;
  }

  /** This detail with the first words of what came in place of an answer. */
  public FailureDetail withQuoted(String quoted) {
    return with(values -> values.quoted = Optional.of(requireNonNull(quoted, "quoted")));
  }

  /** Whether the provider had been silent for so long before that asking it again is vain. */
  public boolean isAfterSilence() {
    return values.isAfterSilence;
  }

  /** This detail, told after so long a silence. */
  public FailureDetail withSilence(Duration silence) {
    requireNonNull(silence, "silence");
    return with(values -> {
      values.message += " after " + silence.toSeconds() + " s of silence";
      values.isAfterSilence = true;
    });
  }

  /** Whether a part of it is for the caller alone. */
  boolean isQuoting() {
    return values.isForCaller || values.quoted.isPresent() || words().anyMatch(w -> !isCode(w));
  }

  /** This detail as everybody may have it. */
  FailureDetail withoutQuoted() {
    FailureDetail coded =
        with(open -> {
          open.type = values.type.filter(FailureDetail::isCode);
          open.param = values.param.filter(FailureDetail::isCode);
          open.code = values.code.filter(FailureDetail::isCode);
          open.requestId = values.requestId.filter(FailureDetail::isCode);
          open.quoted = Optional.empty();
        });
    return mayQuote() ? coded.withMessage(coded.inOtherWords()) : coded;
  }

  // A message without words of the provider's own may name its code, whatever stands there.
  private boolean mayQuote() {
    return values.isForCaller
        || words().anyMatch(word -> !isCode(word) && values.message.contains(word));
  }

  private Stream<String> words() {
    return Stream.of(values.type, values.param, values.code, values.requestId)
        .flatMap(Optional::stream);
  }

  private static boolean isCode(String word) {
    return CODE.matcher(word).matches();
  }

  private String inOtherWords() {
    List<String> known = new ArrayList<>();
    values.status.ifPresent(status -> known.add("HTTP " + status));
    values.code.or(() -> values.type).ifPresent(known::add);
    values.param.ifPresent(param -> known.add("param " + param));
    values.requestId.ifPresent(id -> known.add("request " + id));
    return known.isEmpty() ? FOR_CALLER : String.join(", ", known) + "; " + FOR_CALLER;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FailureDetail that && values.all().equals(that.values.all());
  }

  @Override
  public int hashCode() {
    return values.all().hashCode();
  }

  @Override
  public String toString() {
    List<String> known = new ArrayList<>(List.of(values.message));
    values.status.ifPresent(status -> known.add("status=" + status));
    values.type.ifPresent(type -> known.add("type=" + type));
    values.param.ifPresent(param -> known.add("param=" + param));
    values.code.ifPresent(code -> known.add("code=" + code));
    values.requestId.ifPresent(id -> known.add("requestId=" + id));
    values.retryAfter.ifPresent(hint -> known.add("retryAfter=" + hint));
    values.retry.ifPresent(retry -> known.add("retry=" + retry));
    values.reach.ifPresent(reach -> known.add("reach=" + reach));
    values.cooldown.ifPresent(cooldown -> known.add("cooldown=" + cooldown));
    values.quoted.ifPresent(quoted -> known.add("quoted=" + quoted));
    if (values.isAfterSilence) {
      known.add("isAfterSilence=true");
    }
    if (values.isForCaller) {
      known.add("isForCaller=true");
    }
    return "FailureDetail" + known;
  }

  private FailureDetail with(Consumer<Values> change) {
    Values changed = new Values(values);
    change.accept(changed);
    return new FailureDetail(changed);
  }

  /** Changed only before anybody else sees it. */
  private static final class Values {
    private String message;
    private OptionalInt status = OptionalInt.empty();
    private Optional<String> type = Optional.empty();
    private Optional<String> param = Optional.empty();
    private Optional<String> code = Optional.empty();
    private Optional<String> requestId = Optional.empty();
    private Optional<Duration> retryAfter = Optional.empty();
    private Optional<Boolean> retry = Optional.empty();
    private Optional<Reach> reach = Optional.empty();
    private Optional<Cooldown> cooldown = Optional.empty();
    private Optional<String> quoted = Optional.empty();
    private boolean isAfterSilence;
    private boolean isForCaller;

    Values(String message) {
      this.message = message;
    }

    Values(Values from) {
      message = from.message;
      status = from.status;
      type = from.type;
      param = from.param;
      code = from.code;
      requestId = from.requestId;
      retryAfter = from.retryAfter;
      retry = from.retry;
      reach = from.reach;
      cooldown = from.cooldown;
      quoted = from.quoted;
      isAfterSilence = from.isAfterSilence;
      isForCaller = from.isForCaller;
    }

    List<Object> all() {
      return List.of(
          message,
          status,
          type,
          param,
          code,
          requestId,
          retryAfter,
          retry,
          reach,
          cooldown,
          quoted,
          isAfterSilence,
          isForCaller);
    }
  }
}
