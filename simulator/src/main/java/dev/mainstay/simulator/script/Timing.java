package dev.mainstay.simulator.script;

import java.time.Duration;

/** When an answer's parts come: each a wait, zero or more. */
public record Timing(Duration headAfter, Duration firstAfter, Duration pace) {
  static final Timing IMMEDIATE = new Timing(Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /**
   * Waits.
   *
   * @throws IllegalArgumentException if one of them is below zero
   */
  public Timing {
    if (headAfter.isNegative() || firstAfter.isNegative() || pace.isNegative()) {
      throw new IllegalArgumentException("a wait below zero; use zero or more");
    }
  }

  Timing withHeadAfter(Duration headAfter) {
    return new Timing(headAfter, firstAfter, pace);
  }

  Timing withFirstAfter(Duration firstAfter) {
    return new Timing(headAfter, firstAfter, pace);
  }

  Timing withPace(Duration pace) {
    return new Timing(headAfter, firstAfter, pace);
  }

  /** The wait before output event {@code number}, from 1. */
  public Duration before(int number) {
    return number == 1 && firstAfter.isPositive() ? firstAfter : pace;
  }

  /** The wait for all of {@code events} output events. */
  public Duration inAll(int events) {
    return events == 0 ? Duration.ZERO : before(1).plus(pace.multipliedBy(events - 1L));
  }
}
