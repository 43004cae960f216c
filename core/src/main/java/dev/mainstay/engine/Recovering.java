package dev.mainstay.engine;

import dev.mainstay.call.DeliveredAnswer;
import dev.mainstay.call.RecoveryForm;
import dev.mainstay.continuation.CallerBounds;
import dev.mainstay.continuation.Continuation;
import dev.mainstay.continuation.ContinuedAnswer;
import dev.mainstay.continuation.Continuer;
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
import dev.mainstay.rendering.VisibleOutput;
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
 * A call whose answer broke after output, or that goes on with one from before: what its caller
 * has, and how whoever is asked next is to go on. Not thread-safe.
 */
final class Recovering implements Round {
  private final RecoveryPolicy policy;
  private final PrefillMemory memory;
  private final Accumulator delivered;
  private final UsageSum usage;
  private final FirstFailure first = new FirstFailure();
  // Of the answer that the caller has.
  private String form;
  private Rendition rendition;
  private @Nullable Failure breakage;
  // Of the attempt that is made now.
  private Rendition asked;
  private Continuation continuation = new Continuation.Final("nobody was asked to go on yet");
  private @Nullable ContinuedAnswer answer;
  private boolean anew;
  private boolean jointFailed;
  private boolean restartDisagreed;
  private boolean prefillRefused;

  private Recovering(
      Rendition asked,
      String form,
      RecoveryPolicy policy,
      PrefillMemory memory,
      Accumulator delivered,
      UsageSum usage,
      @Nullable Failure breakage) {
    this.asked = asked;
    this.rendition = asked;
    this.form = form;
    this.policy = policy;
    this.memory = memory;
    this.delivered = delivered;
    this.usage = usage;
    this.breakage = breakage;
  }

  /**
   * The recovery of an answer that was asked for as {@code asked}, and broke by {@code breakage}.
   *
   * @param delivered what has gone out of it
   * @param usage what it has used
   */
  static Recovering after(
      Failure breakage,
      Rendition asked,
      RecoveryPolicy policy,
      PrefillMemory memory,
      Accumulator delivered,
      UsageSum usage) {
    return new Recovering(asked, asked.form(), policy, memory, delivered, usage, breakage);
  }

  /**
   * The first round of a call that goes on with {@code begun}: as if its answer had just broken.
   *
   * @param asked what the call asks
   * @param delivered what {@code begun} has of the answer
   */
  static Recovering from(
      DeliveredAnswer begun,
      Rendition asked,
      RecoveryPolicy policy,
      PrefillMemory memory,
      Accumulator delivered) {
    UsageSum usage = UsageSum.of(begun);
    return new Recovering(asked, begun.form(), policy, memory, delivered, usage, null);
  }

  // What the last attempt has used is in the sum.
  @Override
  public OptionalDouble cost(TokenPrices prices, Optional<Usage> last) {
    return usage.cost();
  }

  @Override
  public UsageSum used(TokenPrices prices, long heldTokens) {
    UsageSum used = usage.copy();
    if (answer != null) {
      answer.addTo(used);
    }
    return used;
  }

  @Override
  public Plan plan(
      Deployment deployment, Rendition asked, Function<Deployment, Provider> providers) {
    this.asked = asked;
    usage.payBy(deployment.info().prices()::cost);
    Provider provider = providers.apply(deployment);
    Continuer target =
        new Continuer(
            prefill(deployment, provider),
            delivered.delivered().reasoning(),
            restartDisagreed,
            asked.asked());
    continuation = continuationFor(target);
    anew = isToBeginAnew();
    if (anew) {
      continuation = new Continuation.Unchanged(asked.request());
      answer = joint(target).beginningAnew();
      return ask(asked.visible());
    }
    answer = joint(target);
    if (policy == RecoveryPolicy.CONTINUE_OR_RESTART) {
      ContinuedAnswer joined = answer;
      opening().ifPresent(opening -> joined.orAnew(opening, asked.request()));
    }
    if (continuation instanceof Continuation.Final(String why)) {
      return new Plan.End(breakage == null ? Ends.cannotGoOn(why) : breakage);
    }
    // Of an answer that goes on something has been seen.
    return isOfAnotherForm()
        ? new Plan.PassOver(Ends.asksInAnotherForm(deployment.id()))
        : ask(seen(answer));
  }

