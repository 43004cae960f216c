package dev.mainstay.provider.bedrock;

import static dev.mainstay.provider.bedrock.Asking.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ToolCall;
import dev.mainstay.provider.wire.Heard;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tool calls of an answer of Bedrock, and those that are not for the caller. */
class ToolAnswerTest {
  @Test
  void callWithoutArgumentsHasAnEmptyObjectOfThem() {
    Frames frames =
        Frames.begin()
            .event("messageStart", "{'role':'assistant'}")
            .event("contentBlockStart", use(0, "t1", "now"))
            .event("contentBlockStop", "{'contentBlockIndex':0}")
            .event("contentBlockStart", use(1, "t2", "add"))
            .event("contentBlockDelta", "{'contentBlockIndex':1,'delta':{'toolUse':{'input':''}}}")
            .event(
                "contentBlockDelta", "{'contentBlockIndex':1,'delta':{'toolUse':{'input':'[1]'}}}")
            .event("messageStop", "{'stopReason':'tool_use'}");

    assertThat(Asking.stream(frames).toolCalls)
        .containsExactly(new ToolCall("t1", "now", "{}"), new ToolCall("t2", "add", "[1]"));
  }

  @Test
  void toolsThatRunAtAwsAreNotTheCallers() {
    String use = "{'toolUse':{'toolUseId':'t1','name':'search','type':'server_tool_use'}}";
    Frames frames =
        Frames.begin()
            .event("contentBlockStart", "{'contentBlockIndex':0,'start':" + use + "}")
            .event(
                "contentBlockDelta", "{'contentBlockIndex':0,'delta':{'toolUse':{'input':'{}'}}}")
            .event("contentBlockStop", "{'contentBlockIndex':0}")
            .event("contentBlockStart", "{'contentBlockIndex':1,'start':{'toolResult':{}}}")
            .event("contentBlockDelta", "{'contentBlockIndex':1,'delta':{'toolResult':[]}}")
            .event("contentBlockDelta", "{'contentBlockIndex':2,'delta':{'text':'Found'}}")
            .event("messageStop", "{'stopReason':'end_turn'}");

    Heard heard = Asking.stream(frames);

    assertThat(heard.toolCalls).isEmpty();
    assertThat(heard.text).hasToString("Found");
    assertThat(Asking.plain(answer(use + ",{'text':'Found'}", "end_turn")).toolCalls).isEmpty();
  }

  private static String use(int index, String id, String name) {
    return "{'contentBlockIndex':"
        + index
        + ",'start':{'toolUse':{'toolUseId':'"
        + id
        + "','name':'"
        + name
        + "'}}}";
  }

  /** SEMANTICS 6.1. */
  @Test
  void toolCallGoesOnBehindAnEndThatWasToldBeforeItsLast() {
    Frames frames =
        Frames.begin()
            .event("messageStart", "{'role':'assistant'}")
            .event(
                "contentBlockStart",
                "{'contentBlockIndex':0,'start':{'toolUse':{'toolUseId':'t','name':'f'}}}");
    for (String piece : List.of("{", "}")) {
      frames
          .event(
              "contentBlockDelta",
              "{'contentBlockIndex':0,'delta':{'toolUse':{'input':'" + piece + "'}}}")
          .event("messageStop", "{'stopReason':'tool_use'}");
    }

    Heard heard = Asking.stream(frames.event("metadata", "{}"));

    assertThat(heard.toolCalls).containsExactly(new ToolCall("t", "f", "{}"));
    assertThat(heard.isSuccess()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"max_tokens, ''", "guardrail_intervened, ''", "tool_use, {}", "end_turn, {}"})
  void lastCallThatIsCutBeforeItsArgumentsDoesNotLookWhole(String stopReason, String arguments) {
    Heard streamed =
        Asking.stream(
            new Frames()
                .event("messageStart", "{'role':'assistant'}")
                .event(
                    "contentBlockStart",
                    "{'contentBlockIndex':0,'start':{'toolUse':{'toolUseId':'t','name':'f'}}}")
                .event("contentBlockStop", "{'contentBlockIndex':0}")
                .event(
                    "contentBlockStart",
                    "{'contentBlockIndex':1,'start':{'toolUse':{'toolUseId':'u','name':'g'}}}")
                .event("contentBlockStop", "{'contentBlockIndex':1}")
                .event("messageStop", "{'stopReason':'" + stopReason + "'}"));
    Heard plain =
        Asking.plain(
            "{'output':{'message':{'content':[{'toolUse':{'toolUseId':'t','name':'f','input':{}}},"
                + "{'toolUse':{'toolUseId':'u','name':'g','input':{}}}]}},'stopReason':'"
                + stopReason
                + "'}");

    for (Heard heard : List.of(streamed, plain)) {
      assertThat(arguments(heard, 0)).isEqualTo("{}");
      assertThat(arguments(heard, 1)).isEqualTo(arguments);
    }
  }

  private static String arguments(Heard heard, int call) {
    return heard.events.stream()
        .filter(ToolCallDelta.class::isInstance)
        .map(ToolCallDelta.class::cast)
        .filter(piece -> piece.index() == call)
        .map(ToolCallDelta::arguments)
        .collect(Collectors.joining());
  }
}
