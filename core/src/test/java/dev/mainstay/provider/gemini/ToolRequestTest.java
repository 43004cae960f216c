package dev.mainstay.provider.gemini;

import static dev.mainstay.provider.gemini.Asking.HELLO;
import static dev.mainstay.provider.gemini.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tools, their calls and their results as they go out to Gemini. */
class ToolRequestTest {
  @Test
  void toolsCallsAndTheirResultsOfSeveralTurns() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{'messages':[{'role':'user','content':'Weather?'},"
                    + "{'role':'assistant','content':'Let me see.','tool_calls':["
                    + "{'id':'c1','type':'function','function':{'name':'f','arguments':'{`a`:1}'}},"
                        .replace("`", "\\\"")
                    + "{'id':'c2','type':'function','function':{'name':'g','arguments':''}}]},"
                    + "{'role':'tool','tool_call_id':'c1','content':'{`t`:20}'},"
                        .replace("`", "\\\"")
                    + "{'role':'tool','tool_call_id':'c2','content':[{'type':'text','text':'gone'}],'is_error':true},"
                    + "{'role':'user','content':'And?'}],"
                    + "'tools':[{'type':'function','function':{'name':'f','description':'d','strict':true,"
                    + "'parameters':{'type':'object','properties':{'a':{'type':'integer'}}}}},"
                    + "{'type':'function','function':{'name':'g'}},{'googleSearch':{}}]}");

    assertThat(sent)
        .isEqualTo(
            json(
                "{'contents':[{'role':'user','parts':[{'text':'Weather?'}]},"
                    + "{'role':'model','parts':[{'text':'Let me see.'},"
                    + "{'functionCall':{'id':'c1','name':'f','args':{'a':1}}},"
                    + "{'functionCall':{'id':'c2','name':'g','args':{}}}]},"
                    + "{'role':'user','parts':["
                    + "{'functionResponse':{'id':'c1','name':'f','response':{'t':20}}},"
                    + "{'functionResponse':{'id':'c2','name':'g','response':{'error':'gone'}}}]},"
                    + "{'role':'user','parts':[{'text':'And?'}]}],"
                    + "'tools':[{'functionDeclarations':[{'name':'f','description':'d',"
                    + "'parameters':{'type':'OBJECT','properties':{'a':{'type':'INTEGER'}}}},"
                    + "{'name':'g'}]},{'googleSearch':{}}]}"));
  }

  @Test
  void resultsAreInTheOrderOfTheirCalls() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{'messages':[{'role':'assistant','tool_calls':["
                    + "{'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}},"
                    + "{'id':'c2','type':'function','function':{'name':'f','arguments':'{}'}}]},"
                    + "{'role':'tool','tool_call_id':'c2','content':'second'},"
                    + "{'role':'tool','tool_call_id':'c1','content':'first'}]}");

    assertThat(sent.array("contents").orElseThrow().objects().toList().getLast())
        .isEqualTo(
            json(
                "{'role':'user','parts':["
                    + "{'functionResponse':{'id':'c1','name':'f','response':{'output':'first'}}},"
                    + "{'functionResponse':{'id':'c2','name':'f','response':{'output':'second'}}}]}"));
  }

  @Test
  void pictureInAResultStandsWithinItWhereTheModelTakesThat() {
    String asked =
        "{'messages':[{'role':'tool','name':'f','content':[{'type':'text','text':'t'},"
            + "{'type':'image_url','image_url':{'url':'data:image/png;base64,AAAA'}}]}]}";
    String picture = "{'inlineData':{'mimeType':'image/png','data':'AAAA'}}";

    assertThat(Asking.anybody().of("gemini-3-flash").sent(asked))
        .isEqualTo(
            json(
                "{'contents':[{'role':'user','parts':[{'functionResponse':{'name':'f',"
                    + "'response':{'output':'t'},'parts':["
                    + picture
                    + "]}}]}]}"));
    assertThat(Asking.anybody().of("gemini-2.5-flash").sent(asked))
        .isEqualTo(
            json(
                "{'contents':[{'role':'user','parts':[{'functionResponse':{'name':'f',"
                    + "'response':{'output':'t'}}},"
                    + picture
                    + "]}]}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'auto' | {'mode':'AUTO'}",
        "'none' | {'mode':'NONE'}",
        "'required' | {'mode':'ANY'}",
        "{'type':'function','function':{'name':'f'}} | {'mode':'ANY','allowedFunctionNames':['f']}",
        "{'type':'allowed_tools','allowed_tools':{'mode':'required','tools':[{'type':'function','function':{'name':'f'}}]}}"
            + " | {'mode':'ANY','allowedFunctionNames':['f']}",
        "{'type':'allowed_tools','allowed_tools':{'mode':'auto','tools':[{'type':'function','function':{'name':'f'}}]}}"
            + " | {'mode':'VALIDATED','allowedFunctionNames':['f']}"
      })
  void choiceAmongTools(String choice, String expected) {
    String chosen = ",'tool_choice':" + choice + "}";
    String tools = ",'tools':[{'type':'function','function':{'name':'f'}}]";

    assertThat(Asking.anybody().sent("{" + HELLO + tools + chosen).object("toolConfig"))
        .hasValue(json("{'functionCallingConfig':" + expected + "}"));
    assertThat(Asking.anybody().sent("{" + HELLO + chosen).has("toolConfig")).isFalse();
  }
}
