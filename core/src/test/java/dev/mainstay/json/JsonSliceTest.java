package dev.mainstay.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSliceTest {
  private static final String HEAD = "data:\"x\"\n,";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "data:image/png;base64,AAAA",
        "a\\/b\\n\\\"c",
        "\\/",
        "a\\/b\\/\\/c",
        "\\/gr\u00fcn",
        "gr\u00fcn \uD83C\uDF0D"
      })
  void partOfAStringIsWhatItIsOfTheText(String json) {
    JsonObject read = Json.parseObject("{\"url\":\"" + json + "\"}");
    String text = read.text("url").orElseThrow();
    JsonSlice fresh = Json.parseObject("{\"url\":\"" + json + "\"}").slice("url").orElseThrow();

    for (JsonSlice whole : List.of(fresh, read.slice("url").orElseThrow(), JsonSlice.of(text))) {
      for (int from = 0; from <= text.length(); from++) {
        for (int to = from; to <= text.length(); to++) {
          requireSame(whole.subSequence(from, to), text.substring(from, to));
        }
        requireSame(whole.from(from).behind(HEAD), HEAD + text.substring(from));
      }
    }
  }

  @Test
  void partOfAStringBehindAnotherIsCutInEither() {
    String text = HEAD + "0123456789";
    JsonSlice whole =
        Json.parseObject("{\"a\":\"0123456789\"}").slice("a").orElseThrow().behind(HEAD);

    for (int from = 0; from <= text.length(); from++) {
      for (int to = from; to <= text.length(); to++) {
        requireSame(whole.subSequence(from, to), text.substring(from, to));
      }
    }
  }

  // In every place where a slice may stand, an object reads and writes as with the text itself.
  private static void requireSame(JsonSlice slice, String text) {
    assertThat(slice).hasToString(text).isEqualTo(JsonSlice.of(text)).hasSize(text.length());
    assertThat(slice.hashCode()).isEqualTo(JsonSlice.of(text).hashCode());
    for (int i = 0; i < text.length(); i++) {
      assertThat(slice.charAt(i)).isEqualTo(text.charAt(i));
    }
    JsonObject member = JsonObject.builder().put("n", 1).put("s", slice).put("z", "").build();
    JsonObject same = JsonObject.builder().put("n", 1).put("s", text).put("z", "").build();
    assertThat(member.toJson()).isEqualTo(same.toJson());
    assertThat(member.with("n", "2").toJson()).isEqualTo(same.with("n", "2").toJson());
    assertThat(member.slice("s")).contains(slice);
    assertThat(member).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(member.text("s")).contains(text);
    assertThat(member.toJson()).isEqualTo(same.toJson());
    assertThat(member.hasValue("s")).isTrue();
    assertThat(member.number("s")).isEmpty();
    JsonArray items = JsonArray.ofSlices(List.of(slice, slice));
    JsonArray sameItems = JsonArray.of(new JsonString(text), new JsonString(text));
    assertThat(items.toJson()).isEqualTo(sameItems.toJson());
    assertThat(items).isEqualTo(sameItems);
  }

  @Test
  void whatIsNoStringIsNoSlice() {
    JsonObject read = Json.parseObject("{\"n\":1,\"o\":{},\"x\":null}");

    assertThat(List.of("n", "o", "x", "y")).allMatch(name -> read.slice(name).isEmpty());
    assertThat(read.get("n")).isPresent();
    assertThat(read.slice("n")).isEmpty();
  }

  @Test
  void partThatIsNotThereIsRefused() {
    JsonSlice slice = JsonSlice.of("abc").from(1);

    assertThatThrownBy(() -> slice.charAt(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> slice.from(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> slice.subSequence(1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
