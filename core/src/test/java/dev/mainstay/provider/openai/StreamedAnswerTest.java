package dev.mainstay.provider.openai;

import static dev.mainstay.provider.openai.Asking.DONE;
import static dev.mainstay.provider.openai.Asking.SEVEN;
import static dev.mainstay.provider.openai.Asking.STOP;
import static dev.mainstay.provider.openai.Asking.USAGE;
import static dev.mainstay.provider.openai.Asking.delta;
import static dev.mainstay.provider.openai.Asking.events;
import static dev.mainstay.provider.openai.Asking.finish;
import static dev.mainstay.provider.openai.Asking.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.FinishReason;
import dev.mainstay.provider.wire.Heard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chunks of a stream say, in each of the forms there are. */
class StreamedAnswerTest {
  @Test
  void chunksAreGivenOutAsTheyCame() {
    String chunk = "{\"x\": 1.0, \"choices\":[ {\"index\":0,\"delta\":{\"content\":\"Hi\"}} ]}";

    Heard heard = Asking.stream("data: " + chunk + "\n\n" + events(finish("stop"), DONE));

    assertThat(heard.events).containsExactly(new TextDelta("Hi"), STOP);
    assertThat(heard.chunks.getFirst().toJson()).isEqualTo(chunk);
    assertThat(heard.isSuccess()).isTrue();
  }

  @Test
  void messageInPlaceOfADeltaGoesOutAsADelta() {
    Heard heard =
        Asking.stream(events(message("'role':'assistant','content':'Hi'"), finish("stop"), DONE));

    assertThat(heard.text).hasToString("Hi");
    assertThat(heard.chunks.getFirst().toJson().replace('"', '\''))
        .isEqualTo(
            "{'choices':[{'index':0,'finish_reason':null,'delta':{'role':'assistant','content':'Hi'}}]}");
  }

  @Test
  void messageThatGrowsGivesItsRestAlone() {
    Heard heard =
        Asking.stream(
            events(
                message("'content':'Hi'"),
                message("'content':'Hi there'"),
                message("'content':'Hi there'"),
                text("!"),
                message(
                    "'content':'Hi there!','tool_calls':[{'id':'c','function':"
                        + "{'name':'f','arguments':'{}'}}]"),
                finish("stop"),
                DONE));

    assertThat(heard.text).hasToString("Hi there!");
    assertThat(heard.toolCalls).hasSize(1);
    assertThat(
            heard.chunks.stream()
                .flatMap(chunk -> chunk.array("choices").orElseThrow().objects())
                .flatMap(choice -> choice.object("delta").orElseThrow().text("content").stream()))
        .containsExactly("Hi", " there", "!");
    assertThat(heard.chunks)
        .noneMatch(chunk -> chunk.toJson().contains("\"message\""))
        .anyMatch(chunk -> chunk.toJson().contains("\"tool_calls\":[{\"id\":\"c\""));
  }

  private static String message(String members) {
    return "{'choices':[{'index':0,'message':{" + members + "},'finish_reason':null}]}";
  }

  @Test
  void callsWithOneNumberAndNoIdsAreToldApartByTheirWholeArguments() {
    String call = "{'tool_calls':[{'index':0,'function':{'name':'f','arguments':'{\\'c\\':%s}'}}]}";

    Heard heard =
        Asking.stream(
            events(delta(call.formatted(1)), delta(call.formatted(2)), finish("tool_calls"), DONE));

    assertThat(heard.toolCalls).extracting("arguments").containsExactly("{\"c\":1}", "{\"c\":2}");
    assertThat(heard.chunks.get(1).toJson()).contains("\"index\":1");
  }

  @Test
  void firstChunkOfAzureWithoutChoicesPassesThrough() {
    String first = "{'choices':[],'id':'','prompt_filter_results':[]}";

    Heard heard = Asking.stream(events(first, text("a"), finish("stop"), DONE));

    assertThat(heard.chunks.getFirst()).isEqualTo(Asking.json(first));
    assertThat(heard.text).hasToString("a");
  }

