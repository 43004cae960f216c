package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldPathTest {
  private static final JsonObject REQUEST =
      json(
          "{'metadata':{'a':1,'b':{'c':2}},'tools':[{'type':'function','function':{'name':'f',"
              + "'strict':true}},{'strict':true,'function':{'name':'g','strict':false}}]}");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "metadata.a | {'metadata':{'b':{'c':2}}}",
        "metadata.b.c | {'metadata':{'a':1,'b':{}}}",
        "metadata.b | {'metadata':{'a':1}}"
      })
  void memberOfAnObjectIsLeftOut(String path, String metadata) {
    JsonObject left = FieldPath.remove(REQUEST, Set.of(path));

    assertThat(left.object("metadata")).isEqualTo(json(metadata).object("metadata"));
    assertThat(left.array("tools")).isEqualTo(REQUEST.array("tools"));
  }

  @Test
  void memberOfEachItemIsLeftOut() {
    assertThat(FieldPath.remove(REQUEST, Set.of("tools[*].function.strict")).toJson())
        .contains("[{\"type\":\"function\",\"function\":{\"name\":\"f\"}},{\"strict\":true,")
        .doesNotContain("\"strict\":false");
  }

  @Test
  void memberOfOneItemIsLeftOut() {
    assertThat(FieldPath.remove(REQUEST, Set.of("tools[1].function.strict")).toJson())
        .contains("\"name\":\"f\",\"strict\":true")
        .doesNotContain("\"strict\":false");
  }

  @Test
  void itemIsLeftOut() {
    assertThat(FieldPath.remove(REQUEST, Set.of("tools[0]")).array("tools").orElseThrow().size())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metadata.x",
        "tools.function",
        "tools[9].function",
        "a.b",
        "metadata[*].a",
        "..",
        "[",
        "metadata",
        "tools[*].x.y"
      })
  void pathThatLeadsNowhereChangesNothing(String path) {
    assertThat(FieldPath.remove(REQUEST, Set.of(path))).isSameAs(REQUEST);
  }

  private static JsonObject json(String singleQuoted) {
    return Json.parseObject(singleQuoted.replace('\'', '"'));
  }
}
