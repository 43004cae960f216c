package dev.mainstay.engine;

import dev.mainstay.call.RecoveryForm;
import dev.mainstay.continuation.CallerBounds;
import dev.mainstay.continuation.Continuation;
import dev.mainstay.continuation.ContinuedAnswer;
import dev.mainstay.continuation.Target;
import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Prefill;
import dev.mainstay.model.Usage;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.TokenPrices;
import dev.mainstay.splice.Splice;
import dev.mainstay.stream.Accumulator;
import dev.mainstay.stream.UsageSum;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A call whose answer broke after output: what its caller has, and how whoever is asked next is to
 * go on. Not thread-safe.
 */
final class Recovering {
  private final ChatRequest original;
  private final RecoveryPolicy policy;
  private final PrefillMemory memory;
  private final Accumulator delivered;
  private final UsageSum usage = new UsageSum();
  private Failure breakage;
  private Continuation plan = new Continuation.Final("nobody was asked to go on yet");
  private @Nullable ContinuedAnswer answer;
  private boolean restartDisagreed;
  private boolean prefillRefused;

  Recovering(
      ChatRequest original,
      TokenPrices prices,
      RecoveryPolicy policy,
      PrefillMemory memory,
      Accumulator delivered,
      long heldTokens,
      Failure breakage) {
    this.original = original;
    this.policy = policy;
    this.memory = memory;
    this.delivered = delivered;
    this.breakage = breakage;
    usage.payBy(prices);
    long written = delivered.estimatedTokens() + heldTokens;
    delivered
        .usage()
        .ifPresentOrElse(
            told -> usage.addAtLeast(told, written), () -> usage.addEstimate(original, written));
  }

  /** What the caller has. */
  Accumulator delivered() {
    return delivered;
  }

  /**
   * What all attempts cost, where their prices are known.
   *
   * @param last what the last one has used, which counts where it began anew: else it is in the sum
   */
  OptionalDouble cost(Optional<Usage> last) {
    return answer == null && last.isPresent() ? usage.costWith(last.get()) : usage.cost();
  }

  /** The failure that broke the stream last. */
  Failure breakage() {
    return breakage;
  }

  /** The answer, gone on with, broke once more. */
  void brokeAgain(Failure failure) {
    breakage = failure;
    restartDisagreed = false;
    settle();
  }

  /** Plans how {@code deployment} is asked to go on; false if the break is final. */
  boolean plan(Deployment deployment, Provider provider) {
    usage.payBy(deployment.info().prices());
    Prefill prefill = prefill(deployment, provider);
    Target target = new Target(prefill, delivered.delivered().reasoning(), restartDisagreed);
    plan =
        switch (policy) {
          case CONTINUE -> goOn(target);
          case RESTART -> new Continuation.Original(original);
          case FAIL -> new Continuation.Final("the group is set to fail");
        };
    answer =
        policy == RecoveryPolicy.RESTART
            ? null
            : new ContinuedAnswer(
                request(),
                splice(),
                bounds(target),
                delivered.id(),
                usage,
                original.includesUsage());
    return !(plan instanceof Continuation.Final);
  }

  private Continuation goOn(Target target) {
    return delivered.isCut()
        ? new Continuation.Final("more has gone out than is kept to go on with")
        : Continuation.plan(original, delivered.delivered(), target);
  }

  /** What is asked. */
  ChatRequest request() {
    return switch (plan) {
      case Continuation.Original(ChatRequest request) -> request;
      case Continuation.Prefilled(ChatRequest request, Splice splice) -> request;
      case Continuation.Anchored(ChatRequest request, Splice splice) -> request;
      case Continuation.Restarted(ChatRequest request, Splice splice) -> request;
      case Continuation.Final end -> original;
    };
  }

  /** How its chunks join what the caller has; nothing where the caller drops that. */
  Optional<ContinuedAnswer> answer() {
    return Optional.ofNullable(answer);
  }

  /** How it is asked. */
  RecoveryForm form() {
    return switch (plan) {
      case Continuation.Original original ->
          policy == RecoveryPolicy.RESTART ? RecoveryForm.RESTART : RecoveryForm.ORIGINAL;
      case Continuation.Prefilled prefilled -> RecoveryForm.PREFILL;
      case Continuation.Anchored anchored -> RecoveryForm.ANCHOR;
      case Continuation.Restarted restarted -> RecoveryForm.RESTART;
      case Continuation.Final end ->
          throw new IllegalStateException("nobody is asked: " + end.why());
    };
  }

  /** Whether a stream that broke by {@code failure} is not gone on with. */
  boolean isFinal(Failure failure) {
    return plan instanceof Continuation.Final || (failure.equals(breakage) && isOfRequest(failure));
  }

  /**
   * What a failure of an attempt to go on means: a target that does not take our form of asking is
   * not at fault, and neither is the caller.
   */
  Failure weigh(Deployment deployment, Failure failure) {
    settle();
    boolean isUnchanged = plan instanceof Continuation.Original;
    if (isEchoMissing()) {
      memory.refused(deployment);
    }
    if (failure instanceof Failure.MalformedAnswer && plan instanceof Continuation.Restarted) {
      restartDisagreed = answer != null && answer.failure().isPresent();
    }
    if (isUnchanged || !isRefusal(failure)) {
      return failure;
    }
    if (plan instanceof Continuation.Prefilled) {
      memory.refused(deployment);
      prefillRefused = true;
    }
    FailureDetail detail = failure.detail().withRetry(true).withCooldown(Cooldown.NONE);
    return new Failure.MalformedAnswer(detail);
  }

  /** Whether the last attempt was refused for its form, so that the same target is asked anew. */
  boolean takePrefillRefusal() {
    boolean refused = prefillRefused;
    prefillRefused = false;
    return refused;
  }

  private void settle() {
    if (answer != null) {
      answer.settle();
    }
  }

  // What was to be repeated first was not: whoever does that does not go on either.
  private boolean isEchoMissing() {
    return plan instanceof Continuation.Prefilled(ChatRequest request, Splice splice)
        && splice.isFailed();
  }

  private Splice splice() {
    return switch (plan) {
      case Continuation.Original whole -> Splice.none();
      case Continuation.Prefilled(ChatRequest request, Splice splice) -> splice;
      case Continuation.Anchored(ChatRequest request, Splice splice) -> splice;
      case Continuation.Restarted(ChatRequest request, Splice splice) -> splice;
      case Continuation.Final end -> Splice.none();
    };
  }

  private CallerBounds bounds(Target target) {
    return switch (plan) {
      case Continuation.Prefilled prefilled ->
          CallerBounds.of(original, delivered.delivered(), target);
      case Continuation.Anchored anchored ->
          CallerBounds.of(original, delivered.delivered(), target);
      case Continuation.Original whole -> CallerBounds.ofUnchanged(original, delivered.delivered());
      case Continuation.Restarted restarted ->
          CallerBounds.ofUnchanged(original, delivered.delivered());
      case Continuation.Final end -> CallerBounds.ofUnchanged(original, delivered.delivered());
    };
  }

  private Prefill prefill(Deployment deployment, Provider provider) {
    return memory.hasRefused(deployment) ? Prefill.NONE : provider.prefill(deployment);
  }

  private static boolean isRefusal(Failure failure) {
    return failure instanceof Failure.BadRequest
        || failure instanceof Failure.Unprocessable
        || failure instanceof Failure.UnsupportedParameter;
  }

  private static boolean isOfRequest(Failure failure) {
    return failure instanceof Failure.BadRequest
        || failure instanceof Failure.Unprocessable
        || failure instanceof Failure.ContentPolicyViolation;
  }
}
