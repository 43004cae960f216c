package dev.mainstay.verdict;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.Reach;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.policy.WaitLimits;
import dev.mainstay.verdict.Verdict.FallBack;
import dev.mainstay.verdict.Verdict.GiveUp;
import dev.mainstay.verdict.Verdict.Move;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Decides what to do about a failed attempt, from the failure and where the call stands alone:
 * another deployment at once, else a wait and one that was asked before, else a fallback group,
 * else a wait for one that has no place now, else the end. A call that is let in nowhere goes to a
 * fallback group, or waits for the first that wakes.
 *
 * @param retries how often
 * @param backoff how long
 * @param pacing how long it is waited in line
 * @param limits how long the call may wait itself
 */
public record Judge(RetryPolicy retries, Backoff backoff, PacingPolicy pacing, WaitLimits limits) {

  private static final WaitLimits NO_WAITS = new WaitLimits(Duration.ZERO, Duration.ZERO);

  /** This judge over a call that may not wait now. */
  public Judge withoutWaits() {
    return new Judge(retries, backoff, pacing, NO_WAITS);
  }

  /** The verdict on {@code failure}; {@code random} gives the jitter. */
  public Verdict judge(Failure failure, Situation now, RandomGenerator random) {
    Verdict verdict = byPolicies(failure, now, random);
    return verdict instanceof Move move
        ? withinLimits(move, isForTurn(failure, now), now)
        : verdict;
  }

  // When its turn comes may be known; yet it is a wait in line, and none before a retry.
  private static boolean isForTurn(Failure failure, Situation now) {
    return failure instanceof Failure.NoDeployment && now.turnIn().isPresent();
  }

  private Verdict withinLimits(Move move, boolean isForTurn, Situation now) {
    return switch (move.when()) {
      case When.AtOnce atOnce -> move;
      case When.After(Duration delay) ->
          isAllowed(move.whom(), delay) ? move : handBack(delay, now);
      case When.InLine(Duration delay, Duration longest) ->
          inLineFor(move.whom(), delay, longest, isForTurn, now)
              .<Verdict>map(
                  most -> new Move(move.whom(), new When.InLine(delay, most), move.counts()))
              .orElseGet(() -> handBack(delay, now));
      case When.InTurn(Duration delay, Duration longest) ->
          inLineFor(move.whom(), delay, longest, isForTurn, now)
              .<Verdict>map(
                  most -> new Move(move.whom(), new When.InTurn(delay, most), move.counts()))
              .orElseGet(() -> handBack(delay, now));
    };
  }

  // Who would have to leave before its turn does not get in line.
  private Optional<Duration> inLineFor(
      Whom whom, Duration delay, Duration longest, boolean isForTurn, Situation now) {
    Duration left = limits.inLine().minus(now.waited());
    Duration most = left.compareTo(longest) < 0 ? left : longest;
    return most.isPositive() && delay.compareTo(most) <= 0 && (isForTurn || isAllowed(whom, delay))
        ? Optional.of(most)
        : Optional.empty();
  }

  // Who waits for no retry makes none, though its wait would be none: each is asked once.
  private boolean isAllowed(Whom whom, Duration delay) {
    boolean mayTurn = whom == Whom.UNTRIED || limits.beforeRetry().isPositive();
    return mayTurn && delay.compareTo(limits.beforeRetry()) <= 0;
  }

  private static Verdict handBack(Duration delay, Situation now) {
    return fallBack(now).orElseGet(() -> new GiveUp(Optional.of(delay)));
  }

  private Verdict byPolicies(Failure failure, Situation now, RandomGenerator random) {
    if (failure.isOfCall() || now.attempts() >= retries.maxAttempts()) {
      return new GiveUp();
    }
    if (failure instanceof Failure.NoDeployment) {
      return onRefusal(now);
    }
    if (mayGoElsewhere(failure, now) && now.hasUntried()) {
      return new Move(Whom.UNTRIED, new When.AtOnce(), true);
    }
    return refusedInTurn(failure, now)
        .or(() -> waitedFor(failure, now, random))
        .or(() -> fallBack(now))
        .or(() -> waitedForPlace(failure, now, random))
        .orElseGet(GiveUp::new);
  }

  // Nobody was asked, so nothing counts but time.
  private Verdict onRefusal(Situation now) {
    return shortTurn(now)
        .or(() -> fallBack(now))
        .or(() -> now.wakesIn().flatMap(wait -> inLine(now.turnedTo(), wait, now)))
        .orElseGet(GiveUp::new);
  }

  // Its turn comes before it would have lost patience, though a fallback is left.
  private Optional<Verdict> shortTurn(Situation now) {
    return now.hasFallback()
        ? now.turnIn().flatMap(turn -> inTurn(now.turnedTo(), turn, now))
        : Optional.empty();
  }

  // Where others wait, a call that was refused goes before them instead of waiting by itself.
  private Optional<Verdict> refusedInTurn(Failure failure, Situation now) {
    return failure instanceof Failure.RateLimited
            && now.isBeforeOthers()
            && hasPatienceFor(failure)
            && mayAskAgain(failure, now)
        ? inTurn(Whom.SAME, failure.retryAfter().orElse(Duration.ZERO), now)
        : Optional.empty();
  }

