package dev.mainstay.provider.ollama;

import static dev.mainstay.provider.ollama.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.provider.wire.FixtureSet;
import java.net.URI;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of Ollama. */
class RequestTest {
  private static final String HI = "'messages':[{'role':'user','content':'Hi'}]";

  private final Asking asking = Asking.anybody();

  @Test
  void parametersAreTheModelsOptions() {
    assertThat(
            asking.sent(
                "{"
                    + HI
                    + ",'max_tokens':9,'temperature':0.5,'top_p':0.9,'seed':1,'stop':'x','presence_penalty':1,"
                    + "'num_ctx':8192,'top_k':5,'options':{'top_k':6},'keep_alive':'5m','user':'u','n':1}"))
        .isEqualTo(
            json(
                "{'model':'llama3',"
                    + HI
                    + ",'options':{'temperature':0.5,'top_p':0.9,'seed':1,'presence_penalty':1,'num_predict':9,"
                    + "'stop':['x'],'num_ctx':8192,'top_k':6},'keep_alive':'5m','stream':false}"));
  }

  @Test
  void deploymentsSettingsAreSentWhereCallersSetNone() {
    asking.of(
        Deployment.of("ollama/llama3")
            .withDefaults(json("{'num_ctx':4096,'keep_alive':'1h','temperature':0.1}")));

    JsonObject sent = asking.sent("{" + HI + ",'temperature':0.7}");

    assertThat(sent.get("options")).hasValue(json("{'temperature':0.7,'num_ctx':4096}"));
    assertThat(sent.text("keep_alive")).hasValue("1h");
  }

  @Test
  void conversationOfToolsPicturesAndThoughtsGoesInItsForm() {
    assertThat(
            asking
                .sent(
                    "{'messages':[{'role':'developer','content':'Be"
                        + " brief'},{'role':'user','content':["
                        + "{'type':'text','text':'Look'},{'type':'image_url','image_url':{'url':"
                        + "'data:image/png;base64,iVBORw=='}}]},{'role':'assistant','content':null,"
                        + "'reasoning_content':'hm','tool_calls':[{'id':'c1','type':'function','function':"
                        + "{'name':'f','arguments':'{\\'a\\':1}'}}]},{'role':'tool','tool_call_id':'c1',"
                        + "'content':'r'}]}".replace("\\'", "\\\""))
                .get("messages")
                .orElseThrow())
        .isEqualTo(
            Json.parse(
                ("[{'role':'system','content':'Be brief'},{'role':'user','content':'Look','images':"
                        + "['iVBORw==']},{'role':'assistant','content':'','thinking':'hm','tool_calls':"
                        + "[{'id':'c1','function':{'name':'f','arguments':{'a':1}}}]},{'role':'tool',"
                        + "'content':'r','tool_name':'f','tool_call_id':'c1'}]")
                    .replace('\'', '"')));
  }

