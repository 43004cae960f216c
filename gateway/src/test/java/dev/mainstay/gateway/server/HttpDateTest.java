package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class HttpDateTest {
  private static final int DAY_SECONDS = 86_400;

  @Test
  void lineIsRfc9110sExample() {
    long example = Instant.parse("1994-11-06T08:49:37Z").getEpochSecond();

    assertThat(text(example)).isEqualTo("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
  }

  @Test
  void namesAreEnglishOnEachDayOfAYear() {
    DateTimeFormatter english =
        DateTimeFormatter.ofPattern("'Date: 'EEE, dd MMM yyyy HH:mm:ss 'GMT\r\n'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    for (long second = 1; second < 366L * DAY_SECONDS; second += DAY_SECONDS) {
      assertThat(text(second)).isEqualTo(english.format(Instant.ofEpochSecond(second)));
    }
  }

  private static String text(long second) {
    return HttpDate.at(second).text();
  }
}
