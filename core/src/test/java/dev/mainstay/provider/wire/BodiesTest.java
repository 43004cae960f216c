package dev.mainstay.provider.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodiesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "' a  b\t c '|a b c",
        "<html><head><TITLE lang='en'>502  Bad</TITLE>|the provider sent an HTML page, \"502 Bad\"",
        "' <p>no title'|the provider sent an HTML page",
        "<title>never ends|the provider sent an HTML page",
        "<title></title>|the provider sent an HTML page",
        "''|''"
      })
  void summaryIsOneLine(String body, String summary) {
    assertThat(Bodies.summary(body.getBytes(UTF_8))).isEqualTo(summary);
  }

  @Test
  void keyThatTheSummaryCutsIsStillKnownForOne() {
    Secret key = Secret.of("sk-abcdefghijklmnopqrstuvwxyz");
    for (int spaces = 16 * 1024 - 40; spaces < 16 * 1024 + 10; spaces++) {
      String body = "no" + " ".repeat(spaces) + key.reveal() + " more";

      String summary = key.scrub(Bodies.summary(body.getBytes(UTF_8)));

      assertThat(summary).doesNotContain("sk-ab");
    }
  }

  @Test
  void pageOfTagsIsSummedUpAtOnce() {
    assertThat(Bodies.summary("<title".repeat(100_000).getBytes(UTF_8))).contains("HTML page");
  }
}
