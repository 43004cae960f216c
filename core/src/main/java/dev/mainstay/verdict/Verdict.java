package dev.mainstay.verdict;

/** What to do about a failure, or about having been let in nowhere. */
public sealed interface Verdict {

  /**
   * Ask a deployment of the group.
   *
   * @param whom which
   * @param when when
   * @param counts whether it is a retry; not so where the last attempt was refused for its form
   *     alone, and is made again in another
   */
  record Move(Whom whom, When when, boolean counts) implements Verdict {}

  /** Go to the fallback group of that name. */
  record FallBack(String group) implements Verdict {}

  /** End the call with the failure. */
  record GiveUp() implements Verdict {}
}
