package dev.mainstay.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** What is read, and what is refused, is what Jackson reads and refuses. */
@Execution(ExecutionMode.CONCURRENT)
class JsonOracleTest {
  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Json.MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Json.MAX_NAME)
                  .build())
          .build();
  private static final byte[] MARKS = "{}[],:\"\\0123456789.eE+-tfnu \n/x".getBytes(UTF_8);
  private static final int ROUNDS = 4000;

  @ParameterizedTest
  @ValueSource(longs = {3, 50, 700, 9000})
  void soundTextsAreReadAsTheOracleReadsThem(long seed) {
    RandomJson json = new RandomJson(new SplittableRandom(seed));

    for (int i = 0; i < ROUNDS; i++) {
      requireSame(json.spacedText(json.value(4)).getBytes(UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 50, 700, 9000})
  void brokenTextsAreTakenOrRefusedAsTheOracleDoes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RandomJson json = new RandomJson(random);

    for (int i = 0; i < ROUNDS; i++) {
      byte[] text = json.spacedText(json.value(3)).getBytes(UTF_8);
      for (int breaks = 1 + random.nextInt(2); breaks > 0; breaks--) {
        text = broken(text, random);
      }
      requireSame(text);
    }
  }

  private static byte[] broken(byte[] text, SplittableRandom random) {
    int at = random.nextInt(text.length + 1);
    byte other =
        random.nextInt(3) == 0 ? (byte) random.nextInt(256) : MARKS[random.nextInt(MARKS.length)];
    byte[] broken;
    switch (random.nextInt(4)) {
      case 0 -> broken = Arrays.copyOf(text, at);
      case 1 -> {
        broken = Arrays.copyOf(text, text.length + 1);
        System.arraycopy(text, at, broken, at + 1, text.length - at);
        broken[at] = other;
      }
      case 2 -> {
        broken = text.clone();
        if (at < text.length) {
          broken[at] = other;
        }
      }
      default -> {
        int to = Math.min(text.length, at + 1 + random.nextInt(3));
        broken = Arrays.copyOf(text, text.length - (to - at));
        System.arraycopy(text, to, broken, at, text.length - to);
      }
    }
    return broken;
  }

  static Stream<String> oddTexts() {
    return Stream.of(
        "0",
        "-0",
        "-",
        "00",
        "-01",
        "1.",
        ".1",
        "1.e1",
        "1e",
        "1e+",
        "1E-07",
        "1x",
        "1 ",
        "[1x]",
        "[1.]",
        "[-]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\" 1}",
        "{\"a\":1,}",
        "{,}",
        "{1:2}",
        "true",
        "truex",
        "tru",
        "[true,falsey]",
        "nullnull",
        "null null",
        "nul\u0000",
        "\"\t\"",
        "\"\\t\\u0009\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\uD83D\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ude00\\ud83d\"",
        "\"\\ud83dx\\ude00\"",
        "{\"\\ud83d\":1}",
        "{\"\\ud83d\\ude00\":1}",
        "{\"\\u0061\":1,\"a\":2}",
        "\"\u0000\"",
        "\"\u007f\u0080\"",
        "\u00a01",
        "[1]\u0000",
        "'a'",
        "{a:1}",
        "/**/1",
        "#",
        "\"a",
        "\"\\",
        "\"\\u",
        "\ufeff1",
        "\ufeff",
        "1\ufeff",
        "]",
        "}",
        ",",
        ":",
        "[]]",
        "{}}",
        "[",
        "{",
        "{\"",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "NaN",
        "-Infinity",
        "Infinity",
        "+1",
        "\"\\/\"",
        "9".repeat(1000),
        "1e" + "9".repeat(1000),
        "[".repeat(512) + "]".repeat(512),
        "[".repeat(513) + "]".repeat(513),
        "");
  }

  @ParameterizedTest
  @MethodSource("oddTexts")
  void oddTextsAreTakenOrRefusedAsTheOracleDoes(String text) {
    requireSame(text.getBytes(UTF_8));
  }

  private static void requireSame(byte[] text) {
    Optional<JsonValue> expected = oracle(text);
    Optional<JsonValue> read = read(text);

    assertThat(read).as(() -> "<" + new String(text, ISO_8859_1) + ">").isEqualTo(expected);
    if (read.isPresent()) {
      assertThat(read.get()).hasSameHashCodeAs(expected.get());
    }
  }

  private static Optional<JsonValue> read(byte[] text) {
    try {
      return Optional.of(Json.parse(text));
    } catch (JsonException refused) {
      assertThat(refused).message().isNotBlank();
      return Optional.empty();
    }
  }

  private static Optional<JsonValue> oracle(byte[] text) {
    try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return Optional.empty();
      }
      JsonValue value = value(parser, first);
      boolean isAll = parser.nextToken() == null;
      boolean isStrict = parser.currentLocation().getByteOffset() < 0 || isStrict(text);
      return isAll && isStrict ? Optional.of(value) : Optional.empty();
    } catch (JacksonException refused) {
      return Optional.empty();
    }
  }

  // Jackson takes characters in more bytes than they need, and some beyond the last there is.
  private static boolean isStrict(byte[] text) {
    return Arrays.equals(new String(text, UTF_8).getBytes(UTF_8), text);
  }

  private static JsonValue value(JsonParser parser, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> new JsonString(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getString());
      case VALUE_TRUE -> JsonBoolean.TRUE;
      case VALUE_FALSE -> JsonBoolean.FALSE;
      default -> JsonNull.NULL;
    };
  }

  private static JsonObject object(JsonParser parser) {
    JsonObjectBuilder members = JsonObject.builder();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      members.put(name, value(parser, parser.nextToken()));
    }
    return members.build();
  }

  private static JsonArray array(JsonParser parser) {
    List<JsonValue> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(value(parser, token));
    }
    return JsonArray.of(items);
  }
}
