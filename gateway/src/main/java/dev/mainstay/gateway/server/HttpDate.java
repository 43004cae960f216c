package dev.mainstay.gateway.server;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The {@code Date} line, made once a second. */
record HttpDate(long second, String text) {
  // The names are the protocol's: those of a locale would have Java read it at each start.
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .appendText(ChronoField.DAY_OF_WEEK, names("Mon Tue Wed Thu Fri Sat Sun"))
          .appendPattern(", dd ")
          .appendText(
              ChronoField.MONTH_OF_YEAR, names("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"))
          .appendPattern(" yyyy HH:mm:ss 'GMT'")
          .toFormatter(Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static volatile HttpDate latest = at(0);

  /** The line as it is now, its end included. */
  static String line() {
    long now = System.currentTimeMillis() / 1000;
    HttpDate date = latest;
    if (date.second != now) {
      date = at(now);
      latest = date;
    }
    return date.text;
  }

  private static Map<Long, String> names(String all) {
    Map<Long, String> names = new HashMap<>();
    for (String name : all.split(" ")) {
      names.put(names.size() + 1L, name);
    }
    return names;
  }

  /** The line at {@code second} since 1970. */
  static HttpDate at(long second) {
    return new HttpDate(second, "Date: " + FORMAT.format(Instant.ofEpochSecond(second)) + "\r\n");
  }
}
