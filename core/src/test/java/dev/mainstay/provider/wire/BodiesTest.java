package dev.mainstay.provider.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.Secret;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodiesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 0",
    "1023, 1023",
    "1024, 0",
    "1024, 1024",
    "1025, 1",
    "3000, 3000",
    "4096, 9",
    "4999, 0",
    "5000, 0",
    "5000, 5000"
  })
  void bodyIsReadWholeHoweverMuchOfItIsThereAlready(int size, int there) throws IOException {
    byte[] body = bytes(size);

    Optional<byte[]> read = Bodies.read(arriving(body, there), 5000);

    assertThat(read.orElseThrow()).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource({"5001, 0", "5001, 5001", "5002, 1", "20000, 20000"})
  void bodyThatIsLargerThanItMayBeIsNone(int size, int there) throws IOException {
    assertThat(Bodies.read(arriving(bytes(size), there), 5000)).isEmpty();
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  // In pieces of at most 700 bytes.
  private static InputStream arriving(byte[] body, int there) {
    return new FilterInputStream(new ByteArrayInputStream(body)) {
      @Override
      public int available() {
        return there;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return super.read(target, offset, Math.min(length, 700));
      }
    };
  }

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
