package dev.mainstay.engine;

import dev.mainstay.call.RecoveryForm;
import dev.mainstay.continuation.CallerBounds;
import dev.mainstay.continuation.Continuation;
import dev.mainstay.continuation.ContinuedAnswer;
import dev.mainstay.continuation.Target;
import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.model.ChatEvent;
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
import dev.mainstay.verdict.Verdict;
import dev.mainstay.verdict.When;
import dev.mainstay.verdict.Whom;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call whose answer broke after output: what its caller has, and how whoever is asked next is to
 * go on. Not thread-safe.
 */
final class Recovering implements Round {
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
    usage.payBy(prices::cost);
    long written = delivered.estimatedTokens() + heldTokens;
    delivered
        .usage()
        .ifPresentOrElse(
            told -> usage.addAtLeast(told, written), () -> usage.addEstimate(original, written));
  }

  // What the last attempt has used counts where it began anew: else it is in the sum.
  @Override
  public OptionalDouble cost(TokenPrices prices, Optional<Usage> last) {
    return answer == null && last.isPresent() ? usage.costWith(last.get()) : usage.cost();
  }

  @Override
  public Optional<Failure> plan(Deployment deployment, Function<Deployment, Provider> providers) {
    usage.payBy(deployment.info().prices()::cost);
    Provider provider = providers.apply(deployment);
    Target target =
        new Target(
            prefill(deployment, provider),
            delivered.delivered().reasoning(),
            restartDisagreed,
            provider.vendorTerms(deployment, original));
    plan =
        switch (policy) {
          case CONTINUE -> goOn(target);
          case RESTART -> new Continuation.Unchanged(original);
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
    return plan instanceof Continuation.Final ? Optional.of(breakage) : Optional.empty();
  }

  private Continuation goOn(Target target) {
    return delivered.isCut()
        ? new Continuation.Final("more has gone out than is kept to go on with")
        : Continuation.plan(original, delivered.delivered(), target);
  }

  @Override
  public ChatRequest request() {
    return switch (plan) {
      case Continuation.Unchanged(ChatRequest request) -> request;
      case Continuation.Prefilled(ChatRequest request, Splice splice) -> request;
      case Continuation.Anchored(ChatRequest request, Splice splice) -> request;
      case Continuation.FromStart(ChatRequest request, Splice splice) -> request;
      case Continuation.Final end -> original;
    };
  }

  @Override
  public Optional<ContinuedAnswer> joint() {
    return Optional.ofNullable(answer);
  }

  // Where the caller drops what it has.
  @Override
  public Optional<ChatEvent> opening() {
    return answer == null ? Optional.of(new ChatEvent.Restarted()) : Optional.empty();
  }

  @Override
  public boolean mayRefuseSilence() {
    return false;
  }

  @Override
  public Optional<Verdict> verdict(Failure failure) {
    if (takePrefillRefusal()) {
      return Optional.of(new Verdict.Move(Whom.SAME, new When.AtOnce(), false));
    }
    return isFinal(failure) ? Optional.of(new Verdict.GiveUp()) : Optional.empty();
  }

  @Override
  public void met(Failure failure, boolean inFirstGroup) {}

  // Of a recovery that takes too long the caller is told what broke its stream.
  @Override
  public Failure told(Failure last) {
    boolean isRecoveryTooLong =
        last instanceof Failure.TimedOut late && late.phase() == TimeoutPhase.UNTIL_OUTPUT;
    return last.isOfCall() && !isRecoveryTooLong ? last : breakage;
  }

  @Override
  public void committed(CallStory story, Commit commit) {
    story.recovered(breakage, form());
  }

  @Override
  public Round broke(Failure failure, TokenPrices prices, Accumulator delivered, long heldTokens) {
    breakage = failure;
    restartDisagreed = false;
    settle();
    return this;
  }

  /** How it is asked. */
  RecoveryForm form() {
    return switch (plan) {
      case Continuation.Unchanged original ->
          policy == RecoveryPolicy.RESTART ? RecoveryForm.RESTART : RecoveryForm.ORIGINAL;
      case Continuation.Prefilled prefilled -> RecoveryForm.PREFILL;
      case Continuation.Anchored anchored -> RecoveryForm.ANCHOR;
      case Continuation.FromStart restarted -> RecoveryForm.RESTART;
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
  @Override
  public Failure weigh(Deployment deployment, Failure failure) {
    settle();
    boolean isUnchanged = plan instanceof Continuation.Unchanged;
    if (isEchoMissing()) {
      memory.refused(deployment);
    }
    if (failure instanceof Failure.MalformedAnswer && plan instanceof Continuation.FromStart) {
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
      case Continuation.Unchanged whole -> Splice.none();
      case Continuation.Prefilled(ChatRequest request, Splice splice) -> splice;
      case Continuation.Anchored(ChatRequest request, Splice splice) -> splice;
      case Continuation.FromStart(ChatRequest request, Splice splice) -> splice;
      case Continuation.Final end -> Splice.none();
    };
  }

  private CallerBounds bounds(Target target) {
    return switch (plan) {
      case Continuation.Prefilled prefilled ->
          CallerBounds.of(original, delivered.delivered(), target);
      case Continuation.Anchored anchored ->
          CallerBounds.of(original, delivered.delivered(), target);
      case Continuation.Unchanged whole ->
          CallerBounds.ofUnchanged(original, delivered.delivered());
      case Continuation.FromStart restarted ->
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
