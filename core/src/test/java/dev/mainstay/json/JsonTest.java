package dev.mainstay.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void changedObjectKeepsTheBytesOfWhatIsInIt() {
    JsonObject read = Json.parseObject("{ \"a\" : { \"x\" : 1.0 } , \"b\":[ 1 , 2 ],\"c\":1e0 }");

    assertThat(read.with("b", "new").toJson())
        .isEqualTo("{\"a\":{ \"x\" : 1.0 },\"b\":\"new\",\"c\":1e0}");
    assertThat(read.with("d", JsonBoolean.TRUE).without(Set.of("a", "c")).toJson())
        .isEqualTo("{\"b\":[ 1 , 2 ],\"d\":true}");
    assertThat(read.toBuilder().put("a", 7).put("e", 0.5).build().toJson())
        .isEqualTo("{\"a\":7,\"b\":[ 1 , 2 ],\"c\":1e0,\"e\":0.5}");
  }

  @Test
  void objectWithoutMembersItNeverHadIsTheSame() {
    JsonObject read = Json.parseObject("{ \"a\" : 1 }");

    assertThat(read.without(Set.of("b"))).isSameAs(read);
  }

  @Test
  void lastOfRepeatedMembersCountsAndAllArePassedOn() {
    String text = "{\"a\":1,\"b\":2,\"a\":3}";

    JsonObject read = Json.parseObject(text);

    assertThat(read.names()).containsExactly("a", "b");
    assertThat(read.number("a")).hasValue(3);
    assertThat(read.toJson()).isEqualTo(text);
    assertThat(read.with("b", "c").toJson()).isEqualTo("{\"a\":3,\"b\":\"c\"}");
  }

  @Test
  void lastOfRepeatedMembersCountsAmongMany() {
    JsonObjectBuilder builder = JsonObject.builder();
    for (int i = 0; i < 200; i++) {
      builder.put("k" + i % 100, i);
    }

    JsonObject object = builder.build();

    assertThat(object.size()).isEqualTo(100);
    assertThat(object.number("k0")).hasValue(100);
    assertThat(object.number("k99")).hasValue(199);
  }

  @Test
  void objectsWithTheSameMembersAreEqualInWhateverOrder() {
    JsonObject one = Json.parseObject("{\"a\":1,\"b\":{\"c\":2}}");
    JsonObject other = Json.parseObject("{ \"b\":{\"c\":2}, \"a\":1 }");

    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one).isNotEqualTo(other.with("a", "1")).isNotEqualTo(other.with("d", "1"));
    assertThat(one).isNotEqualTo(Json.parseObject("{\"a\":1,\"x\":{\"c\":2}}"));
  }

  @Test
  void lookUpOfAnotherTypeIsNothing() {
    JsonObject read = Json.parseObject("{\"s\":\"x\",\"n\":null,\"i\":1}");

    assertThat(read.number("s")).isEmpty();
    assertThat(read.decimal("s")).isEmpty();
    assertThat(read.flag("s")).isEmpty();
    assertThat(read.object("s")).isEmpty();
    assertThat(read.array("s")).isEmpty();
    assertThat(read.text("i")).isEmpty();
    assertThat(read.text("missing")).isEmpty();
    assertThat(read.get("n")).hasValue(JsonNull.NULL);
    assertThat(read.has("n")).isTrue();
    assertThat(read.hasValue("n")).isFalse();
    assertThat(read.hasValue("i")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "0.9, 0",
    "-0, 0",
    "-7, -7",
    "1E5, 100000",
    "999999999999999999, 999999999999999999",
    "1000000000000000000, 1000000000000000000",
    "9223372036854775807, 9223372036854775807",
    "9223372036854775808, 9223372036854775807",
    "1e400, 9223372036854775807",
    "-1e400, -9223372036854775808",
    "1e-400, 0",
    "1e99999999999, 9223372036854775807",
    "-1e99999999999, -9223372036854775808",
    "1e-99999999999, 0",
    "0e99999999999, 0",
    "1000e2147483647, 9223372036854775807"
  })
  void numberOfAnySizeHasALong(String literal, long expected) {
    JsonObject read = Json.parseObject("{\"n\":" + literal + "}");

    assertThat(read.number("n")).hasValue(expected);
    assertThat(read.decimal("n")).hasValue(Double.parseDouble(literal));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "-", "+1", ".5", "1.", "01", "-01", "1e", "1e+", "NaN", "0x1", "1 ", "1d", "1,2",
        "1.5.5"
      })
  void numberThatJsonCouldNotReadIsRefused(String literal) {
    assertThatThrownBy(() -> new JsonNumber(literal))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + literal + "'");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void numberWithoutAFormInJsonIsRefused(double value) {
    assertThatThrownBy(() -> JsonNumber.of(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1,-2,3e4,0] | true",
        "[] | true",
        "[1,null] | false",
        "[true] | false",
        "[[1]] | false",
        "[1,\"2\"] | false"
      })
  void arrayKnowsWhetherItIsOfNumbers(String array, boolean isOfNumbers) {
    JsonArray read = Json.parseObject("{\"a\":" + array + "}").array("a").orElseThrow();

    assertThat(read.isOfNumbers()).isEqualTo(isOfNumbers);
    assertThat(JsonArray.of(read.items()).isOfNumbers()).isEqualTo(isOfNumbers);
  }

  @Test
  void halfACharacterIsWrittenAsItsEscape() {
    assertThat(new JsonString("\ud83d").toJson()).isEqualTo("\"\\ud83d\"");
    assertThat(new JsonString("a\ude00\ud83db").toJson()).isEqualTo("\"a\\ude00\\ud83db\"");
    assertThat(new JsonString("\ud83d😀\"").toJson()).isEqualTo("\"\\ud83d😀\\\"\"");
    assertThat(JsonObject.of("\ud83d", JsonNull.NULL).toJson()).isEqualTo("{\"\\ud83d\":null}");
    assertThat(Json.parse("\"\\ud83d\"")).isEqualTo(new JsonString("\ud83d"));
  }

  @Test
  void depthIsBounded() {
    assertThat(Json.parse("[".repeat(512) + "]".repeat(512)).toBytes()).hasSize(1024);
    assertThatThrownBy(() -> Json.parse("[".repeat(513) + "]".repeat(513)))
        .isInstanceOf(JsonException.class)
        .hasMessage("document nesting depth (513) exceeds the maximum allowed (512)");
  }

  @Test
  void longStringIsRead() {
    String picture = "data:image/png;base64," + "x".repeat(10 << 20);

    JsonObject read = Json.parseObject(JsonObject.of("url", new JsonString(picture)).toBytes());

    assertThat(read.text("url").orElseThrow().equals(picture)).isTrue();
    assertThat(read.with("detail", "low").toBytes().length).isEqualTo(picture.length() + 25);
  }

  static Stream<Arguments> refusals() {
    String object = "it ends too early: is it cut off?";
    return Stream.of(
        Arguments.of("", "there is no JSON in it: it is empty"),
        Arguments.of(" \n", "there is no JSON in it: it is empty"),
        Arguments.of("{\"a\":1", object + " (line 1, column 7)"),
        Arguments.of("[1,", object + " (line 1, column 4)"),
        Arguments.of("\"abc", object + " (line 1, column 5)"),
        Arguments.of("-", object + " (line 1, column 2)"),
        Arguments.of("{\"a\":}", "unexpected character '}': expected a value (line 1, column 6)"),
        Arguments.of(
            "{\n \"a\" 1}",
            "unexpected character '1': was expecting a colon to separate property name and value"
                + " (line 2, column 6)"),
        Arguments.of(
            "{'a':1}",
            "unexpected character ''': was expecting double-quote to start property name"
                + " (line 1, column 2)"),
        Arguments.of("[\n1,]", "unexpected character ']': expected a value (line 2, column 3)"),
        Arguments.of(
            "<html>", "unexpected character '<': expected a valid value (line 1, column 1)"),
        Arguments.of("[tru]", "unrecognized token 'tru' (line 1, column 2)"),
        Arguments.of("NaN", "non-standard token 'NaN' (line 1, column 4)"),
        Arguments.of("/**/1", "unexpected character '/' (line 1, column 1)"),
        Arguments.of("01", "invalid numeric value: Leading zeroes not allowed (line 1, column 2)"),
        Arguments.of(
            "{} []", "there is more text after the end of the JSON value (line 1, column 4)"),
        Arguments.of("1 x", "unrecognized token 'x' (line 1, column 3)"),
        Arguments.of(
            "9".repeat(1001), "number value length (1001) exceeds the maximum allowed (1000)"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusalSaysWhatAndWhere(String text, String message) {
    assertThatThrownBy(() -> Json.parse(text))
        .isInstanceOf(JsonException.class)
        .hasMessage(message);
  }

  @Test
  void somethingElseThanAnObjectIsRefusedWhereOneIsWanted() {
    assertThatThrownBy(() -> Json.parseObject("[1]"))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("expected a JSON object");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ff",
        "80",
        "c3",
        "e282",
        "c0af",
        "c1bf",
        "e08080",
        "f0808080",
        "eda080",
        "f4908080",
        "f5808080"
      })
  void bytesThatAreNoUtf8AreRefused(String hex) {
    String text = "{\"a\":\"" + new String(HexFormat.of().parseHex(hex), ISO_8859_1) + "\"}";

    assertThatThrownBy(() -> Json.parse(text.getBytes(ISO_8859_1)))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void bytesInAnOrderThatNobodyUsesAreRefused() {
    assertThatThrownBy(() -> Json.parse(new byte[] {0, 0, '1', 0}))
        .isInstanceOf(JsonException.class);
  }

  @Test
  void byteOrderMarkIsLeftOut() {
    assertThat(Json.parse("\ufeff{\"a\":[ 1 ]}").toBytes())
        .isEqualTo("{\"a\":[ 1 ]}".getBytes(UTF_8));
  }

  static Stream<Charset> otherEncodings() {
    return Stream.of(UTF_16, UTF_16BE, UTF_16LE, Charset.forName("UTF-32BE"));
  }

  @ParameterizedTest
  @MethodSource("otherEncodings")
  void textInAnotherUnicodeEncodingIsWrittenAsUtf8(Charset encoding) {
    JsonValue read = Json.parse("{ \"a\": [ \"é😀\" ] }".getBytes(encoding));

    assertThat(read.toBytes()).isEqualTo("{\"a\":[\"é😀\"]}".getBytes(UTF_8));
  }

  // Such names cost a hash table without trees a comparison with each other one.
  @Test
  @Timeout(20)
  void namesOfOneHashAreReadInTime() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < 1 << 16; i++) {
      StringBuilder name = new StringBuilder();
      for (int bit = 0; bit < 16; bit++) {
        name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      text.append('"').append(name).append("\":1,");
    }

    JsonObject object = Json.parseObject(text.append("\"n\":2}").toString());

    assertThat(object.names()).hasSize((1 << 16) + 1);
    assertThat(object.number("n")).hasValue(2);
  }

  // SEMANTICS 7.5: what is kept of a body is in proportion to what a body may have.
  @Test
  void moreValuesThanAnybodySendsAreRefused() {
    byte[] most = ("[" + "0,".repeat(Json.MAX_VALUES - 2) + "0]").getBytes(UTF_8);
    byte[] more = ("[" + "0,".repeat(Json.MAX_VALUES - 1) + "0]").getBytes(UTF_8);

    assertThat(Json.parse(most)).isInstanceOf(JsonArray.class);
    assertThatThrownBy(() -> Json.parse(more))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("more than the 8388608 values");
  }

  @Test
  void nameThatIsTooLongToBeKeptIsRefused() {
    String longest = "x".repeat(Json.MAX_NAME);

    assertThat(Json.parseObject("{\"" + longest + "\":1}").has(longest)).isTrue();
    assertThatThrownBy(() -> Json.parse("{\"" + "x".repeat(2 * Json.MAX_NAME) + "\":1}"))
        .isInstanceOf(JsonException.class);
  }
}