  // Of one that takes the place of what was delivered, nothing yet.
  private VisibleOutput seen(ContinuedAnswer joined) {
    VisibleOutput ofWhole = asked.visible();
    return chunk -> joined.isAnew() ? ofWhole.isVisible(chunk) : chunk.hasOutput();
  }

  // What an answer begins with that may take the place of what was delivered; anything, where the
  // question was the caller's own.
  private Optional<String> opening() {
    return switch (continuation) {
      case Continuation.FromStart restarted -> Optional.of("");
      case Continuation.Prefilled prefilled -> openingTold();
      case Continuation.Anchored anchored -> openingTold();
      case Continuation.Unchanged whole -> Optional.empty();
      case Continuation.Final end -> Optional.empty();
    };
  }

  private Optional<String> openingTold() {
    return Optional.of(asked.rendered().opening()).filter(opening -> !opening.isEmpty());
  }

  // Who begins anew tells the caller to drop what it has.
  private Plan ask(VisibleOutput visible) {
    Optional<ChatEvent> opening = anew ? Optional.of(new ChatEvent.Restarted()) : Optional.empty();
    return new Plan.Ask(request(), asked.choices(), visible, joint(), opening, false);
  }

  // A call that is given an answer to go on with does so once, whatever becomes of a break.
  private Continuation continuationFor(Continuer target) {
    if (policy == RecoveryPolicy.FAIL && breakage != null) {
      return new Continuation.Final("the group is set to fail");
    }
    if (delivered.choices() > 1) {
      return new Continuation.Final("several answers had begun to go out");
    }
    return delivered.isCut()
        ? new Continuation.Final("more has gone out than is kept to go on with")
        : Continuation.plan(asked.request(), delivered.delivered(), target);
  }

  private boolean isToBeginAnew() {
    return switch (policy) {
      case RESTART -> true;
      case CONTINUE_OR_RESTART -> jointFailed || isOfAnotherForm() || isOver();
      case CONTINUE, FAIL -> false;
    };
  }

  // The rest of an answer in another form would not belong to it.
  private boolean isOfAnotherForm() {
    return !asked.form().equals(form);
  }

  private ContinuedAnswer joint(Continuer target) {
    boolean tellsUsage = asked.request().includesUsage();
    return new ContinuedAnswer(
        request(), splice(), bounds(target), delivered.id(), usage, tellsUsage);
  }

  private boolean isOver() {
    return continuation instanceof Continuation.Final;
  }

  private ChatRequest request() {
    return switch (continuation) {
      case Continuation.Unchanged(ChatRequest request) -> request;
      case Continuation.Prefilled(ChatRequest request, Splice splice) -> request;
      case Continuation.Anchored(ChatRequest request, Splice splice) -> request;
      case Continuation.FromStart(ChatRequest request, Splice splice) -> request;
      case Continuation.Final end -> asked.request();
    };
  }

  @Override
  public Rendition rendition() {
    return rendition;
  }

  /** What joins the answer to what the caller has, where that stands. */
  Optional<ContinuedAnswer> joint() {
    return Optional.ofNullable(answer);
  }

  @Override
  public Optional<Verdict> verdict(Failure failure) {
    if (takePrefillRefusal()) {
      return Optional.of(new Verdict.Move(Whom.SAME, new When.AtOnce(), false));
    }
    return isFinal(failure) ? Optional.of(new Verdict.GiveUp()) : Optional.empty();
  }

  @Override
  public void met(Failure failure, boolean inFirstGroup) {
    first.met(failure, inFirstGroup);
  }

