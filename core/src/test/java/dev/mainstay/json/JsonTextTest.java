package dev.mainstay.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.core.io.JsonStringEncoder;

class JsonTextTest {
  private static final long SEED = 20260822;

  @Test
  void textIsWrittenAsJacksonWritesIt() {
    Random random = new Random(SEED);
    for (int round = 0; round < 20_000; round++) {
      String text = text(random);

      byte[] written = new JsonString(text).toBytes();

      String jackson =
          new String(JsonStringEncoder.getInstance().quoteAsUTF8(text), StandardCharsets.UTF_8);
      assertThat(new String(written, StandardCharsets.UTF_8))
          .as("round %s", round)
          .isEqualTo("\"" + jackson + "\"");
    }
  }

  @Test
  void halfOfAPairIsEscaped() {
    assertThat(new JsonString("a\uD83C").toJson()).isEqualTo("\"a\\ud83c\"");
    assertThat(new JsonString("\uDF0Db").toJson()).isEqualTo("\"\\udf0db\"");
    assertThat(Json.parse(new JsonString("\uD83Cx\uD83C\uDF0D").toBytes()))
        .isEqualTo(new JsonString("\uD83Cx\uD83C\uDF0D"));
  }

  private static String text(Random random) {
    int[] bounds = {0x20, 0x80, 0x800, 0xD800, 0x110000};
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int codePoint = random.nextInt(bounds[random.nextInt(bounds.length)]);
      boolean isHalf = codePoint >= 0xD800 && codePoint < 0xE000;
      text.appendCodePoint(isHalf ? '?' : codePoint);
    }
    return text.toString();
  }
}
