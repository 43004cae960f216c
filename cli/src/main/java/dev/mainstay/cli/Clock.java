package dev.mainstay.cli;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The time of day, as log lines begin with it. */
final class Clock {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private Clock() {}

  static String now() {
    return SECONDS.format(LocalTime.now(ZoneId.systemDefault()));
  }
}
