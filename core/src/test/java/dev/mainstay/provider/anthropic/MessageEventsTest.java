package dev.mainstay.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tool calls that come interleaved, written as blocks that come one after another. */
class MessageEventsTest {
  private final MessageEvents written = new MessageEvents(ChatRequest.of("m", "q"));
  private final List<String> blocks = new ArrayList<>();

  @Test
  void interleavedCallsAreEachOneBlock() {
    write(
        new ToolCallDelta(0, "a", "f", ""),
        new ToolCallDelta(1, "b", "g", ""),
        new ToolCallDelta(0, "", "", "{\"x\":"),
        new ToolCallDelta(1, "", "", "{\"y\":"),
        new ToolCallDelta(0, "", "", "1}"),
        new ToolCallDelta(1, "", "", "2}"));

    assertThat(ended()).containsExactly("a f {\"x\":1}", "b g {\"y\":2}");
  }

  @Test
  void textAmidACallIsABlockBehindIt() {
    write(
        new ToolCallDelta(0, "a", "f", "{"),
        new TextDelta("Hi"),
        new ToolCallDelta(1, "b", "g", "{"),
        new TextDelta(" there"),
        new ToolCallDelta(1, "", "", "}"),
        new ToolCallDelta(0, "", "", "}"));

    assertThat(ended()).containsExactly("a f {}", "Hi", "b g {}", " there");
  }

  @Test
  void whatWaitsGoesOutOnceItsTurnHasCome() {
    write(
        new ToolCallDelta(0, "a", "f", ""),
        new ToolCallDelta(1, "b", "g", "{}"),
        new TextDelta("Hi"));
    assertThat(blocks).containsExactly("a f ");

    write(new ToolCallDelta(0, "", "", "{}"));
    assertThat(blocks).containsExactly("a f {}", "b g {}", "Hi");
  }

  @Test
  void nothingWaitsBehindAWholeCall() {
    write(new ToolCallDelta(0, "a", "f", "{}"), new TextDelta("Hi"));

    assertThat(blocks).containsExactly("a f {}", "Hi");
  }

  @Test
  void whiteSpaceBehindAClosedCallIsNoBlock() {
    write(
        new ToolCallDelta(0, "a", "f", "{}"),
        new ToolCallDelta(1, "b", "g", "{"),
        new ToolCallDelta(0, "", "", "\n"),
        new ToolCallDelta(1, "", "", "}"),
        new ToolCallDelta(0, "", "", ""));

    assertThat(ended()).containsExactly("a f {}", "b g {}");
  }

  @Test
  void tooMuchTextDoesNotWait() {
    String text = "x".repeat(WaitingBlocks.MOST);
    write(new ToolCallDelta(0, "a", "f", "{"), new TextDelta(text));
    assertThat(blocks).containsExactly("a f {");

    write(new TextDelta("y"));
    assertThat(blocks).containsExactly("a f {", text + "y");
  }

  @Test
  void tooManyPiecesDoNotWait() {
    write(new ToolCallDelta(0, "a", "f", "{"));
    for (int i = 0; i < WaitingBlocks.MOST_PIECES; i++) {
      write(new ToolCallDelta(1 + i % 2, i < 2 ? "b" : "", i < 2 ? "g" : "", " "));
    }
    assertThat(blocks).hasSize(1);

    write(new ToolCallDelta(1, "", "", "{}"));
    assertThat(blocks).hasSize(3);
    assertThat(blocks.get(1)).startsWith("b g  ").endsWith(" {}");
  }

  private void write(ChatEvent... events) {
    for (ChatEvent event : events) {
      written.of(ChatChunk.of(event)).forEach(this::read);
    }
  }

  private List<String> ended() {
    written.end().forEach(this::read);
    return blocks;
  }

  private void read(JsonObject event) {
    event
        .object("content_block")
        .ifPresent(block ->
            blocks.add(
                block.text("id").map(id -> id + " " + block.text("name").get() + " ").orElse("")));
    event
        .object("delta")
        .flatMap(delta -> delta.text("text").or(() -> delta.text("partial_json")))
        .ifPresent(text -> {
          assertThat(event.number("index")).hasValue(blocks.size() - 1);
          blocks.set(blocks.size() - 1, blocks.getLast() + text);
        });
  }

  /** Clients know each call by its id throughout a conversation. */
  @Test
  void idsThatServersNumberAnewAreMadeTheAnswersOwn() {
    assertThat(AnswerIds.told("call_0", "chatcmpl-1", 0))
        .startsWith("call_0__")
        .isEqualTo(AnswerIds.told("call_0", "chatcmpl-1", 0))
        .isNotEqualTo(AnswerIds.told("call_0", "chatcmpl-2", 0))
        .matches("[a-zA-Z0-9_-]+");
    assertThat(AnswerIds.told("", "chatcmpl-1", 3)).startsWith("call_3__");
    assertThat(AnswerIds.told("functions.get_weather:0", "chatcmpl-1", 0))
        .startsWith("functions.get_weather:0__");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "toolu_01A09q90qw90lq917835lq9",
        "call_bDjdX1tgs8BvDvS5dGNwlOrR",
        "chatcmpl-tool-0123456789abcdef0123456789abcdef",
        "D681PevKs",
        "tooluse_kZJMlvQmRJ6eAyJE5GIl7Q"
      })
  void idsThatAreTheirOwnStayWhatTheyAre(String id) {
    assertThat(AnswerIds.told(id, "chatcmpl-1", 0)).isEqualTo(id);
  }

  /** Kimi's models are shown them. */
  @Test
  void kimisIdsGoBackAsTheyWereTold() {
    String told = AnswerIds.told("functions.get_weather:0", "chatcmpl-1", 0);

    assertThat(AnswerIds.asked(told)).isEqualTo("functions.get_weather:0");
    assertThat(AnswerIds.asked("call_0__0123abcd")).isEqualTo("call_0__0123abcd");
  }
}
