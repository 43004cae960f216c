package dev.mainstay.provider.cohere;

import static dev.mainstay.provider.cohere.Asking.COMMAND;
import static dev.mainstay.provider.cohere.Asking.HI;
import static dev.mainstay.provider.cohere.Asking.ask;
import static dev.mainstay.provider.cohere.Asking.json;
import static dev.mainstay.provider.cohere.Asking.sent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a chat request goes to at Cohere, and the names and forms its fields have there. */
class RequestTest {
  @Test
  void parametersHaveCoheresNames() {
    ScriptedTransport transport = ScriptedTransport.answering(200, "{}");
    ask(
        transport,
        COMMAND,
        "{"
            + HI
            + ",'max_tokens':9,'temperature':0.5,'top_p':0.9,'top_k':5,'stop':['x'],'seed':1,"
            + "'safety_mode':'OFF','user':'u','documents':['d']}");

    assertThat(transport.calls.getFirst().uri()).hasToString("https://api.cohere.com/v2/chat");
    assertThat(transport.calls.getFirst().headers().first("Authorization"))
        .hasValue("Bearer co-key-0123456789");
    assertThat(Json.parseObject(transport.calls.getFirst().body()))
        .isEqualTo(
            json(
                "{'model':'command-a-03-2025',"
                    + HI
                    + ",'max_tokens':9,'stop_sequences':['x'],'temperature':0.5,'p':0.9,'k':5,'seed':1,"
                    + "'safety_mode':'OFF','documents':['d'],'stream':false}"));
  }

