package dev.mainstay.temporal;

import dev.mainstay.policy.RetryPolicy;
import java.util.Optional;

/** Finds out whether Temporal and Mainstay would both retry a call. */
final class Ownership {
  /** How often Temporal carries on after crashes and waits at most; no policy, but a guard. */
  static final int CRASH_GUARD = 100;

  private Ownership() {}

  /**
   * What is wrong with who retries {@code task}; nothing where one owner does.
   *
   * @param worker the owner that the worker is set to, where it is set to one
   * @param retries what the worker's Mainstay does for the request
   */
  static Optional<String> conflict(
      ChatTask task, Optional<RetryOwner> worker, RetryPolicy retries) {
    return switch (task.policy().owner()) {
      case MAINSTAY ->
          temporalToo(task, retries)
              .or(() ->
                  worker.filter(RetryOwner.TEMPORAL::equals).flatMap(o -> both(task, retries)));
      case TEMPORAL -> worker.filter(RetryOwner.MAINSTAY::equals).flatMap(o -> both(task, retries));
    };
  }

  private static Optional<String> temporalToo(ChatTask task, RetryPolicy retries) {
    int attempts = task.temporalAttempts();
    if (attempts == CRASH_GUARD || attempts == 1 || retries.isOff()) {
      return Optional.empty();
    }
    return Optional.of(
        "Temporal (RetryOptions.maximumAttempts = "
            + (attempts == 0 ? "unlimited" : attempts)
            + ") and Mainstay (retries = "
            + retries.general()
            + ") would both retry: "
            + (attempts == 0 ? "without limit" : sum(attempts, retries))
            + "; leave maximumAttempts to DurableChat, or"
            + " let Temporal own the retries (CallPolicy.owner)");
  }

  private static Optional<String> both(ChatTask task, RetryPolicy retries) {
    int passes = task.policy().passes();
    if (passes == 1 || retries.isOff()) {
      return Optional.empty();
    }
    return Optional.of(
        "Temporal (CallPolicy.passes = "
            + passes
            + ") and Mainstay (retries = "
            + retries.general()
            + ", CallPolicy.owner = "
            + task.policy().owner()
            + ", and the worker is set to the other owner) would both retry: "
            + sum(passes, retries)
            + "; set CallPolicy.owner and"
            + " DurableWorker.withOwner to the same");
  }

  // A group's: how many fallbacks a call comes to is not known before.
  private static String sum(int times, RetryPolicy retries) {
    int each = 1 + retries.general();
    return "up to "
        + times
        + " x "
        + each
        + " = "
        + times * each
        + " attempts at the provider for one call, and as many in each fallback";
  }
}