  /** Templates show them one after the other, without ids. */
  @Test
  void resultsAreInTheOrderOfTheirCalls() {
    String call = "{'id':'%1$s','type':'function','function':{'name':'f','arguments':'{}'}}";
    String result = "{'role':'tool','tool_call_id':'%1$s','content':'%1$s'}";

    JsonObject sent =
        asking.sent(
            "{'messages':[{'role':'assistant','tool_calls':["
                + String.join(",", call.formatted("a"), call.formatted("b"))
                + "]},"
                + String.join(
                    ",", result.formatted("x"), result.formatted("b"), result.formatted("a"))
                + ",{'role':'user','content':'q'}]}");

    assertThat(sent.array("messages").orElseThrow().objects())
        .extracting(message -> message.text("content").orElse(""))
        .containsExactly("", "a", "b", "x", "q");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "llama3 | 'reasoning_effort':'high' | {'think':true}",
        "llama3 | 'reasoning_effort':'none' | {'think':false}",
        "gpt-oss:20b | 'reasoning_effort':'minimal' | {'think':'low'}",
        "gpt-oss:20b | 'reasoning_effort':'medium' | {'think':'medium'}",
        "llama3 | 'reasoning_effort':'high','think':false | {'think':false}",
        "llama3 | 'response_format':{'type':'json_object'} | {'format':'json'}",
        "llama3 |"
            + " 'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{'a':1}}}"
            + " | {'format':{'a':1}}",
        "llama3 | 'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':'auto' |"
            + " {'tools':[{'type':'function','function':{'name':'f'}}]}",
        "llama3 | 'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':'none' | {}",
        "llama3 | 'tools':[],'raw':true | {'raw':true}"
      })
  void fieldHasItsOwnForm(String model, String field, String expected) {
    assertThat(
            asking
                .of(model)
                .sent("{" + HI + "," + field + "}")
                .without(Set.of("model", "messages", "stream")))
        .isEqualTo(json(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "tool_choice |"
            + " 'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':'required'",
        "n | 'n':2",
        "logit_bias | 'logit_bias':{'1':2}"
      })
  void whatItDoesNotTakeIsRefusedByNameOrDropped(String name, String field) {
    Failure failure = asking.ask("{" + HI + "," + field + "}").failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.message()).startsWith("ollama does not take '" + name + "'");
    assertThat(asking.transport.calls).isEmpty();
    asking.of(
        Deployment.of("ollama/llama3")
            .withParameters(ParameterPolicy.strict().withDropsUnsupported(true)));
    assertThat(asking.sent("{" + HI + "," + field + "}").has(name)).isFalse();
  }

  @Test
  void pictureThatWouldHaveToBeFetchedIsRefused() {
    Failure failure =
        asking
            .ask(
                "{'messages':[{'role':'user','content':[{'type':'image_url','image_url':"
                    + "{'url':'http://intern/x.png'}}]}]}")
            .failure
            .orElseThrow();

    assertThat(failure.message())
        .isEqualTo(
            "ollama does not take 'messages' with pictures that it would have to fetch; send them"
                + " as data: URLs in base64");
  }

  @ParameterizedTest
  @CsvSource({
    "http://gpu:11434",
    "http://gpu:11434/",
    "http://gpu:11434/v1",
    "http://gpu:11434/v1/chat/completions",
    "http://gpu:11434/api",
    "http://gpu:11434/api/chat",
    "http://gpu:11434/api/generate"
  })
  void serverIsFoundWhateverPartOfItsAddressIsGiven(String endpoint) {
    asking
        .of(Deployment.of("ollama_chat/m").withEndpoint(URI.create(endpoint)).withKey("key-0123"))
        .ask("{" + HI + "}");

    assertThat(asking.sent().uri()).hasToString("http://gpu:11434/api/chat");
    assertThat(asking.sent().headers().first("Authorization")).hasValue("Bearer key-0123");
  }

  @Test
  void serverOfThisMachineIsAskedWithoutAKey() {
    asking.ask("{" + HI + "}");

    assertThat(asking.sent().uri()).hasToString("http://localhost:11434/api/chat");
    assertThat(asking.sent().headers().first("Authorization")).isEmpty();
  }

  /** What was accepted as it was recorded loses nothing on the way through a chat request. */
  @TestFactory
  Stream<DynamicTest> recordedRequestLosesNothing() {
    return FixtureSet.OLLAMA_REQUESTS.stream()
        .map(f ->
            dynamicTest(
                f.file(),
                () -> {
                  JsonObject body = Json.parseObject(f.content());

                  JsonObject sent = asking.of(body.text("model").orElseThrow()).sent(body);

                  assertThat(withoutEmpty(sent)).isEqualTo(withoutEmpty(body));
                }));
  }

  // No tools, no options and a null say as much as their absence.
  private static JsonObject withoutEmpty(JsonObject json) {
    Set<String> said = Set.of("[]", "{}", "null", "\"\"");
    return json.without(
        json.names().stream()
            .filter(name -> said.contains(json.get(name).orElseThrow().toJson()))
            .collect(Collectors.toSet()));
  }
}
