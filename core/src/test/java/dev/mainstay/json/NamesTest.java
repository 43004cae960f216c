package dev.mainstay.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NamesTest {
  // The second time those of the first are known.
  @RepeatedTest(2)
  void objectsWhoseNamesLookAlikeAreToldApart() {
    JsonObject one = Json.parseObject("{\"ab\":1,\"cd\":2}");
    JsonObject other = Json.parseObject("{\"ax\":3,\"cy\":4}");
    JsonObject longer = Json.parseObject("{\"ab\":5,\"cd\":6,\"ab\":7}");
    JsonObject wide = Json.parseObject("{\"ab\":8,\"cé\":9}");
    JsonObject escaped = Json.parseObject("{\"ab\":10,\"c\\u0064\":11}");

    assertThat(one.names()).containsExactly("ab", "cd");
    assertThat(one.number("cd")).hasValue(2);
    assertThat(one.has("cy")).isFalse();
    assertThat(other.names()).containsExactly("ax", "cy");
    assertThat(other.number("cy")).hasValue(4);
    assertThat(longer.names()).containsExactly("ab", "cd");
    assertThat(longer.number("ab")).hasValue(7);
    assertThat(wide.number("cé")).hasValue(9);
    assertThat(escaped.number("cd")).hasValue(11);
  }

  @RepeatedTest(2)
  void valuesOfEachObjectAreItsOwn() {
    JsonObject first = Json.parseObject("{\"a\":{\"b\":[1,{}]},\"c\":\"d\",\"\":null}");
    JsonObject second = Json.parseObject("{\"a\":true,\"c\":{\"e\":{\"f\":2}},\"\":3}");

    assertThat(first.object("a")).hasValue(Json.parseObject("{\"b\":[1,{}]}"));
    assertThat(first.text("c")).hasValue("d");
    assertThat(first.get("")).hasValue(JsonNull.NULL);
    assertThat(second.flag("a")).hasValue(true);
    assertThat(second.object("c")).hasValue(Json.parseObject("{\"e\":{\"f\":2}}"));
    assertThat(second.number("")).hasValue(3);
  }

  // "Aa" and "BB" have one hash, and of 300 names most share its end with others.
  @Test
  void namesOfOneHashAreToldApartHoweverMany() {
    JsonObject few = Json.parseObject("{\"Aa\":1,\"BB\":2}");
    JsonObject many =
        Json.parseObject(
            IntStream.range(0, 300)
                .mapToObj(i -> "\"n" + i + "\":" + i)
                .collect(Collectors.joining(",", "{", "}")));

    assertThat(few.number("Aa")).hasValue(1);
    assertThat(few.number("BB")).hasValue(2);
    assertThat(few.has("AaAa")).isFalse();
    assertThat(Json.parseObject("{\"Aa\":1}").has("BB")).isFalse();
    assertThat(IntStream.range(0, 300))
        .allMatch(i -> many.number("n" + i).getAsLong() == i && !many.has("m" + i));
  }

  @Test
  void namesThatCameLatelyAreNotMadeAnew() {
    String text = "{\"id\":1,\"choices\":[],\"x_of_names_test\":2}";

    List<String> first = Json.parseObject(text).names();
    List<String> second = Json.parseObject(text.replace('2', '3')).names();

    assertThat(IntStream.range(0, 3)).allMatch(i -> first.get(i) == second.get(i));
  }

  // Whoever walks the names before each is at it for many minutes.
  @Test
  @Timeout(value = 60, threadMode = SEPARATE_THREAD)
  void objectOfHalfAMillionNamesIsAskedForEach() {
    JsonObjectBuilder builder = JsonObject.builder();
    JsonObjectBuilder reversed = JsonObject.builder();
    int count = 500_000;
    for (int i = 0; i < count; i++) {
      builder.put("p" + i, i);
      reversed.put("p" + (count - 1 - i), count - 1 - i);
    }
    JsonObject built = builder.build();
    JsonObject parsed = Json.parseObject(built.toJson());

    for (JsonObject object : List.of(built, parsed)) {
      assertThat(object.names())
          .allMatch(name ->
              object.number(name).getAsLong() == Long.parseLong(name, 1, name.length(), 10));
      assertThat(object.has("p" + count)).isFalse();
      assertThat(object.equals(reversed.build())).isTrue();
    }
  }
}
