package dev.mainstay.provider.cohere;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.ToolCall;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.time.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of Cohere, and what its answers are heard as. JSON is in single quotes. */
class CohereTest {
  private static final Deployment COMMAND =
      Deployment.of("cohere/command-a-03-2025").withKey("co-key-0123456789");
  private static final String HI = "'messages':[{'role':'user','content':'Hi'}]";
  private static final String START =
      "{'type':'message-start','id':'r1','delta':{'message':{'role':'assistant','content':[]}}}";
  private static final String TEXT =
      "{'type':'content-delta','index':0,'delta':{'message':{'content':{'text':'Hi'}}}}";
  private static final String END =
      "{'type':'message-end','delta':{'finish_reason':'COMPLETE','usage':{'billed_units':"
          + "{'input_tokens':1,'output_tokens':2},'tokens':{'input_tokens':12,'output_tokens':7}}}}";

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
                ("[{'role':'system','content':'Be brief'},{'role':'user','content':[{'type':'text',"
                        + "'text':'Look'},{'type':'image_url','image_url':{'url':'https://x'}}]},{'role':'assistant','tool_plan':'I"
                        + " will look','tool_calls':[{'id':'c1','type':"
                        + "'function','function':{'name':'f','arguments':'{}'}}]},"
                        + "{'role':'tool','content':'r','tool_call_id':'c1'}]")
                    .replace('\'', '"')));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
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
        "logprobs | 'logprobs':true",
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
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'mode':'auto','tools':[{'type':'function','function':{'name':'g'}}]} | g |",
        "{'tools':[{'type':'function','function':{'name':'g'}}]} | g |",
        "{'mode':'required','tools':[{'type':'function','function':{'name':'g'}}]} | g | REQUIRED",
        "{'mode':'required','tools':[{'function':{'name':'g'}},{'function':{'name':'f'}}]} | f,g |"
            + " REQUIRED"
      })
  void allowedToolsAreShownAlone(String allowed, String shown, @Nullable String word) {
    JsonObject sent =
        sent(COMMAND, choosing("{'type':'allowed_tools','allowed_tools':" + allowed + "}"));

    assertThat(
            sent.array("tools")
                .orElseThrow()
                .objects()
                .map(tool -> tool.object("function").orElseThrow().text("name").orElseThrow()))
        .containsExactly(shown.split(","));
    assertThat(sent.text("tool_choice")).isEqualTo(Optional.ofNullable(word));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'any'",
        "'f'",
        "{'type':'function','function':{'name':'h'}}",
        "{'type':'tool','name':'f'}",
        "{'type':'allowed_tools','allowed_tools':{'mode':'auto','tools':[]}}",
        "{'type':'allowed_tools','allowed_tools':{'mode':'any','tools':[{'function':{'name':'f'}}]}}",
        "{'type':'allowed_tools','allowed_tools':{'mode':'auto','tools':[{'function':{'name':'f'}},"
            + "{'function':{'name':'h'}}]}}"
      })
  void choiceThatIsNoneIsRefusedByName(String choice) {
    ScriptedTransport nobody = ScriptedTransport.answering(200, "{}");

    Failure failure = ask(nobody, COMMAND, choosing(choice)).failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.detail().param()).hasValue("tool_choice");
    assertThat(nobody.calls).isEmpty();
  }

  private static String choosing(String choice) {
    return "{"
        + HI
        + ",'tools':[{'function':{'name':'f'}},{'function':{'name':'g'}}],'tool_choice':"
        + choice
        + "}";
  }

  @Test
  void toolThatRunsAtAnotherProviderIsRefused() {
    Heard heard =
        ask(
            ScriptedTransport.answering(200, "{}"),
            COMMAND,
            "{" + HI + ",'tools':[{'type':'web_search_20250305','name':'web_search'}]}");

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(heard.failure.orElseThrow().detail().param()).hasValue("tools");
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
  void streamIsToldInOpenAisChunks() {
    Heard heard = streamed(START, TEXT, END);

    assertThat(heard.chunks)
        .extracting(chunk -> chunk.without(Set.of("created", "object", "model", "id")))
        .containsExactly(
            json("{'choices':[{'index':0,'delta':{'role':'assistant'},'finish_reason':null}]}"),
            json("{'choices':[{'index':0,'delta':{'content':'Hi'},'finish_reason':null}]}"),
            json(
                "{'choices':[{'index':0,'delta':{},'finish_reason':'stop',"
                    + "'native_finish_reason':'COMPLETE'}]}"),
            json(
                "{'choices':[],'usage':{'prompt_tokens':12,'completion_tokens':7,'total_tokens':19}}"));
    assertThat(heard.chunks).allMatch(chunk -> chunk.text("id").filter("r1"::equals).isPresent());
    assertThat(heard.usage)
        .hasValue(new Usage(12, 7, 19, OptionalLong.empty(), OptionalLong.empty()));
  }

  @Test
  void plansThoughtsAndCallsAreHeard() {
    Heard heard =
        streamed(
            START,
            "{'type':'content-delta','index':0,'delta':{'message':{'content':{'thinking':'hm '}}}}",
            "{'type':'tool-plan-delta','delta':{'message':{'tool_plan':'I will'}}}",
            "{'type':'tool-call-start','index':1,'delta':{'message':{'tool_calls':{'id':'f_1','type':"
                + "'function','function':{'name':'f','arguments':''}}}}}",
            "{'type':'tool-call-delta','index':1,'delta':{'message':{'tool_calls':{'function':"
                + "{'arguments':'{}'}}}}}",
            "{'type':'tool-call-end','index':1}",
            "{'type':'tool-call-start','index':2,'delta':{'message':{'tool_calls':{'id':'g_1','type':"
                + "'function','function':{'name':'g','arguments':'{}'}}}}}",
            END.replace("COMPLETE", "TOOL_CALL"));

    assertThat(heard.reasoning).hasToString("hm I will");
    assertThat(heard.toolCalls)
        .containsExactly(new ToolCall("f_1", "f", "{}"), new ToolCall("g_1", "g", "{}"));
    assertThat(heard.finish).hasValue(FinishReason.TOOL_CALLS);
  }

  @Test
  void wholeAnswerIsHeardAsTheStreamIs() {
    Heard heard =
        ask(
            ScriptedTransport.answering(
                200,
                ("{'id':'r1','finish_reason':'MAX_TOKENS','message':{'role':'assistant','tool_plan':'p',"
                        + "'content':[{'type':'thinking','thinking':'t'},{'type':'text','text':'Hi'}],"
                        + "'tool_calls':[{'id':'c','type':'function','function':{'name':'f','arguments':'{}'}}]},"
                        + "'usage':{'billed_units':{'input_tokens':1,'output_tokens':2}}}")
                    .replace('\'', '"')),
            COMMAND,
            "{" + HI + "}");

    assertThat(heard.text).hasToString("Hi");
    assertThat(heard.reasoning).hasToString("pt");
    assertThat(heard.toolCalls).containsExactly(new ToolCall("c", "f", "{}"));
    assertThat(heard.finish).hasValue(FinishReason.LENGTH);
    assertThat(heard.usage.map(Usage::totalTokens)).hasValue(3L);
  }

  @Test
  void streamCutAtAnyByteIsNeverToldAsWhole() {
    String body = body(START, TEXT, END);
    for (int cut = 0; cut < body.indexOf("message-end"); cut++) {
      Heard heard = streamedBody(body.substring(0, cut));

      assertThat(heard.failure)
          .get()
          .isInstanceOfAny(Failure.Truncated.class, Failure.MalformedAnswer.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ERROR, ServerError",
    "TIMEOUT, TimedOut",
  })
  void endThatIsAnErrorIsOne(String word, String kind) {
    assertThat(streamed(START, TEXT, END.replace("COMPLETE", word)).failure.orElseThrow().kind())
        .isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | You are using a Trial key, which is limited to 10 API calls / minute. | RateLimited",
        "429 | You are using a Trial key, which is limited to 1000 API calls / month. |"
            + " QuotaExceeded",
        "401 | invalid api token | Unauthenticated",
        "498 | invalid api token | Unauthenticated",
        "498 | blocked output: please adjust your prompt and try again | ContentPolicyViolation",
        "499 | request cancelled | TimedOut",
        "404 | model 'command-x' not found, make sure the correct model ID was used | NotFound",
        "422 | message must be at least 1 token long | Unprocessable",
        "500 | internal server error | ServerError",
        "503 | service unavailable | Overloaded"
      })
  void statusIsWhatItSays(int status, String message, String kind) {
    JsonObject body = JsonObject.of("id", Json.parse("\"x\"")).with("message", message);

    Heard heard = ask(ScriptedTransport.answering(status, body.toJson()), COMMAND, "{" + HI + "}");

    assertThat(heard.failure.orElseThrow().kind()).isEqualTo(kind);
    assertThat(heard.failure.orElseThrow().message()).contains(message);
  }

  @Test
  void embeddingsAreAskedForAsDocumentsUnlessTheCallerSaysOtherwise() {
    ScriptedTransport transport =
        ScriptedTransport.answering(
            200,
            "{\"embeddings\":{\"float\":[[1.0,0.5]]},\"meta\":{\"billed_units\":{\"input_tokens\":3}}}");
    CohereProvider provider = new CohereProvider(transport, new ManualTime());
    EmbeddingRequest request = EmbeddingRequest.of("e", "a").withDimensions(2);
    Deployment deployment = COMMAND.withModel("embed-v4.0");

    Heard heard = Heard.from(provider.embed(deployment, request, Duration.ofSeconds(5)));
    provider.embed(
        deployment,
        new EmbeddingRequest(request.json().with("input_type", "search_query")),
        Duration.ofSeconds(5));

    assertThat(transport.calls.getFirst().uri()).hasToString("https://api.cohere.com/v2/embed");
    assertThat(Json.parseObject(transport.calls.getFirst().body()))
        .isEqualTo(
            json(
                "{'model':'embed-v4.0','texts':['a'],'input_type':'search_document',"
                    + "'embedding_types':['float'],'output_dimension':2}"));
    assertThat(heard.chunks.getFirst())
        .isEqualTo(
            json(
                "{'object':'list','data':[{'object':'embedding','index':0,'embedding':[1.0,0.5]}],"
                    + "'model':'embed-v4.0','usage':{'prompt_tokens':3,'total_tokens':3}}"));
    assertThat(provider.mostEmbeddings(deployment)).isEqualTo(96);
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

  private static JsonObject sent(Deployment deployment, String request) {
    ScriptedTransport transport = ScriptedTransport.answering(200, "{}");
    ask(transport, deployment, request);
    return Json.parseObject(transport.calls.getFirst().body());
  }

  private static String body(String... events) {
    return String.join(
            "",
            Arrays.stream(events)
                .map(event ->
                    "event: "
                        + json(event).text("type").orElseThrow()
                        + "\ndata: "
                        + event
                        + "\n\n")
                .toList())
        .replace('\'', '"');
  }

  @Test
  void streamThatCallsToolsWithoutEndIsMalformed() {
    String[] calls =
        IntStream.rangeClosed(0, ChatEventDecoder.MOST_CALLS)
            .mapToObj(i -> "{'type':'tool-call-start','index':" + i + ",'delta':{}}")
            .toArray(String[]::new);

    assertThat(streamed(calls).failure.orElseThrow()).isInstanceOf(Failure.MalformedAnswer.class);
  }

  private static Heard streamed(String... events) {
    return streamedBody(body(events));
  }

  private static Heard streamedBody(String body) {
    return ask(
        ScriptedTransport.streaming(body),
        COMMAND,
        "{" + HI + ",'stream':true,'stream_options':{'include_usage':true}}");
  }

  private static Heard ask(ScriptedTransport transport, Deployment deployment, String request) {
    return Heard.from(
        new CohereProvider(transport, new ManualTime())
            .open(deployment, new ChatRequest(json(request)), Duration.ofSeconds(5)));
  }

  private static JsonObject json(String singleQuoted) {
    return Json.parseObject(singleQuoted.replace('\'', '"'));
  }
}