  // Of a recovery that takes too long the caller is told what broke its stream.
  @Override
  public Failure told(Failure last) {
    if (breakage == null) {
      return first.told(last);
    }
    boolean isRecoveryTooLong =
        last instanceof Failure.TimedOut late && late.phase() == TimeoutPhase.UNTIL_OUTPUT;
    return last.isOfCall() && !isRecoveryTooLong ? last : breakage;
  }

  @Override
  public void committed(CallStory story, Commit commit) {
    if (breakage == null) {
      story.committed(commit == Commit.FIRST_OUTPUT);
    } else {
      story.recovered(breakage, form());
    }
    rendition = asked;
    form = asked.form();
  }

  @Override
  public Round broke(Failure failure, TokenPrices prices, long heldTokens) {
    breakage = failure;
    restartDisagreed = false;
    jointFailed = false;
    settle();
    return this;
  }

  private boolean isAnew() {
    return answer != null && answer.isAnew();
  }

  /** How it is asked, or has answered. */
  RecoveryForm form() {
    if (isAnew()) {
      return RecoveryForm.RESTART;
    }
    return switch (continuation) {
      case Continuation.Unchanged whole -> RecoveryForm.ORIGINAL;
      case Continuation.Prefilled prefilled -> RecoveryForm.PREFILL;
      case Continuation.Anchored anchored -> RecoveryForm.ANCHOR;
      case Continuation.FromStart restarted -> RecoveryForm.RESTART;
      case Continuation.Final end ->
          throw new IllegalStateException("nobody is asked: " + end.why());
    };
  }

  /** Whether a stream that broke by {@code failure} is not gone on with. */
  boolean isFinal(Failure failure) {
    return isOver() || (failure.equals(breakage) && isOfRequest(failure));
  }

  /**
   * What a failure of an attempt to go on means: a target that does not take our form of asking is
   * not at fault, and neither is the caller.
   */
  @Override
  public Failure weigh(Deployment deployment, Failure failure) {
    settle();
    boolean isUnchanged = continuation instanceof Continuation.Unchanged;
    if (isEchoMissing()) {
      memory.refused(deployment);
    }
    boolean disagreed = answer != null && answer.failure().isPresent();
    jointFailed |= disagreed;
    if (failure instanceof Failure.MalformedAnswer
        && continuation instanceof Continuation.FromStart) {
      restartDisagreed = disagreed;
    }
    if (isUnchanged || !isRefusal(failure)) {
      return failure;
    }
    if (continuation instanceof Continuation.Prefilled) {
      memory.refused(deployment);
      prefillRefused = true;
    } else {
      jointFailed = true;
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
    return continuation instanceof Continuation.Prefilled(ChatRequest request, Splice splice)
        && splice.isFailed();
  }

  private Splice splice() {
    return switch (continuation) {
      case Continuation.Unchanged whole -> Splice.none();
      case Continuation.Prefilled(ChatRequest request, Splice splice) -> splice;
      case Continuation.Anchored(ChatRequest request, Splice splice) -> splice;
      case Continuation.FromStart(ChatRequest request, Splice splice) -> splice;
      case Continuation.Final end -> Splice.none();
    };
  }

  private CallerBounds bounds(Continuer target) {
    return switch (continuation) {
      case Continuation.Prefilled prefilled -> boundsOfChanged(target);
      case Continuation.Anchored anchored -> boundsOfChanged(target);
      case Continuation.Unchanged whole -> boundsOfUnchanged(target);
      case Continuation.FromStart restarted -> boundsOfUnchanged(target);
      case Continuation.Final end -> boundsOfUnchanged(target);
    };
  }

  private CallerBounds boundsOfChanged(Continuer target) {
    return CallerBounds.of(delivered.delivered(), target);
  }

  private CallerBounds boundsOfUnchanged(Continuer target) {
    return CallerBounds.ofUnchanged(delivered.delivered(), target);
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
