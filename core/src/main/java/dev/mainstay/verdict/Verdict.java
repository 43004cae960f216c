package dev.mainstay.verdict;

import java.time.Duration;
import java.util.Optional;

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

  /**
   * End the call with the failure.
   *
   * @param notWaited the wait that would have been made before the next attempt, where it is longer
   *     than the call may wait itself; zero where its length is not known
   */
  record GiveUp(Optional<Duration> notWaited) implements Verdict {
    /** The end, after which no wait would help. */
    public GiveUp() {
      this(Optional.empty());
    }
  }
}
