package dev.mainstay.cli;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** The time of day, as log lines begin with it. */
final class Clock {
  private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss");

  private Clock() {}

  static String now() {
    return SECONDS.format(LocalTime.now(ZoneId.systemDefault()));
  }
}