  private Optional<Verdict> inTurn(Whom whom, Duration turn, Situation now) {
    Duration patience =
        now.hasFallback()
            ? backoff.fallbackPatience().minus(now.waited())
            : pacing.patienceAfter(now.waited());
    return longest(turn, patience, now)
        .map(longest -> new Move(whom, new When.InTurn(turn, longest), true));
  }

  private Optional<Verdict> inLine(Whom whom, Duration wait, Situation now) {
    boolean forTurn = now.turnIn().isPresent() || now.hasUntriedWithoutPlace();
    Duration patience =
        forTurn ? pacing.patienceAfter(now.waited()) : backoff.patienceAfter(now.waited());
    return longest(wait, patience, now)
        .map(longest -> new Move(whom, new When.InLine(wait, longest), true));
  }

  /** How long it is waited at most, where {@code wait} is within that. */
  private static Optional<Duration> longest(Duration wait, Duration patience, Situation now) {
    Duration longest = patience.compareTo(now.remaining()) < 0 ? patience : now.remaining();
    boolean isWorthIt =
        longest.isPositive()
            && wait.compareTo(patience) <= 0
            && wait.compareTo(now.remaining()) < 0;
    return isWorthIt ? Optional.of(longest) : Optional.empty();
  }

  private static Optional<Verdict> fallBack(Situation now) {
    return now.fallback().map(FallBack::new);
  }

  private Optional<Verdict> waitedFor(Failure failure, Situation now, RandomGenerator random) {
    int n = now.retries() + 1;
    Duration own = backoff.waitAfter(failure, n, random);
    boolean again =
        hasPatienceFor(failure) && mayAskAgain(failure, now) && isWorthWaiting(own, now);
    Duration other = waitForOther(now.triedFreeIn(), own, failure, now, random);
    boolean atOnce = now.afterProbe() && now.hasFallback();
    boolean back =
        !atOnce && mayGoBack(now.triedFreeIn(), failure, now) && isWorthWaiting(other, now);
    if (back && (!again || other.compareTo(own) <= 0)) {
      return Optional.of(after(other, Whom.TRIED));
    }
    return again ? Optional.of(after(own, Whom.SAME)) : Optional.empty();
  }

  // Another of the group would do, but that it has no place now.
  private Optional<Verdict> waitedForPlace(Failure failure, Situation now, RandomGenerator random) {
    if (mayGoElsewhere(failure, now) && now.hasUntriedWithoutPlace()) {
      return inLine(Whom.UNTRIED, Duration.ZERO, now);
    }
    Duration own = backoff.waitAfter(failure, now.retries() + 1, random);
    Duration wait = waitForOther(now.fullFreeIn(), own, failure, now, random);
    return mayGoBack(now.fullFreeIn(), failure, now) && isWorthWaiting(wait, now)
        ? Optional.of(after(wait, Whom.TRIED))
        : Optional.empty();
  }

  private static Verdict after(Duration delay, Whom whom) {
    return new Move(whom, new When.After(delay), true);
  }

  private Duration waitForOther(
      Optional<Duration> freeIn,
      Duration own,
      Failure failure,
      Situation now,
      RandomGenerator random) {
    if (freeIn.filter(Duration::isPositive).isPresent()) {
      return backoff.waitForHint(freeIn.get(), random);
    }
    // The hint is of the one that failed, not of the one that is asked.
    return failure.retryAfter().isEmpty() ? own : backoff.waitBefore(now.retries() + 1, random);
  }

  private boolean mayAskAgain(Failure failure, Situation now) {
    boolean retryable =
        failure.isRetryable() || (isWished(failure) && !failure.isRetryableByKind());
    return retryable
        && now.mayRepeat()
        && now.retries() < retries.limitOnSame(failure)
        && ((!isSilence(failure) && !now.afterProbe()) || hasNowhereElse(now));
  }

  private boolean mayGoElsewhere(Failure failure, Situation now) {
    return failure.reach() == Reach.ANYWHERE && now.retries() < retries.limitElsewhere(failure);
  }

  private boolean mayGoBack(Optional<Duration> freeIn, Failure failure, Situation now) {
    return mayGoElsewhere(failure, now) && freeIn.filter(backoff::hasPatienceFor).isPresent();
  }

  /** Whether a failure is the kind after which a deployment is not asked again in its call. */
  public boolean isSilence(Failure failure) {
    return failure.isSilence() && retries.explicit(failure).orElse(0) == 0;
  }

  /** Whether a deployment that failed so may be gone back to in the same call. */
  public boolean mayBeGoneBackTo(Failure failure) {
    return failure.isRetryable() && !isSilence(failure) && retries.limitOnSame(failure) > 0;
  }

  private boolean isWished(Failure failure) {
    return retries.explicit(failure).orElse(0) > 0;
  }

  private boolean hasPatienceFor(Failure failure) {
    return failure.retryAfter().map(backoff::hasPatienceFor).orElse(true);
  }

  private boolean isWorthWaiting(Duration wait, Situation now) {
    return wait.compareTo(now.remaining()) < 0
        && !(now.hasFallback() && wait.compareTo(backoff.fallbackPatience()) > 0);
  }

  private static boolean hasNowhereElse(Situation now) {
    return !now.hasUntried()
        && !now.hasUntriedWithoutPlace()
        && now.triedFreeIn().isEmpty()
        && now.fullFreeIn().isEmpty()
        && !now.hasFallback();
  }
}
