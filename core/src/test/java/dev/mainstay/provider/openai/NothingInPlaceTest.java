package dev.mainstay.provider.openai;

import static dev.mainstay.provider.openai.Asking.DONE;
import static dev.mainstay.provider.openai.Asking.events;
import static dev.mainstay.provider.openai.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ToolCall;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SEMANTICS 7.1: clients look into choices, deltas, messages and calls without a look whether there
 * are any, so that there are.
 */
class NothingInPlaceTest {
  private static final String FIRST = "{'choices':[{'index':0,'delta':{'content':'a'}}]}";
  private static final String LAST =
      "{'choices':[{'index':0,'delta':{'content':'b'},'finish_reason':'stop'}]}";

  /** Azure's remarks of its filter have none at all. */
  @ParameterizedTest
  @ValueSource(strings = {",'delta':null", "", ",'delta':[]", ",'delta':''", ",'message':null"})
  void choiceOfAStreamHasADelta(String delta) {
    String told = "{'choices':[{'index':0" + delta + ",'content_filter_results':{'x':1}}]}";

    Heard heard = Asking.stream(events(FIRST, told, LAST, DONE));

    assertThat(heard.text).hasToString("ab");
    assertThat(heard.chunks).hasSize(3);
    JsonObject choice = choices(heard.chunks.get(1)).getFirst();
    assertThat(choice.object("delta")).hasValue(JsonObject.empty());
    assertThat(choice.object("content_filter_results")).hasValue(json("{'x':1}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {",'delta':null", ""})
  void endHasADelta(String delta) {
    String end = "{'choices':[{'index':0" + delta + ",'finish_reason':'stop'}]}";

    Heard heard = Asking.stream(events(FIRST, end, DONE));

    assertThat(choices(heard.chunks.getLast()))
        .containsExactly(json("{'index':0,'finish_reason':'stop','delta':{}}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[null]", "[null,null]", "null", "{}", "'none'", "['none']"})
  void chunkWhoseChoicesAreNoneIsNobodys(String choices) {
    Heard heard = Asking.stream(events(FIRST, "{'choices':" + choices + "}", LAST, DONE));

    assertThat(heard.text).hasToString("ab");
    assertThat(heard.chunks).containsExactly(json(FIRST), json(LAST));
  }

  @Test
  void emptyListOfChoicesGoesOutAsItCame() {
    String filter = "{'choices':[],'prompt_filter_results':[]}";

    Heard heard = Asking.stream(events(filter, FIRST, LAST, DONE));

    assertThat(heard.chunks.getFirst()).isEqualTo(json(filter));
  }

  @Test
  void usageBesideNoChoicesIsTold() {
    Heard heard =
        Asking.over(
                ScriptedTransport.streaming(
                    events(FIRST, LAST, "{'choices':[null]," + Asking.USAGE + "}", DONE)))
            .ask("{'messages':[],'stream':true,'stream_options':{'include_usage':true}}");

    assertThat(heard.chunks.getLast()).isEqualTo(json("{'choices':[]," + Asking.USAGE + "}"));
  }

  @Test
  void choiceBesideNoneIsNumberedByItself() {
    String both = "{'choices':[null,{'delta':{'content':'a'},'finish_reason':'stop'}]}";

    Heard heard = Asking.stream(events(both, DONE));

    assertThat(heard.text).hasToString("a");
    assertThat(choices(heard.chunks.getFirst()))
        .containsExactly(json("{'delta':{'content':'a'},'finish_reason':'stop','index':0}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {",'message':null", "", ",'delta':null", ",'message':[]"})
  void choiceOfAPlainAnswerHasAMessage(String message) {
    Heard heard = plain("{'choices':[{'index':0" + message + ",'finish_reason':'stop'}]}");

    assertThat(choices(heard.chunks.getFirst()))
        .containsExactly(
            json(
                "{'index':0,'finish_reason':'stop','message':{'role':'assistant','content':null}}"));
  }

  @Test
  void choiceOfAPlainAnswerThatIsNoneIsLeftOut() {
    Heard heard =
        plain("{'choices':[null,{'index':0,'message':{'content':'a'},'finish_reason':'stop'}]}");

    assertThat(choices(heard.chunks.getFirst()))
        .containsExactly(json("{'index':0,'message':{'content':'a'},'finish_reason':'stop'}"));
  }

  @Test
  void plainAnswerToAStreamedRequestHasADelta() {
    Heard heard = Asking.stream(json("{'choices':[{'index':0,'finish_reason':'stop'}]}").toJson());

    assertThat(choices(heard.chunks.getFirst()).getFirst().object("delta"))
        .hasValue(json("{'role':'assistant','content':null}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[null]                                     | []",
        "[null,{'index':0,'id':'c','function':{'name':'f','arguments':'{}'}}]"
            + " | [{'index':0,'id':'c','function':{'name':'f','arguments':'{}'}}]",
        "[{'index':0,'id':'c','function':null}]     | [{'index':0,'id':'c','function':{'arguments':''}}]",
        "[{'index':0,'function':{'name':'f','arguments':null}}]"
            + " | [{'index':0,'function':{'name':'f','arguments':''}}]"
      })
  void callThatIsNoneAddsNothing(String told, String form) {
    Heard heard =
        Asking.stream(events(chunkWith(told), LAST.replace("'stop'", "'tool_calls'"), DONE));

    assertThat(heard.chunks.getFirst()).isEqualTo(json(chunkWith(form)));
  }

  @Test
  void listOfCallsThatIsNullIsLeftAsItCame() {
    Heard heard = Asking.stream(events(chunkWith("null"), LAST, DONE));

    assertThat(heard.chunks.getFirst()).isEqualTo(json(chunkWith("null")));
  }

  @Test
  void callOfAPlainAnswerThatIsNoneIsLeftOut() {
    Heard heard =
        plain(
            "{'choices':[{'index':0,'message':{'tool_calls':[null,{'id':'c','function':"
                + "{'name':'f','arguments':null}}]},'finish_reason':'tool_calls'}]}");

    assertThat(heard.toolCalls).containsExactly(new ToolCall("c", "f", ""));
    assertThat(choices(heard.chunks.getFirst()).getFirst().object("message"))
        .hasValue(json("{'tool_calls':[{'id':'c','function':{'name':'f','arguments':''}}]}"));
  }

  @Test
  void partThatIsNoneIsLeftOut() {
    String parts = "'content':[null,{'type':'text','text':'a'},null]";
    String form = "'content':'a'";
    String chunk = "{'choices':[{'index':0,'delta':{%s}}]}";
    String answer = "{'choices':[{'index':0,'message':{%s},'finish_reason':'stop'}]}";

    Heard streamed = Asking.stream(events(chunk.formatted(parts), LAST, DONE));

    assertThat(streamed.text).hasToString("ab");
    assertThat(streamed.chunks.getFirst()).isEqualTo(json(chunk.formatted(form)));
    assertThat(plain(answer.formatted(parts)).chunks.getFirst())
        .isEqualTo(json(answer.formatted(form)));
  }

  private static String chunkWith(String calls) {
    return "{'choices':[{'index':0,'delta':{'tool_calls':" + calls + "}}]}";
  }

  private static Heard plain(String answer) {
    return Asking.plain(json(answer).toJson());
  }

  private static List<JsonObject> choices(JsonObject chunk) {
    return chunk.array("choices").orElseThrow().objects().toList();
  }
}
