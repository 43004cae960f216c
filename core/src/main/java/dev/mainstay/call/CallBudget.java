package dev.mainstay.call;

import dev.mainstay.time.Deadline;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * What several calls that are one to their user may use between them: every attempt of any of them
 * draws from it, and all of them are over at its deadline. Each keeps to its own bounds besides. A
 * call that wants another attempt when it is spent ends by the failure it has met, or by {@code
 * NoDeployment} where it has met none; one that is under way at the deadline ends by {@code
 * TimedOut}.
 *
 * <p>{@code Mainstay.budget} gives one of what a single call has. Thread-safe.
 */
public final class CallBudget {
  private final int maxAttempts;
  private final Deadline deadline;
  private final Optional<Duration> time;
  private final IntConsumer teller;
  private final AtomicInteger attempts = new AtomicInteger();

  private CallBudget(int maxAttempts, Deadline deadline, IntConsumer teller) {
    this.maxAttempts = maxAttempts;
    this.deadline = deadline;
    this.time = deadline.isBounded() ? Optional.of(deadline.remaining()) : Optional.empty();
    this.teller = teller;
  }

  /**
   * A budget of which nothing is used.
   *
   * @param maxAttempts how many attempts there may be, above 0
   * @param deadline when all is over, on the client's time source; {@link Deadline#never()} for
   *     none
   * @throws IllegalArgumentException if {@code maxAttempts} is not above 0
   */
  public static CallBudget of(int maxAttempts, Deadline deadline) {
    Objects.requireNonNull(deadline, "deadline");
    if (maxAttempts <= 0) {
      throw new IllegalArgumentException(
          "the budget has " + maxAttempts + " attempts; use a number above 0");
    }
    return new CallBudget(maxAttempts, deadline, attempt -> {});
  }

  /**
   * A budget of the same size, of which nothing is used.
   *
   * @param teller is told the number of each attempt, from 1, before anything of it is sent, on the
   *     thread of its call; what it throws ends the call and is thrown to the caller
   */
  public CallBudget telling(IntConsumer teller) {
    Objects.requireNonNull(teller, "teller");
    return new CallBudget(maxAttempts, deadline, teller);
  }

  /** How many attempts there may be. */
  public int maxAttempts() {
    return maxAttempts;
  }

  /** How many attempts there have been. */
  public int attempts() {
    return attempts.get();
  }

  /** Whether there may be no further attempt. */
  public boolean isSpent() {
    return attempts.get() >= maxAttempts;
  }

  /** When all is over. */
  public Deadline deadline() {
    return deadline;
  }

  /** How long there was until then when it was made; nothing where it has no deadline. */
  public Optional<Duration> time() {
    return time;
  }

  /** Takes one attempt from it; whether there was one left. */
  public boolean draw() {
    int used = attempts.getAndUpdate(n -> n < maxAttempts ? n + 1 : n);
    if (used >= maxAttempts) {
      return false;
    }
    teller.accept(used + 1);
    return true;
  }

  /** Gives back one attempt that was drawn, since it does not count. */
  public void giveBack() {
    attempts.updateAndGet(used -> Math.max(0, used - 1));
  }
}
