package dev.mainstay.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

  static Stream<Arguments> knownParts() {
    return Stream.of(
        Arguments.of("\"Hi\"", Content.text("Hi")),
        Arguments.of("{\"type\":\"text\",\"text\":\"Hi\"}", Content.text("Hi")),
        Arguments.of("{ \"text\": \"Hi\", \"type\": \"text\" }", Content.text("Hi")),
        Arguments.of(
            "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a/b\"}}",
            Content.image("https://a/b")));
  }

  @ParameterizedTest
  @MethodSource("knownParts")
  void knownPartIsReadAsWhatItIs(String json, Content expected) {
    assertThat(Content.of(Json.parse(json))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"image_url\", \"image_url\":{\"url\":\"https://a/b\",\"detail\":\"low\"}}",
        "{\"type\":\"image_url\", \"image_url\":\"https://a/b\"}",
        "{\"type\":\"text\", \"text\":\"Hi\", \"cache_control\":{\"type\":\"ephemeral\"}}",
        "{\"type\":\"text\", \"text\":[]}",
        "{\"type\":\"input_audio\", \"input_audio\":{\"data\":\"\",\"format\":\"wav\"}}",
        "{\"type\": 7}",
        "{ }"
      })
  void partWithMoreToItIsKeptByteForByte(String json) {
    Content part = Content.of(Json.parse(json));

    assertThat(part).isInstanceOf(Content.Other.class);
    assertThat(part.toJson().toJson()).isEqualTo(json);
  }

  @Test
  void textIsThatOfAllTextPartsWhateverElseIsInThem() {
    Message message =
        message(
            """
            {"content":["a",{"type":"text","text":"b"},{"type":"image_url","image_url":{"url":"u"}},
              {"type":"text","text":"c","cache_control":{}},{"type":"text"},{"text":"no type"},7]}\
            """);

    assertThat(message.text()).isEqualTo("abc");
    assertThat(message.content()).hasSize(7);
  }

  @Test
  void plainContentIsOneTextPart() {
    assertThat(message("{\"content\":\"Hi\"}").content()).containsExactly(Content.text("Hi"));
    assertThat(message("{\"content\":\"Hi\"}").text()).isEqualTo("Hi");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"role\":null,\"content\":null,\"tool_calls\":null,\"tool_call_id\":null}",
        "{\"role\":1,\"content\":{\"text\":\"x\"},\"tool_calls\":{},\"tool_call_id\":7}",
        "{\"role\":[],\"content\":7,\"tool_calls\":[1,\"x\",null]}"
      })
  void strangeMessageIsEmpty(String json) {
    Message message = message(json);

    assertThat(message.role()).isEmpty();
    assertThat(message.content()).isEmpty();
    assertThat(message.text()).isEmpty();
    assertThat(message.toolCalls()).isEmpty();
    assertThat(message.toolCallId()).isEmpty();
  }

  @Test
  void toolCallIsReadAsItWasWrittenAndStrangeOnesHaveEmptyFields() {
    ToolCall call = new ToolCall("c1", "look", "{\"at\": wrong");

    assertThat(Message.assistant(List.of(call)).toolCalls()).containsExactly(call);
    assertThat(message("{\"tool_calls\":[{},{\"id\":1,\"function\":\"x\"}]}").toolCalls())
        .containsExactly(new ToolCall("", "", ""), new ToolCall("", "", ""));
    assertThat(Message.tool("c1", "a cat").toolCallId()).hasValue("c1");
  }

  private static Message message(String json) {
    return new Message(Json.parseObject(json));
  }
}
