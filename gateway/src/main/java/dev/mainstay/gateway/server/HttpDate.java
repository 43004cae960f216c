package dev.mainstay.gateway.server;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The {@code Date} line, made once a second. */
record HttpDate(long second, byte[] bytes) {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static volatile HttpDate latest = at(0);

  /** The line as it is now, its end included; not to be changed. */
  static byte[] line() {
    long now = System.currentTimeMillis() / 1000;
    HttpDate date = latest;
    if (date.second != now) {
      date = at(now);
      latest = date;
    }
    return date.bytes;
  }

  private static HttpDate at(long second) {
    String line = "Date: " + FORMAT.format(Instant.ofEpochSecond(second)) + "\r\n";
    return new HttpDate(second, line.getBytes(StandardCharsets.US_ASCII));
  }
}
