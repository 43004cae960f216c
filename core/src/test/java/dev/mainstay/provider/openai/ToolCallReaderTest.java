package dev.mainstay.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.model.ToolCall;
import dev.mainstay.provider.wire.Heard;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolCallReaderTest {
  private static final ToolCall F = new ToolCall("a", "f", "{'x':1}");
  private static final ToolCall G = new ToolCall("b", "g", "{}");

  @Test
  void piecesAreJoinedByTheirIndex() {
    assertThat(
            heard(
                "{'index':0,'id':'a','function':{'name':'f','arguments':''}}",
                "{'index':1,'id':'b','function':{'name':'g','arguments':''}}",
                "{'index':0,'function':{'arguments':\"{'x'\"}}",
                "{'index':1,'function':{'arguments':'{}'}}",
                "{'index':0,'function':{'arguments':\":1}\"}}"))
        .containsExactly(F, G);
  }

  @Test
  void indexesThatBeginElsewhereAreCountedAnew() {
    assertThat(
            heard(
                "{'index':4,'id':'a','function':{'name':'f','arguments':\"{'x':1}\"}}",
                "{'index':7,'id':'b','function':{'name':'g','arguments':'{}'}}"))
        .containsExactly(F, G);
  }

  @Test
  void piecesWithoutIndexAreJoinedByTheirId() {
    assertThat(
            heard(
                "{'id':'a','function':{'name':'f','arguments':\"{'x'\"}}",
                "{'function':{'arguments':':1'}}",
                "{'id':'b','function':{'name':'g','arguments':'{}'}}",
                "{'id':'a','function':{'arguments':'}'}}"))
        .containsExactly(F, G);
  }

  @Test
  void callsOfOneIndexWithDifferentIdsAreDifferentCalls() {
    assertThat(
            heard(
                "{'index':0,'id':'a','function':{'name':'f','arguments':\"{'x':1}\"}}",
                "{'index':0,'id':'b','function':{'name':'g','arguments':'{}'}}"))
        .containsExactly(F, G);
  }

  @Test
  void callsOfOneIndexWithoutIdsAreToldApartByTheirNames() {
    assertThat(
            heard(
                "{'index':0,'id':'','function':{'name':'f','arguments':'{}'}}",
                "{'index':0,'id':'','function':{'name':'g','arguments':'{}'}}"))
        .containsExactly(new ToolCall("", "f", "{}"), new ToolCall("", "g", "{}"));
  }

  @Test
  void callsOfOneIndexAreToldApartThoughTheFirstHasNoArguments() {
    assertThat(
            heard(
                "{'index':0,'id':'a','function':{'name':'f','arguments':''}}",
                "{'index':0,'id':'b','function':{'name':'g','arguments':''}}",
                "{'index':0,'id':'c','function':{'name':'g','arguments':''}}"))
        .containsExactly(
            new ToolCall("a", "f", ""), new ToolCall("b", "g", ""), new ToolCall("c", "g", ""));
    assertThat(
            heard(
                "{'index':0,'function':{'name':'f','arguments':''}}",
                "{'index':0,'function':{'name':'g','arguments':'{}'}}"))
        .containsExactly(new ToolCall("", "f", ""), new ToolCall("", "g", "{}"));
  }

  @Test
  void nameThatComesLateIsThatOfTheCallThatHasNone() {
    assertThat(
            heard(
                "{'index':0,'type':'function'}",
                "{'index':0,'function':{'name':'f','arguments':'{}'}}"))
        .containsExactly(new ToolCall("", "f", "{}"));
  }

  @Test
  void pieceOfAnotherIndexBelongsToTheCallWhoseIdItHas() {
    assertThat(
            heard(
                "{'index':0,'id':'a','function':{'name':'f','arguments':'{'}}",
                "{'index':1,'id':'a','function':{'arguments':'}'}}"))
        .containsExactly(new ToolCall("a", "f", "{}"));
  }

  @Test
  void nameInPiecesIsPutTogether() {
    assertThat(
            heard(
                "{'index':0,'id':'a','function':{'name':'get_','arguments':''}}",
                "{'index':0,'id':'a','function':{'name':'wea'}}",
                "{'index':0,'function':{'name':'ther','arguments':\"{'x'\"}}",
                "{'index':0,'function':{'arguments':\":1}\"}}"))
        .containsExactly(new ToolCall("a", "get_weather", "{'x':1}"));
  }

  /** Nobody is kept busy, or out of memory, by a name that never ends. */
  @Test
  void nameIsNotPutTogetherWithoutEnd() {
    String[] pieces = new String[5_000];
    Arrays.setAll(
        pieces,
        i -> "{'index':0,'id':'a','function':{'name':'%s'}}".formatted(i % 2 == 0 ? "x" : "y"));

    assertThat(heard(pieces)).hasSize(5).allMatch(call -> call.name().length() <= 1_024);
  }

  @Test
  void anotherNameBehindArgumentsIsAnotherCalls() {
    assertThat(
            heard(
                "{'index':0,'id':'a','function':{'name':'f','arguments':\"{'x':1}\"}}",
                "{'index':0,'function':{'name':'g','arguments':'{}'}}"))
        .containsExactly(F, new ToolCall("", "g", "{}"));
  }

  @Test
  void idAndNameRepeatedInEachPieceAreToldOnce() {
    assertThat(
            heard(
                "{'index':0,'id':'a','function':{'name':'f','arguments':\"{'x'\"}}",
                "{'index':0,'id':'a','function':{'name':'f','arguments':\":1}\"}}"))
        .containsExactly(F);
  }

  @Test
  void newIdWithoutANameIsTheSameCall() {
    assertThat(
            heard(
                "{'index':0,'id':'a','function':{'name':'f','arguments':\"{'x'\"}}",
                "{'index':0,'id':'other','function':{'name':'','arguments':\":1}\"}}"))
        .containsExactly(F);
  }

  @Test
  void objectBehindWholeArgumentsIsAnotherCallOfTheFunction() {
    assertThat(
            heard(
                "{'index':0,'function':{'name':'f','arguments':''}}",
                "{'index':0,'function':{'arguments':\"{'a':1}\"}}",
                "{'index':0,'function':{'name':'f','arguments':''}}",
                "{'index':0,'function':{'arguments':\" {'a':\"}}",
                "{'index':0,'function':{'arguments':'2}'}}"))
        .containsExactly(new ToolCall("", "f", "{'a':1}"), new ToolCall("", "f", " {'a':2}"));
  }

  @Test
  void soItIsWithoutIndexes() {
    assertThat(
            heard(
                "{'id':'a','function':{'name':'f','arguments':'{}'}}",
                "{'function':{'arguments':'{}'}}"))
        .containsExactly(new ToolCall("a", "f", "{}"), new ToolCall("", "f", "{}"));
  }

  @Test
  void newIdWithoutANameBehindWholeArgumentsIsAnotherCall() {
    assertThat(
            heard(
                "{'index':0,'id':'a','function':{'name':'f','arguments':\"{'x':1}\"}}",
                "{'index':0,'id':'b','function':{'arguments':'{}'}}"))
        .containsExactly(F, new ToolCall("b", "f", "{}"));
  }

  @Test
  void whatIsNoObjectBehindWholeArgumentsIsTheSameCall() {
    assertThat(
            heard(
                "{'index':0,'id':'a','function':{'name':'f','arguments':\"{'x':1}\"}}",
                "{'index':0,'id':'b','function':{'arguments':''}}",
                "{'index':0,'function':{'name':'f','arguments':''}}"))
        .containsExactly(F);
  }

  @Test
  void objectWithinArgumentsIsTheSameCall() {
    assertThat(
            heard(
                "{'index':0,'function':{'name':'f','arguments':\"{'x':\"}}",
                "{'index':0,'function':{'name':'f','arguments':'{}'}}",
                "{'index':0,'function':{'arguments':'}'}}"))
        .containsExactly(new ToolCall("", "f", "{'x':{}}"));
  }

  @Test
  void textOfACustomToolIsNoObjectWhateverItLooksLike() {
    assertThat(
            heard(
                "{'index':0,'id':'a','type':'custom','custom':{'name':'f','input':'{}'}}",
                "{'index':0,'custom':{'input':'{}'}}"))
        .containsExactly(new ToolCall("a", "f", "{}{}"));
  }

  @Test
  void nameThatACallTakesOverIsInItsJson() {
    Heard heard =
        Asking.stream(
            Asking.events(
                Asking.delta(
                    "{'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':'{}'}}]}"),
                Asking.delta("{'tool_calls':[{'index':0,'id':'b','function':{'arguments':'{}'}}]}"),
                Asking.finish("tool_calls")));

    assertThat(heard.chunks.get(1).toJson().replace('"', '\''))
        .contains("'index':1", "'id':'b'", "'name':'f'");
  }

  @Test
  void argumentsThatAreNoTextAreWrittenAsText() {
    assertThat(
            heard(
                "{'index':0,'id':'a','function':{'name':'f','arguments':{'x':1}}}",
                "{'index':1,'id':'b','function':{'name':'g','arguments':null}}"))
        .containsExactly(F, new ToolCall("b", "g", ""));
  }

  @Test
  void legacyFunctionCallIsACallWithoutId() {
    Heard heard =
        Asking.stream(
            Asking.events(
                Asking.delta("{'function_call':{'name':'f','arguments':''}}"),
                Asking.delta("{'function_call':{'arguments':'{}'}}"),
                Asking.finish("function_call")));

    assertThat(heard.toolCalls).containsExactly(new ToolCall("", "f", "{}"));
  }

  @Test
  void legacyFunctionsNameInPiecesIsPutTogether() {
    Heard heard =
        Asking.stream(
            Asking.events(
                Asking.delta("{'function_call':{'name':'get_'}}"),
                Asking.delta("{'function_call':{'name':'weather','arguments':'{'}}"),
                Asking.delta("{'function_call':{'name':'get_weather','arguments':'}'}}"),
                Asking.finish("function_call")));

    assertThat(heard.toolCalls).containsExactly(new ToolCall("", "get_weather", "{}"));
  }

  @Test
  void customToolHasItsInputAsArguments() {
    assertThat(heard("{'index':0,'id':'a','type':'custom','custom':{'name':'f','input':'x'}}"))
        .containsExactly(new ToolCall("a", "f", "x"));
  }

  @Test
  void callsOfAPlainAnswerAreEachTheirOwn() {
    Heard heard =
        Asking.plain(
            Asking.json(
                    "{'choices':[{'message':{'tool_calls':["
                        + "{'function':{'name':'f','arguments':'{}'}},"
                        + "{'function':{'name':'f','arguments':'{}'}}]},'finish_reason':'stop'}]}")
                .toJson());

    assertThat(heard.toolCalls)
        .containsExactly(new ToolCall("", "f", "{}"), new ToolCall("", "f", "{}"));
  }

  private static List<ToolCall> heard(String... pieces) {
    String[] deltas = Arrays.stream(pieces).map(ToolCallReaderTest::escaped).toArray(String[]::new);
    return Asking.stream(Asking.events(deltas) + Asking.events(Asking.finish("tool_calls")))
        .toolCalls
        .stream()
        .map(call -> new ToolCall(call.id(), call.name(), call.arguments().replace('"', '\'')))
        .toList();
  }

  // A text in double quotes is the JSON of arguments, whose own quotes are escaped.
  private static String escaped(String piece) {
    String delta = "{'tool_calls':[" + piece + "]}";
    int open = delta.indexOf('"');
    if (open < 0) {
      return Asking.delta(delta);
    }
    int close = delta.indexOf('"', open + 1);
    String inner = delta.substring(open + 1, close).replace("'", "\\\"");
    return Asking.delta(delta.substring(0, open) + "'" + inner + "'" + delta.substring(close + 1));
  }
}
