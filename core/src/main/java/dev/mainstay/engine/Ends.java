package dev.mainstay.engine;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import java.time.Duration;

/**
 * The failures that a call makes itself, since no provider told them: its caller left, its time or
 * budget is over, another attempt was faster, or nobody can go on with its answer.
 */
final class Ends {
  private Ends() {}

  static Failure closedByCaller() {
    return cancelled("the caller closed the stream");
  }

  static Failure interrupted() {
    return cancelled("the calling thread was interrupted");
  }

  static Failure outrun() {
    return cancelled("another attempt of the call had output first");
  }

  static Failure closedWithLibrary() {
    return cancelled("the library was closed, and its calls with it");
  }

  static Failure expired(Duration total) {
    String message =
        "the call was not over within its timeout of " + total.toMillis() / 1000.0 + " s";
    return new Failure.TimedOut(TimeoutPhase.TOTAL, FailureDetail.of(message));
  }

  static Failure budgetExpired(Duration time) {
    String message =
        "the calls that share the budget of this one were not over within its timeout of "
            + time.toMillis() / 1000.0
            + " s";
    return new Failure.TimedOut(TimeoutPhase.TOTAL, FailureDetail.of(message));
  }

  /** Nobody is asked any more. */
  static Failure budgetSpent(int attempts) {
    return new Failure.NoDeployment(
        FailureDetail.of(
            "the budget of "
                + attempts
                + " attempts, which this call shares with others, is spent"));
  }

  /** A call cannot go on with the answer that it was given to begin with. */
  static Failure cannotGoOn(String why) {
    return new Failure.BadRequest(
        FailureDetail.of("the call cannot go on with the answer it begins with: " + why));
  }

  /** A deployment is asked in another form than the answer has that is to be gone on with. */
  static Failure asksInAnotherForm(String deployment) {
    return new Failure.UnsupportedParameter(
        FailureDetail.of(
            deployment + " is asked for another form than that of the answer that broke"));
  }

  /** Somebody's code threw {@code bug}, whose own words may hold anything. */
  static Failure crash(Throwable bug) {
    String message =
        "the call was ended by code that it called, which threw " + bug.getClass().getName();
    return new Failure.ServerError(FailureDetail.of(message));
  }

  private static Failure cancelled(String why) {
    return new Failure.Cancelled(FailureDetail.of(why));
  }
}
