package dev.mainstay.cli.explain;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.MainstayException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Something that happens in simulated calls. */
sealed interface Step {

  /** The engine tells something. */
  record Told(CallEvent event) implements Step {}

  /**
   * One of several deployments is chosen.
   *
   * @param shares of how many calls in a hundred each would be the one, the greatest first; those
   *     of none are left out
   */
  record Chosen(List<Share> shares) implements Step {
    public Chosen {
      shares = List.copyOf(shares);
    }
  }

  /** A deployment, and how many calls in a hundred it gets. */
  record Share(String deployment, int percent) {}

  /**
   * A call is over.
   *
   * @param thrown what a caller in Java would catch, where there is no answer
   * @param cooling the deployments that cool down now
   */
  record Ended(Optional<MainstayException> thrown, List<CoolingDown> cooling) implements Step {
    public Ended {
      cooling = List.copyOf(cooling);
    }
  }

  /** A deployment that is not asked for a while. */
  record CoolingDown(String deployment, Duration remaining) {}
}
