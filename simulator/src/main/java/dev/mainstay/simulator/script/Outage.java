package dev.mainstay.simulator.script;

import java.time.Duration;

/**
 * A time in which every request meets the same fault. No step of the script is used up by it.
 *
 * @param from when it begins, after the script's start; zero or more
 * @param to when it is over, after the script's start; later than {@code from}
 * @param fault what happens to every request
 */
public record Outage(Duration from, Duration to, Fault fault) {
  /**
   * An outage.
   *
   * @throws IllegalArgumentException if it begins below zero, or ends before it begins
   */
  public Outage {
    if (from.isNegative() || from.compareTo(to) >= 0) {
      throw new IllegalArgumentException(
          "an outage from "
              + from
              + " to "
              + to
              + "; let it begin at zero or later, before its end");
    }
  }

  /** Whether it lasts at this time after the start. */
  public boolean isOn(Duration sinceStart) {
    return sinceStart.compareTo(from) >= 0 && sinceStart.compareTo(to) < 0;
  }
}
