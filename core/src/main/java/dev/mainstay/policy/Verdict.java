package dev.mainstay.policy;

import java.time.Duration;

/** What to do about a failure, or about having been let in nowhere. */
public sealed interface Verdict {

  /** Wait, then ask the deployment that failed once more. */
  record AskAgain(Duration delay) implements Verdict {}

  /**
   * Wait, then ask the deployment of the group that failed earlier in this call and is free
   * soonest.
   */
  record GoBack(Duration delay) implements Verdict {}

  /** Ask the same deployment at once in another form, since it refused this one: no retry. */
  record AskDifferently() implements Verdict {}

  /** Ask a deployment of the group that this call has not tried, at once. */
  record GoElsewhere() implements Verdict {}

  /**
   * Nobody in the group lets the call in: wait for the first that does.
   *
   * @param delay how long that will be at the least; zero where it is a place that may be free at
   *     any time
   * @param longest how long it is waited at most, above zero
   */
  record Await(Duration delay, Duration longest) implements Verdict {}

  /** Go to the next fallback group. */
  record FallBack() implements Verdict {}

  /** End the call with the failure. */
  record GiveUp() implements Verdict {}
}