  @Test
  void frameThatIsNoChunkIsPassedOver() {
    Heard heard = Asking.stream(events("{'type':'ping'}", text("a"), finish("stop")));

    assertThat(heard.chunks).hasSize(2);
    assertThat(heard.isSuccess()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'reasoning':'hm'}",
        "{'reasoning_content':'hm','content':null}",
        "{'reasoning':'hm','reasoning_content':'hm'}",
        "{'content':[{'type':'thinking','thinking':[{'type':'text','text':'hm'}]}]}",
        "{'content':[{'type':'thinking','thinking':'hm'}]}",
        "{'reasoning':'hm','reasoning_details':[{'type':'reasoning.text','text':'hm'}]}",
        "{'reasoning':null,'reasoning_details':[{'type':'reasoning.text','text':'hm'}]}",
        "{'reasoning_details':[{'type':'reasoning.summary','summary':'hm'}]}"
      })
  void reasoningIsFoundInEachOfItsForms(String delta) {
    Heard heard = Asking.stream(events(delta(delta), finish("stop")));

    assertThat(heard.events).containsExactly(new ReasoningDelta("hm"), STOP);
  }

  @Test
  void contentInPartsKeepsTheirOrder() {
    String parts =
        "{'content':[{'type':'thinking','thinking':[{'type':'text','text':'4?'}],'closed':true},"
            + "{'type':'text','text':'4'},{'type':'reference','reference_ids':[1]},"
            + "{'type':'text','text':'2'}]}";

    Heard heard = Asking.stream(events(delta(parts), finish("stop")));

    assertThat(heard.events)
        .containsExactly(new ReasoningDelta("4?"), new TextDelta("4"), new TextDelta("2"), STOP);
  }

  @Test
  void choicesWithoutIndexAreCountedByTheirPlace() {
    String chunk =
        "{'choices':[{'delta':{'content':'a'},'finish_reason':'stop'},"
            + "{'delta':{'content':'b'},'finish_reason':'stop'}]}";

    Heard heard = Asking.stream(events(chunk));

    assertThat(heard.text).hasToString("a");
    assertThat(heard.events).contains(new OtherChoice(1, new TextDelta("b")));
  }

  @Test
  void messageBesideDeltasIsNotSaidTwice() {
    String last = "{'choices':[{'index':0,'message':{'content':'ab'},'finish_reason':'stop'}]}";

    Heard heard = Asking.stream(events(text("a"), text("b"), last));

    assertThat(heard.text).hasToString("ab");
  }

  @Test
  void plainAnswerInPlaceOfAStreamBecomesOneChunk() {
    Heard heard =
        Asking.stream(
            Asking.json(
                    "{'id':'a','object':'chat.completion','model':'m-1','choices':[{'index':0,"
                        + "'message':{'role':'assistant','content':'Hi','tool_calls':"
                        + "[{'id':'t','function':{'name':'f','arguments':'{}'}}]},"
                        + "'finish_reason':'tool_calls'}],"
                        + USAGE
                        + "}")
                .toJson());

    assertThat(heard.isSuccess()).isTrue();
    assertThat(heard.events)
        .containsExactly(
            new TextDelta("Hi"),
            new ToolCallDelta(0, "t", "f", "{}"),
            SEVEN,
            new Finished(FinishReason.TOOL_CALLS, "tool_calls"));
    assertThat(heard.chunks)
        .containsExactly(
            Asking.json(
                "{'id':'a','object':'chat.completion.chunk','model':'m-1','choices':[{'index':0,"
                    + "'delta':{'role':'assistant','content':'Hi','tool_calls':"
                    + "[{'id':'t','function':{'name':'f','arguments':'{}'},'index':0}]},"
                    + "'finish_reason':'tool_calls'}],"
                    + USAGE
                    + "}"));
  }

  @Test
  void unknownShapesInAChunkAreNoException() {
    Heard heard =
        Asking.stream(
            events(
                "{'choices':[null,1,{'index':'x','delta':7,'finish_reason':9}]}",
                "{'choices':{'a':1},'usage':[]}",
                "{'choices':[{'index':-3,'delta':{'content':{'x':1},'tool_calls':{},"
                    + "'function_call':'f','reasoning':{}}}]}",
                "{'choices':[{'index':99999999999999,'delta':{'content':[1,null,{'type':8}]}}]}",
                DONE));

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.Truncated.class);
    assertThat(heard.hasOutput()).isFalse();
  }
}
