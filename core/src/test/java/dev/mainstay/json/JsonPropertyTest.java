package dev.mainstay.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every value and every text; the seeds make a failure repeatable. */
@Execution(ExecutionMode.CONCURRENT)
class JsonPropertyTest {
  private static final int ROUNDS = 300;

  @ParameterizedTest
  @ValueSource(longs = {1, 20, 300})
  void whatIsWrittenIsReadAsTheSameValue(long seed) throws CharacterCodingException {
    RandomJson json = new RandomJson(new SplittableRandom(seed));

    for (int i = 0; i < ROUNDS; i++) {
      JsonValue value = json.value(4);
      byte[] written = value.toBytes();

      UTF_8.newDecoder().decode(ByteBuffer.wrap(written));
      assertThat(Json.parse(written)).isEqualTo(value).hasSameHashCodeAs(value);
      assertThat(value.utf8Length()).isEqualTo(written.length);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20, 300})
  void whatWasReadIsWrittenByteForByteAlsoInsideANewParent(long seed) {
    RandomJson json = new RandomJson(new SplittableRandom(seed));

    for (int i = 0; i < ROUNDS; i++) {
      JsonValue value = JsonArray.of(json.value(4), json.value(2));
      String text = json.textOf(value);
      JsonArray read = (JsonArray) Json.parse(" " + text + "\n");

      assertThat(read).isEqualTo(value);
      assertThat(read.toJson()).isEqualTo(text);
      assertThat(read.utf8Length()).isEqualTo(read.toBytes().length);
      assertThat(JsonArray.of(read, read).toJson()).isEqualTo("[" + text + "," + text + "]");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20, 300})
  void brokenTextIsRefusedOrReadButNeverAnythingElse(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RandomJson json = new RandomJson(random);

    for (int i = 0; i < ROUNDS; i++) {
      byte[] text = json.textOf(json.value(4)).getBytes(UTF_8);
      byte[] broken = Arrays.copyOf(text, random.nextInt(text.length + 1));
      if (broken.length > 0) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      }

      try {
        Json.parse(broken).toBytes();
      } catch (JsonException refused) {
        assertThat(refused).message().isNotBlank().doesNotContain("REDACTED", "`Json", "`Stream");
      }
    }
  }
}
