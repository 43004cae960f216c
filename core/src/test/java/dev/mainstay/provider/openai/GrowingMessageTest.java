package dev.mainstay.provider.openai;

import static dev.mainstay.provider.openai.Asking.events;
import static dev.mainstay.provider.openai.Asking.finish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ToolCall;
import dev.mainstay.provider.wire.Heard;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stream's messages that come in place of deltas, or behind them. */
class GrowingMessageTest {
  @Test
  void messagesThatDoNotGrowAreMalformedAndNotDropped() {
    Heard heard =
        Asking.stream(
            events(
                message("'content':'Hello'"),
                message("'content':' there'"),
                message("'content':'?'"),
                finish("stop")));

    assertThat(heard.text).hasToString("Hello");
    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(heard.failure.get().detail().message())
        .contains("does not begin with what was said");
  }

  @Test
  void messageInPartsGivesItsRest() {
    Heard heard =
        Asking.stream(
            events(
                message("'content':'Hi'"),
                message("'content':[{'type':'text','text':'Hi'},{'type':'text','text':' there'}]"),
                finish("stop")));

    assertThat(heard.text).hasToString("Hi there");
  }

  @Test
  void lastMessageMayLackWhiteSpaceAtItsEnds() {
    Heard heard =
        Asking.stream(
            events(Asking.delta("{'content':' Hi '}"), message("'content':'Hi'"), finish("stop")));

    assertThat(heard.text).hasToString(" Hi ");
    assertThat(heard.failure).isEmpty();
  }

  @Test
  void reasoningThatGrowsGivesItsRestToo() {
    Heard heard =
        Asking.stream(
            events(
                message("'reasoning_content':'Let me'"),
                message("'reasoning_content':'Let me think'"),
                message("'reasoning_content':'Let me think','content':'Hi'"),
                message("'reasoning_content':'Let me think.','content':'Hi you'"),
                finish("stop")));

    assertThat(heard.reasoning).hasToString("Let me think.");
    assertThat(heard.text).hasToString("Hi you");
    assertThat(said(heard, "reasoning_content")).containsExactly("Let me", " think", ".");
    assertThat(said(heard, "content")).containsExactly("Hi", " you");
  }

  @Test
  void reasoningKeepsTheNameOfItsField() {
    Heard heard =
        Asking.stream(
            events(
                message("'reasoning':'Let me'"),
                message("'reasoning':'Let me think'"),
                message("'content':'Hi'"),
                finish("stop")));

    assertThat(said(heard, "reasoning")).containsExactly("Let me", " think");
  }

  @Test
  void reasoningInPartsOfTheContentGrowsAsWell() {
    String part = "'content':[{'type':'thinking','thinking':'%s'}]";

    Heard heard =
        Asking.stream(
            events(
                message(part.formatted("Let me")),
                message(part.formatted("Let me think")),
                message("'content':'Hi'"),
                finish("stop")));

    assertThat(heard.reasoning).hasToString("Let me think");
    assertThat(heard.text).hasToString("Hi");
  }

  @Test
  void thoughtsToldOtherwiseAtTheEndAreNotSaidTwice() {
    Heard heard =
        Asking.stream(
            events(
                Asking.delta("{'reasoning_content':'Hm, let me see'}"),
                Asking.text("Hi"),
                message("'reasoning_content':'A summary','content':'Hi'"),
                finish("stop")));

    assertThat(heard.reasoning).hasToString("Hm, let me see");
    assertThat(heard.text).hasToString("Hi");
    assertThat(heard.failure).isEmpty();
  }

  @Test
  void refusalBehindThoughtsIsToldOnce() {
    String refusal = "'reasoning_content':'Hm','refusal':'I cannot'";

    Heard heard =
        Asking.stream(
            events(
                message("'reasoning_content':'Hm'"),
                message(refusal),
                message(refusal),
                finish("stop")));

    assertThat(heard.refusal).hasToString("I cannot");
    assertThat(said(heard, "refusal")).containsExactly("I cannot");
  }

  @Test
  void toolCallThatGrowsGivesItsRestAndIsNotCut() {
    Heard heard =
        Asking.stream(
            events(
                message("'tool_calls':[" + call("a", "{\\'x\\'") + "]"),
                message("'tool_calls':[" + call("a", "{\\'x\\':1}") + "]"),
                message(
                    "'tool_calls':["
                        + call("a", "{\\'x\\': 1}")
                        + ","
                        + call("b", "{\\'y\\':2}")
                        + "]"),
                finish("stop")));

    assertThat(heard.failure).isEmpty();
    assertThat(heard.toolCalls)
        .extracting(ToolCall::id, ToolCall::arguments)
        .containsExactly(tuple("a", "{\"x\":1}"), tuple("b", "{\"y\":2}"));
    assertThat(heard.chunks.stream().map(JsonObject::toJson))
        .filteredOn(json -> json.contains("tool_calls\":["))
        .hasSize(3)
        .anyMatch(json -> json.contains("[{\"function\":{\"arguments\":\":1}\"},\"index\":0}]"));
  }

  @Test
  void toolCallThatDoesNotBeginWithWhatWasSaidIsMalformed() {
    Heard heard =
        Asking.stream(
            events(
                message("'tool_calls':[" + call("a", "{\\'x\\'") + "]"),
                message("'tool_calls':[" + call("a", ":1}") + "]"),
                finish("stop")));

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.MalformedAnswer.class);
  }

  @Test
  void legacyFunctionCallThatGrowsGivesItsRest() {
    Heard heard =
        Asking.stream(
            events(
                message("'function_call':{'name':'f','arguments':'{'}"),
                message("'function_call':{'name':'f','arguments':'{}'}"),
                finish("function_call")));

    assertThat(heard.failure).isEmpty();
    assertThat(heard.toolCalls).containsExactly(new ToolCall("", "f", "{}"));
    assertThat(heard.chunks.get(1))
        .isEqualTo(
            Asking.json(
                "{'choices':[{'index':0,'finish_reason':null,"
                    + "'delta':{'function_call':{'arguments':'}'}}}]}"));
  }

  @Test
  void legacyFunctionCallThatDoesNotBeginWithWhatWasSaidIsMalformed() {
    Heard heard =
        Asking.stream(
            events(
                message("'function_call':{'name':'f','arguments':'{'}"),
                message("'function_call':{'name':'f','arguments':'}'}"),
                finish("function_call")));

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.MalformedAnswer.class);
  }

  private static String call(String id, String arguments) {
    return "{'id':'" + id + "','function':{'name':'f','arguments':'" + arguments + "'}}";
  }

  private static List<String> said(Heard heard, String member) {
    return heard.chunks.stream()
        .flatMap(chunk -> chunk.array("choices").orElseThrow().objects())
        .flatMap(choice -> choice.object("delta").orElseThrow().text(member).stream())
        .toList();
  }

  private static String message(String members) {
    return "{'choices':[{'index':0,'message':{" + members + "},'finish_reason':null}]}";
  }
}
