package dev.mainstay.provider.bedrock;

import static dev.mainstay.provider.bedrock.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent to Bedrock of a chat request's tools, calls and results. */
class ToolRequestTest {
  @Test
  void toolsAndTheirResultsOfSeveralTurns() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{'messages':[{'role':'user','content':'Weather?'},{'role':'assistant','content':'I"
                    + " look.','tool_calls':["
                    + "{'id':'call_1','type':'function','function':{'name':'w','arguments':'{\\'c\\':\\'A\\'}'}},"
                    + "{'id':'functions.w:1','type':'function','function':{'name':'w','arguments':''}}]},"
                    + "{'role':'tool','tool_call_id':'call_1','content':'sunny'},"
                    + "{'role':'tool','tool_call_id':'functions.w:1','content':[{'type':'text','text':'rain'}],"
                    + "'is_error':true},{'role':'user','content':'And?'}],"
                    + "'tools':[{'type':'function','function':{'name':'w','description':'d',"
                    + "'strict':true,'parameters':{'type':'object'}}},"
                    + "{'type':'function','function':{'name':'now'}}],'tool_choice':'required'}");

    assertThat(sent)
        .isEqualTo(
            json(
                "{'messages':[{'role':'user','content':[{'text':'Weather?'}]},{'role':'assistant','content':[{'text':'I"
                    + " look.'},{'toolUse':{'toolUseId':'call_1','name':'w','input':{'c':'A'}}},"
                    + "{'toolUse':{'toolUseId':'functions.w:1','name':'w','input':{}}}]},"
                    + "{'role':'user','content':["
                    + "{'toolResult':{'toolUseId':'call_1','content':[{'text':'sunny'}]}},"
                    + "{'toolResult':{'toolUseId':'functions.w:1','content':[{'text':'rain'}],'status':'error'}},"
                    + "{'text':'And?'}]}],'toolConfig':{'tools':["
                    + "{'toolSpec':{'name':'w','description':'d',"
                    + "'inputSchema':{'json':{'type':'object'}},'strict':true}},"
                    + "{'toolSpec':{'name':'now',"
                    + "'inputSchema':{'json':{'type':'object','properties':{}}}}}],"
                    + "'toolChoice':{'any':{}}}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'auto'|{'auto':{}}",
        "'required'|{'any':{}}",
        "{'type':'function','function':{'name':'f'}}|{'tool':{'name':'f'}}",
        "{'any':{}}|{'any':{}}"
      })
  void choiceAmongTools(String choice, String toolChoice) {
    JsonObject sent = Asking.anybody().sent(withTool(",'tool_choice':" + choice));

    assertThat(sent.object("toolConfig").orElseThrow().object("toolChoice"))
        .hasValue(json(toolChoice));
  }

  @Test
  void toolsThatMayNotBeCalledAreNotShown() {
    assertThat(Asking.anybody().sent(withTool(",'tool_choice':'none'")).has("toolConfig"))
        .isFalse();
  }

  @Test
  void noneBehindCallsIsRefusedOrDropped() {
    String request =
        "{'messages':[{'role':'user','content':'x'},{'role':'assistant','tool_calls':[{'id':'1',"
            + "'function':{'name':'f','arguments':'{}'}}]},{'role':'tool','tool_call_id':'1',"
            + "'content':'y'}],'tools':[{'type':'function','function':{'name':'f'}}],"
            + "'tool_choice':'none','drops_unsupported':";

    assertThat(Asking.anybody().ask(request + "false}").failure)
        .get()
        .isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(Asking.anybody().sent(request + "true}").object("toolConfig").orElseThrow())
        .isEqualTo(
            json(
                "{'tools':[{'toolSpec':{'name':'f',"
                    + "'inputSchema':{'json':{'type':'object','properties':{}}}}}]}"));
  }

  @Test
  void callsThatAreShownWithoutToolsGetTools() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{'messages':[{'role':'user','content':'x'},{'role':'assistant','tool_calls':["
                    + "{'id':'1','function':{'name':'f','arguments':'{}'}}]},"
                    + "{'role':'tool','tool_call_id':'1','content':'y'}]}");

    assertThat(sent.object("toolConfig").orElseThrow())
        .isEqualTo(
            json(
                "{'tools':[{'toolSpec':{'name':'f',"
                    + "'inputSchema':{'json':{'type':'object','properties':{}}}}}]}"));
  }

  @Test
  void oneCallAtATimeIsClaudesOwnWord() {
    JsonObject auto = Asking.anybody().sent(withTool(",'parallel_tool_calls':false"));
    JsonObject any =
        Asking.anybody().sent(withTool(",'parallel_tool_calls':false,'tool_choice':'required'"));

    assertThat(auto.object("additionalModelRequestFields"))
        .hasValue(json("{'tool_choice':{'type':'auto','disable_parallel_tool_use':true}}"));
    assertThat(any.object("additionalModelRequestFields"))
        .hasValue(json("{'tool_choice':{'disable_parallel_tool_use':true}}"));
  }

  @Test
  void choiceThatForcesAToolIsRefusedByNameOrDroppedWhereTheModelRefusesIt() {
    String opus = "us.anthropic.claude-opus-5-5";
    Failure failure =
        Asking.anybody().of(opus).ask(withTool(",'tool_choice':'required'")).failure.orElseThrow();

    assertThat(failure.detail().param()).hasValue("tool_choice");
    assertThat(failure.message()).contains("bedrock", "claude-opus-5-5", "use auto");
    assertThat(
            Asking.anybody()
                .of(opus)
                .sent(withTool(",'tool_choice':'required','drops_unsupported':true"))
                .object("toolConfig")
                .orElseThrow()
                .has("toolChoice"))
        .isFalse();
  }

  @Test
  void longIdsAreShortenedTheSameWayOnBothSides() {
    String id = "call_" + "x".repeat(100);
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{'messages':[{'role':'user','content':'x'},{'role':'assistant','tool_calls':["
                    + "{'id':'"
                    + id
                    + "','function':{'name':'f','arguments':'no json'}},"
                    + "{'id':'"
                    + id
                    + "y','function':{'name':'f','arguments':'{}'}}]},"
                    + "{'role':'tool','tool_call_id':'"
                    + id
                    + "','content':''}]}");
    List<JsonObject> turns = sent.array("messages").orElseThrow().objects().toList();
    List<JsonObject> uses =
        turns
            .get(1)
            .array("content")
            .orElseThrow()
            .objects()
            .map(block -> block.object("toolUse").orElseThrow())
            .toList();

    String used = uses.getFirst().text("toolUseId").orElseThrow();
    assertThat(used).hasSize(64).matches("[a-zA-Z0-9_.:-]+");
    assertThat(uses.get(1).text("toolUseId")).isNotEqualTo(Optional.of(used));
    assertThat(uses.getFirst().object("input")).hasValue(json("{'arguments':'no json'}"));
    assertThat(turns.get(2))
        .isEqualTo(
            json(
                "{'role':'user','content':[{'toolResult':{'toolUseId':'"
                    + used
                    + "','content':[]}}]}"));
  }

  @Test
  void toolsOfTheModelsOwnGoToTheModel() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{'messages':[{'role':'user','content':'x'}],'tools':["
                    + "{'type':'bash_20250124','name':'bash'}],"
                    + "'anthropic_beta':['computer-use-2025-01-24','claude-code-20250219']}");

    assertThat(sent.has("toolConfig")).isFalse();
    assertThat(sent.object("additionalModelRequestFields"))
        .hasValue(
            json(
                "{'anthropic_beta':['computer-use-2025-01-24'],"
                    + "'tools':[{'type':'bash_20250124','name':'bash'}]}"));
  }

  static String withTool(String more) {
    return "{'messages':[],'tools':[{'type':'function','function':{'name':'f'}}]" + more + "}";
  }

  @Test
  void idsThatDifferStayDifferentAndMeetTheirResults() {
    String long1 = "a".repeat(70) + "1";
    String long2 = "a".repeat(70) + "2";
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{'messages':[{'role':'user','content':'q'},{'role':'assistant','tool_calls':["
                    + call("a/1")
                    + ","
                    + call("a#1")
                    + ","
                    + call(long1)
                    + ","
                    + call(long2)
                    + "]},{'role':'tool','tool_call_id':'a#1','content':'x'},"
                    + "{'role':'tool','tool_call_id':'"
                    + long2
                    + "','content':'x'}]}");

    assertThat(
            sent.array("messages")
                .orElseThrow()
                .objects()
                .skip(1)
                .flatMap(turn -> turn.array("content").orElseThrow().objects())
                .map(block -> block.object("toolUse").or(() -> block.object("toolResult")))
                .map(use -> use.orElseThrow().text("toolUseId").orElseThrow()))
        .containsExactly(
            "a_1", "a_1_2", "a".repeat(64), "a".repeat(62) + "_2", "a_1_2", "a".repeat(62) + "_2");
  }

  private static String call(String id) {
    return "{'id':'" + id + "','type':'function','function':{'name':'f','arguments':'{}'}}";
  }
}
