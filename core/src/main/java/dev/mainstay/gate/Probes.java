package dev.mainstay.gate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The attempts under way that probe one deployment. One at a time; but beside those that have been
 * silent for a while another may be made, so that a provider which hangs is found well as soon as
 * one that fails. Immutable, so that it is read without a lock.
 *
 * @param underWay they, in the order of their beginnings
 */
record Probes(List<Permit> underWay) {
  static final Probes NONE = new Probes(List.of());

  private static final int MOST = 3;
  private static final long SILENCE_NANOS = Duration.ofSeconds(10).toNanos();

  /** Whether none is under way. */
  boolean isEmpty() {
    return underWay.isEmpty();
  }

  boolean contains(Permit permit) {
    return underWay.contains(permit);
  }

  /** Whether another may be made: they all have been silent, or they would be none any more. */
  boolean isOpen(long now) {
    OptionalLong opens = opensNanos();
    return isEmpty() || (opens.isPresent() && now - opens.getAsLong() >= 0);
  }

  /** When another may be made beside these, if nothing is heard of them. */
  OptionalLong opensNanos() {
    return isEmpty() || underWay.size() == MOST
        ? OptionalLong.empty()
        : OptionalLong.of(underWay.getLast().begunNanos() + SILENCE_NANOS);
  }

  Probes with(Permit permit) {
    List<Permit> more = new ArrayList<>(underWay);
    more.add(permit);
    return new Probes(List.copyOf(more));
  }

  Probes without(Permit permit) {
    return contains(permit)
        ? new Probes(underWay.stream().filter(probe -> probe != permit).toList())
        : this;
  }
}
