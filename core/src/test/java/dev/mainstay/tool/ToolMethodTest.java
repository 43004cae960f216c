package dev.mainstay.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.model.Message;
import dev.mainstay.model.Tool;
import dev.mainstay.model.ToolCall;
import dev.mainstay.schema.Describe;
import dev.mainstay.schema.SchemaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ToolMethodTest {
  record Place(String city, Optional<String> country) {}

  static final class Station {
    final List<String> ran = new ArrayList<>();
    final CountDownLatch both = new CountDownLatch(2);

    @ToolMethod("The weather at a place")
    String weather(Place place) {
      return "rain in " + place.city();
    }

    @ToolMethod(value = "Adds", name = "sum")
    int add(@Describe("the first") int a, Optional<Integer> b) {
      return a + b.orElse(0);
    }

    @ToolMethod(value = "Writes", sideEffects = true, parallel = true)
    String write(String text) {
      ran.add(text);
      return "written";
    }

    @ToolMethod(value = "Meets", parallel = true)
    String meet() throws InterruptedException {
      both.countDown();
      both.await();
      return "met";
    }

    String hidden() {
      return "";
    }
  }

  private final Station station = new Station();
  private final Toolbox tools = Toolbox.builder().methods(station).build();

  private List<String> run(ToolCall... calls) throws InterruptedException {
    return tools.run(List.of(calls)).stream().map(Message::text).toList();
  }

  private static ToolCall call(String name, String arguments) {
    return new ToolCall("c", name, arguments);
  }

  @Test
  void methodsAreOfferedByNameDescriptionAndSchema() {
    assertThat(tools.tools())
        .extracting(Tool::name)
        .containsExactly("sum", "meet", "weather", "write");
    assertThat(tools.tools().getFirst().json().toJson())
        .contains(
            "\"description\":\"Adds\"",
            "\"a\":{\"type\":\"integer\",\"description\":\"the first\"}",
            "\"b\":{\"type\":[\"integer\",\"null\"]}",
            "\"required\":[\"a\",\"b\"]");
  }

  @Test
  void argumentsAreARecordOrNamed() throws InterruptedException {
    assertThat(
            run(
                call("weather", "{\"city\":\"Oslo\"}"),
                call("sum", "{\"a\":1,\"b\":2}"),
                call("sum", "{\"a\":1}")))
        .containsExactly("rain in Oslo", "3", "1");
  }

  @Test
  void whatIsWrongWithArgumentsIsTheResult() throws InterruptedException {
    assertThat(
            run(
                call("sum", "{\"b\":2}"),
                call("sum", "{\"a\":\"x\"}"),
                call("sum", "{\"a\":1,\"c\":2}"),
                call("sum", "{"),
                call("hidden", "{}")))
        .satisfiesExactly(
            missing -> assertThat(missing).isEqualTo("the arguments cannot be used: a is missing"),
            wrong -> assertThat(wrong).contains("a must be a whole number"),
            unknown ->
                assertThat(unknown).contains("c is not one of its members; those are [a, b]"),
            broken -> assertThat(broken).contains("they are not JSON"),
            hidden -> assertThat(hidden).contains("there is no tool 'hidden'"));
  }

  @Test
  void toolsThatMayRunBesideEachOtherAndOthersInOrder() throws InterruptedException {
    assertThat(
            run(
                call("meet", "{}"),
                call("write", "{\"text\":\"1\"}"),
                call("meet", "{}"),
                call("write", "{\"text\":\"2\"}")))
        .containsExactly("met", "written", "met", "written");
    assertThat(station.ran).containsExactly("1", "2");
  }

  @Test
  void classWithoutToolsAndTypesThatCannotBeToldAreRefused() {
    assertThatThrownBy(() -> Toolbox.builder().methods("text"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("java.lang.String has no @ToolMethod; mark those that a model may call");
    assertThatThrownBy(() -> Toolbox.builder().methods(new Wrong()))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("tags.all is java.util.Set<java.lang.String>");
  }

  static final class Wrong {
    @ToolMethod("Takes a set")
    void tags(Set<String> all) {}
  }
}