  @Test
  void conversationOfToolsGoesWithThePlanOfIt() {
    assertThat(
            sent(
                    COMMAND,
                    "{'messages':[{'role':'developer','content':'Be"
                        + " brief'},{'role':'user','content':["
                        + "{'type':'text','text':'Look'},{'type':'image_url','image_url':{'url':'https://x'}}]},{'role':'assistant','content':null,'reasoning_content':'I"
                        + " will look','tool_calls':"
                        + "[{'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}}]},"
                        + "{'role':'tool','tool_call_id':'c1','content':'r'}]}")
                .get("messages")
                .orElseThrow())
        .isEqualTo(
            Json.parse(
                ("[{'role':'system','content':'Be brief'},{'role':'user','content':["
                        + "{'type':'text','text':'Look'},"
                        + "{'type':'image_url','image_url':{'url':'https://x'}}]},"
                        + "{'role':'assistant','tool_plan':'I will look','tool_calls':["
                        + "{'id':'c1','type':'function',"
                        + "'function':{'name':'f','arguments':'{}'}}]},"
                        + "{'role':'tool','content':'r','tool_call_id':'c1'}]")
                    .replace('\'', '"')));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "command-a-plus-05-2026 | 'reasoning_effort':'high' | {'thinking':{'type':'enabled'}}",
        "command-a-reasoning-08-2025 | 'reasoning_effort':'high' | {'thinking':{'type':'enabled'}}",
        "command-a-reasoning-08-2025 | 'reasoning_effort':'low' |"
            + " {'thinking':{'type':'enabled','token_budget':1024}}",
        "command-a-reasoning-08-2025 | 'reasoning_effort':'none' |"
            + " {'thinking':{'type':'disabled'}}",
        "command-a-reasoning-08-2025 | 'thinking':{'type':'enabled','budget_tokens':2048} |"
            + " {'thinking':{'type':'enabled','token_budget':2048}}",
        "command-a-reasoning-08-2025 | 'thinking':{'type':'adaptive'} |"
            + " {'thinking':{'type':'enabled'}}",
        "command-a-reasoning-08-2025 | 'thinking':{'type':'disabled'} |"
            + " {'thinking':{'type':'disabled'}}",
        "command-r-plus | 'thinking':{'type':'enabled','budget_tokens':2048} | {}",
        "command-r-plus | 'reasoning_effort':'none' | {}",
        "command-r-plus | 'response_format':{'type':'json_object'} |"
            + " {'response_format':{'type':'json_object'}}",
        "command-r-plus |"
            + " 'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{'a':1}}}"
            + " | {'response_format':{'type':'json_object','json_schema':{'a':1}}}",
        "command-r-plus |"
            + " 'tools':[{'function':{'name':'f','strict':true,'parameters':{'a':1}},'cache_control':{}}]"
            + " | {'tools':[{'type':'function','function':{'name':'f','parameters':{'a':1}}}]}",
        "command-r-plus |"
            + " 'tools':[{'function':{'name':'f','parameters':{}}}],'tool_choice':'required' |"
            + " {'tools':[{'type':'function','function':{'name':'f','parameters':{}}}],"
            + "'tool_choice':'REQUIRED'}",
        "command-r-plus | 'tools':[{'function':{'name':'f','parameters':{}}}],'tool_choice':'none'"
            + " | {'tools':[{'type':'function','function':{'name':'f','parameters':{}}}],"
            + "'tool_choice':'NONE'}",
        "command-r-plus |"
            + " 'tools':[{'function':{'name':'f'}},{'function':{'name':'g','description':'d'}}],'tool_choice':{'type':'function','function':{'name':'g'}}"
            + " | {'tools':[{'type':'function','function':{'name':'g','description':'d','parameters':"
            + "{'type':'object','properties':{}}}}],'tool_choice':'REQUIRED'}"
      })
  void fieldHasItsOwnForm(String model, String field, String expected) {
    assertThat(
            sent(COMMAND.withModel(model), "{" + HI + "," + field + "}")
                .without(Set.of("model", "messages", "stream")))
        .isEqualTo(json(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "n | 'n':2",
        "top_logprobs | 'logprobs':true,'top_logprobs':2",
        "reasoning_effort | 'reasoning_effort':'low'"
      })
  void whatItDoesNotTakeIsRefusedByNameOrDropped(String name, String field) {
    String request = "{" + HI + "," + field + "}";
    ScriptedTransport nobody = ScriptedTransport.answering(200, "{}");

    Failure failure = ask(nobody, COMMAND, request).failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.message()).contains("does not take '" + name + "'");
    assertThat(nobody.calls).isEmpty();
    assertThat(
            sent(
                    COMMAND.withParameters(ParameterPolicy.strict().withDropsUnsupported(true)),
                    request)
                .has(name))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "null", "[]", "[{'type':'text','text':''}]"})
  void emptyResultOfAToolIsSentAndOtherEmptyMessagesAreNot(String empty) {
    String call =
        "{'role':'assistant','tool_calls':[{'id':'c1','type':'function','function':{'name':'f',"
            + "'arguments':'{}'}}]}";

    assertThat(
            sent(
                    COMMAND,
                    "{'messages':[{'role':'system','content':%s},%s,{'role':'tool','tool_call_id':'c1','content':%s},{'role':'assistant','content':%s},{'role':'user','content':'Hi'}]}"
                        .formatted(empty, call, empty, empty))
                .get("messages"))
        .isEqualTo(
            json("{'messages':["
                    + call
                    + ",{'role':'tool','content':'','tool_call_id':'c1'},{'role':'user','content':'Hi'}]}")
                .get("messages"));
  }

  @Test
  void resultOfAFunctionInTheOldFormIsRefusedByName() {
    ScriptedTransport nobody = ScriptedTransport.answering(200, "{}");

    Failure failure =
        ask(nobody, COMMAND, "{'messages':[{'role':'function','name':'f','content':'r'}]}")
            .failure
            .orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.message())
        .contains("cohere")
        .contains("'function'")
        .contains("tool_call_id");
    assertThat(nobody.calls).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://proxy",
    "https://proxy/",
    "https://proxy/v1",
    "https://proxy/v2/chat",
    "https://proxy/compatibility/v1"
  })
  void methodIsFoundWhateverPartOfItsAddressIsGiven(String endpoint) {
    ScriptedTransport transport = ScriptedTransport.answering(200, "{}");

    ask(transport, COMMAND.withEndpoint(URI.create(endpoint)), "{" + HI + "}");

    assertThat(transport.calls.getFirst().uri()).hasToString("https://proxy/v2/chat");
  }

  @Test
  void deploymentWithoutAKeyIsToldWhereOneMayBe() {
    Heard heard =
        ask(
            ScriptedTransport.answering(200, "{}"),
            Deployment.of("cohere/command-a-03-2025"),
            "{" + HI + "}");

    assertThat(heard.failure.orElseThrow().message())
        .isEqualTo(
            "there is no key for cohere/command-a-03-2025; set COHERE_API_KEY or CO_API_KEY, or"
                + " give the deployment a key");
  }
}
