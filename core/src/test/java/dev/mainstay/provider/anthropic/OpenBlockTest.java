package dev.mainstay.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.provider.wire.KeptText;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A block that never ends fills no memory: what of it would be told at its end is let go. */
class OpenBlockTest {
  private static final String HALF = "x".repeat(KeptText.MOST / 2);

  @ParameterizedTest
  @ValueSource(strings = {"thinking", "signature"})
  void thoughtThatIsTooLongGoesOnButIsNotToldOnceMore(String member) {
    OpenBlock thought = OpenBlock.of(object("{\"type\":\"thinking\"}"), 0);
    JsonObject delta = JsonObject.builder().put(member, HALF).build();

    thought.add(delta);
    thought.add(delta);
    assertThat(thought.thought().orElseThrow().text(member).orElseThrow()).hasSize(KeptText.MOST);

    for (int i = 0; i < 3; i++) {
      thought.add(delta);
      assertThat(thought.thought()).isEmpty();
    }
    assertThat(thought.add(JsonObject.builder().put("thinking", "hm").build()))
        .isEqualTo(List.of(new ReasoningDelta("hm")));
  }

  @Test
  void foreignInputThatIsTooLongIsNotTold() {
    OpenBlock block = OpenBlock.of(object("{\"type\":\"server_tool_use\",\"input\":{}}"), 0);
    JsonObject delta = JsonObject.builder().put("partial_json", HALF).build();

    for (int i = 0; i < 3; i++) {
      block.add(delta);
    }

    assertThat(block.foreign()).isEmpty();
  }

  @Test
  void thoughtOfOnePieceMayBeAsLongAsTheWireLetsItBe() {
    JsonObject start =
        JsonObject.builder().put("type", "thinking").put("thinking", HALF.repeat(5)).build();
    OpenBlock thought = OpenBlock.of(start, 0);
    thought.begin();

    assertThat(thought.thought().orElseThrow().text("thinking").orElseThrow())
        .hasSize(5 * HALF.length());
  }

  @Test
  void blockKeepsItsBeginningAloneNotTheEventThatTold() throws Exception {
    List<WeakReference<byte[]>> events = new ArrayList<>();
    OpenBlock call = begun("tool_use", events);
    OpenBlock thought = begun("thinking", events);
    OpenBlock foreign = begun("server_tool_use", events);

    for (int i = 0; i < 50 && events.stream().anyMatch(event -> event.get() != null); i++) {
      System.gc();
    }

    assertThat(events).allMatch(event -> event.get() == null);
    assertThat(List.of(call, thought, foreign)).hasSize(3);
  }

  private static OpenBlock begun(String type, List<WeakReference<byte[]>> events) {
    byte[] event =
        ("{\"padding\":\"" + HALF + "\",\"content_block\":{\"type\":\"" + type + "\"}}")
            .getBytes(StandardCharsets.UTF_8);
    events.add(new WeakReference<>(event));
    return OpenBlock.of(Json.parseObject(event).object("content_block").orElseThrow(), 0);
  }

  private static JsonObject object(String json) {
    return Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
  }
}
