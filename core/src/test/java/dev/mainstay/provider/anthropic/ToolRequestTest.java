package dev.mainstay.provider.anthropic;

import static dev.mainstay.provider.anthropic.Asking.HELLO;
import static dev.mainstay.provider.anthropic.Asking.json;
import static dev.mainstay.provider.anthropic.Asking.messages;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.Deployment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools, their calls and their results as they go out to Anthropic. */
class ToolRequestTest {
  private static final String TOOLS = "'tools':[{'type':'function','function':{'name':'f'}}]";

  /** As from servers that number the calls of each answer anew. */
  @Test
  void idOfAnEarlierTurnsCallIsAnotherForTheNext() {
    String turn =
        "{'role':'assistant','tool_calls':[{'id':'call_0','type':'function','function':"
            + "{'name':'f','arguments':'{}'}}]},"
            + "{'role':'tool','tool_call_id':'call_0','content':'r'}";

    String sent = messages("{'role':'user','content':'q'}," + turn + "," + turn);

    assertThat(sent.split("'call_0'", -1)).hasSize(3);
    assertThat(sent.split("'call_0_2'", -1)).hasSize(3);
  }

  @Test
  void toolsCallsAndTheirResultsOfSeveralTurns() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{'messages':[{'role':'user','content':'Weather?'},"
                    + "{'role':'assistant','content':null,'tool_calls':["
                    + "{'id':'functions.f:0','type':'function','function':{'name':'f','arguments':'{\\'a\\':1}'}},"
                    + "{'id':'c2','type':'function','function':{'name':'g','arguments':''}}]},"
                    + "{'role':'tool','tool_call_id':'functions.f:0','content':'sunny'},"
                    + "{'role':'tool','tool_call_id':'c2','content':[{'type':'text','text':'warm'}],'is_error':true},"
                    + "{'role':'user','content':'And?'}],"
                    + "'tools':[{'type':'function','function':{'name':'f','description':'d',"
                    + "'parameters':{'type':'object','properties':{}},'strict':true}},"
                    + "{'type':'function','function':{'name':'g'}},"
                    + "{'type':'web_search_20250305','name':'web_search'}],"
                    + "'tool_choice':'required','parallel_tool_calls':false}"
                        .replace("\\'", "\\\\'"));

    assertThat(sent.array("tools").orElseThrow().toJson().replace('"', '\''))
        .isEqualTo(
            "[{'name':'f','description':'d','input_schema':{'type':'object','properties':{}},'strict':true},"
                + "{'name':'g','input_schema':{'type':'object','properties':{}}},"
                + "{'type':'web_search_20250305','name':'web_search'}]");
    assertThat(sent.object("tool_choice"))
        .hasValue(json("{'type':'any','disable_parallel_tool_use':true}"));
    assertThat(sent.array("messages").orElseThrow().toJson().replace('"', '\''))
        .isEqualTo(
            "[{'role':'user','content':[{'type':'text','text':'Weather?'}]},"
                + "{'role':'assistant','content':["
                + "{'type':'tool_use','id':'functions_f_0','name':'f','input':{'a':1}},"
                + "{'type':'tool_use','id':'c2','name':'g','input':{}}]},{'role':'user','content':["
                + "{'type':'tool_result','tool_use_id':'functions_f_0','content':'sunny'},"
                + "{'type':'tool_result','tool_use_id':'c2','content':[{'type':'text','text':'warm'}],"
                + "'is_error':true},{'type':'text','text':'And?'}]}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'auto' | {'type':'auto'}",
        "'none' | {'type':'none'}",
        "'required' | {'type':'any'}",
        "{'type':'function','function':{'name':'f'}} | {'type':'tool','name':'f'}",
        "{'type':'tool','name':'f'} | {'type':'tool','name':'f'}"
      })
  void choiceAmongTools(String choice, String expected) {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{"
                    + HELLO
                    + ",'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':"
                    + choice
                    + "}");

    assertThat(sent.object("tool_choice")).hasValue(json(expected));
  }

  /** Anthropic has the type, too, for functions, whose members stand beside it. */
  @Test
  void customToolOfOpenAisIsRefusedByNameOrDropped() {
    String asked = "{%s" + HELLO + ",'tools':[{'type':'custom',%s}],'tool_choice':'auto'}";
    String openAis = "'custom':{'name':'f'}";
    Failure failure = Asking.anybody().ask(asked.formatted("", openAis)).failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.message()).contains("anthropic does not take 'tools' of the type 'custom'");
    assertThat(Asking.anybody().sent(asked.formatted("'drops_unsupported':true,", openAis)).names())
        .doesNotContain("tools", "tool_choice");
    assertThat(Asking.anybody().sent(asked.formatted("", "'name':'f','input_schema':{}")).names())
        .contains("tools", "tool_choice");
  }

  @Test
  void idsThatDifferStayDifferentAndMeetTheirResults() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{'messages':[{'role':'user','content':'q'},{'role':'assistant','tool_calls':["
                    + "{'id':'a:1','type':'function','function':{'name':'f','arguments':'{}'}},"
                    + "{'id':'a.1','type':'function','function':{'name':'f','arguments':'{}'}}]},"
                    + "{'role':'tool','tool_call_id':'a.1','content':'second'},"
                    + "{'role':'tool','tool_call_id':'a:1','content':'first'}]}");

    List<JsonObject> blocks =
        sent.array("messages")
            .orElseThrow()
            .objects()
            .skip(1)
            .flatMap(turn -> turn.array("content").orElseThrow().objects())
            .toList();
    assertThat(blocks.stream().map(block -> block.text("id").or(() -> block.text("tool_use_id"))))
        .extracting(Optional::orElseThrow)
        .containsExactly("a_1", "a_1_2", "a_1_2", "a_1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"claude-opus-5-5", "claude-sonnet-5-5", "claude-fable-5-1", "claude-mythos-5-1"})
  void choiceThatForcesAToolIsRefusedByNameOrDroppedWhereTheModelRefusesIt(String model) {
    String asked = "{" + HELLO + "," + TOOLS + ",'tool_choice':'required'";
    Asking asking = Asking.anybody().of(model);
    Failure failure = asking.ask(asked + "}").failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.detail().param()).hasValue("tool_choice");
    assertThat(failure.message()).contains("anthropic", model, "use auto");
    assertThat(asking.transport.calls).isEmpty();
    assertThat(
            Asking.anybody()
                .of(model)
                .sent(asked + ",'parallel_tool_calls':false,'drops_unsupported':true}")
                .object("tool_choice"))
        .hasValue(json("{'type':'auto','disable_parallel_tool_use':true}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"claude-opus-5", "claude-haiku-5-5", "claude-fable-5"})
  void choiceThatForcesAToolGoesToTheOthers(String model) {
    assertThat(
            Asking.anybody()
                .of(model)
                .sent("{" + HELLO + "," + TOOLS + ",'tool_choice':'required'}")
                .object("tool_choice"))
        .hasValue(json("{'type':'any'}"));
  }

  @Test
  void choiceThatTheDeploymentSetsGivesWayToTheModel() {
    Deployment forcing =
        Deployment.of("anthropic/claude-opus-5-5")
            .withKey(Asking.KEY)
            .withDefaults(json("{'tool_choice':'required'}"));

    assertThat(
            Asking.anybody().of(forcing).sent("{" + HELLO + "," + TOOLS + "}").has("tool_choice"))
        .isFalse();
  }

  /** The API refuses to think where a tool is forced. */
  @Test
  void thoughtsGiveWayToAToolThatIsForcedUnlessTheCallerAsksForBoth() {
    String forced = "{" + HELLO + "," + TOOLS + ",'tool_choice':'required'";
    String thinking = "'thinking':{'type':'enabled','budget_tokens':2000}";
    Deployment deployment =
        Deployment.of("anthropic/claude-sonnet-4-5")
            .withKey(Asking.KEY)
            .withDefaults(json("{" + thinking + "}"));
    Failure failure = Asking.anybody().ask(forced + "," + thinking + "}").failure.orElseThrow();

    assertThat(Asking.anybody().of(deployment).sent(forced + "}").has("thinking")).isFalse();
    assertThat(Asking.anybody().sent(forced + ",'reasoning_effort':'low'}").has("thinking"))
        .isFalse();
    assertThat(failure.detail().param()).hasValue("thinking");
    assertThat(failure.message()).contains("anthropic", "'tool_choice'", "use auto");
    assertThat(
            Asking.anybody()
                .sent(forced + "," + thinking + ",'drops_unsupported':true}")
                .has("thinking"))
        .isFalse();
  }
}
