package dev.mainstay.provider.bedrock;

import static dev.mainstay.provider.bedrock.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mainstay.failure.Failure;
import dev.mainstay.http.Headers;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Prefill;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.KnownProvider;
import dev.mainstay.provider.ModelFeature;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.provider.wire.Fixture;
import dev.mainstay.provider.wire.Heard;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to Bedrock for a chat request. */
class RequestTest {
  private static final String NOVA = "amazon.nova-2-lite-v1:0";
  private static final String LLAMA = "meta.llama3-3-70b-instruct-v1:0";
  private static final String PNG = "data:image/png;base64,QUJD";

  @TestFactory
  Stream<DynamicTest> recordedRequestLosesNothing() {
    assumeTrue(Fixture.home().isPresent());
    return Fixture.of("bedrock-converse").stream()
        .filter(Fixture::isRequest)
        .map(f ->
            DynamicTest.dynamicTest(
                f.file(),
                () -> {
                  JsonObject recorded = Json.parseObject(f.content());
                  JsonObject sent =
                      Asking.anybody()
                          .of(model(f.entry().text("url").orElseThrow()))
                          .sent(ConverseChat.of(recorded).toJson().replace('\'', '’'));

                  assertThat(withoutEmpty(sent)).isEqualTo(withoutEmpty(recorded(recorded)));
                }));
  }

  // The model's name stands in the address.
  private static String model(String url) {
    return url.replaceFirst(".*/model/([^/]+)/.*", "$1").replace("%3A", ":");
  }

  private static JsonObject recorded(JsonObject json) {
    return Json.parseObject(json.toJson().replace('\'', '’'));
  }

  // An empty list or object says as much as none, but where it is what a call or a tool has.
  private static JsonObject withoutEmpty(JsonObject json) {
    List<String> empty =
        json.names().stream()
            .filter(name ->
                json.get(name).orElseThrow() instanceof JsonObject o && o.isEmpty()
                    || json.get(name).orElseThrow() instanceof JsonArray a && a.isEmpty())
            .toList();
    return json.without(Set.copyOf(empty));
  }

  @Test
  void addressHasTheModelEncodedAndTheOperation() {
    Asking asking = Asking.anybody();

    asking.ask("{'messages':[],'stream':true}");

    assertThat(asking.sent().uri())
        .isEqualTo(
            URI.create(
                "https://bedrock-runtime.us-east-1.amazonaws.com/model/"
                    + "us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse-stream"));
    assertThat(asking.sent().headers().first("Authorization")).hasValue("Bearer " + Asking.KEY);
    assertThat(asking.sent().headers().first("Accept"))
        .hasValue("application/vnd.amazon.eventstream");
  }

  @ParameterizedTest
  @CsvSource({
    "converse/us-west-2/amazon.nova-lite-v1:0, , https://bedrock-runtime.us-west-2.amazonaws.com/model/amazon.nova-lite-v1%3A0/converse",
    "eu.amazon.nova-lite-v1:0, https://bedrock-runtime.eu-west-1.amazonaws.com, https://bedrock-runtime.eu-west-1.amazonaws.com/model/eu.amazon.nova-lite-v1%3A0/converse",
    "m, https://vpce.example.com/base/, https://vpce.example.com/base/model/m/converse",
    "cn-north-1/m, , https://bedrock-runtime.cn-north-1.amazonaws.com.cn/model/m/converse",
    "arn:aws:bedrock:us-east-2:1:application-inference-profile/x, https://bedrock-runtime.us-east-1.amazonaws.com, https://bedrock-runtime.us-east-2.amazonaws.com/model/arn%3Aaws%3Abedrock%3Aus-east-2%3A1%3Aapplication-inference-profile%2Fx/converse",
    "arn:aws-us-gov:bedrock:us-gov-west-1:1:inference-profile/x, , https://bedrock-runtime.us-gov-west-1.amazonaws.com/model/arn%3Aaws-us-gov%3Abedrock%3Aus-gov-west-1%3A1%3Ainference-profile%2Fx/converse",
    "us-west-2/m, http://localhost:8080, http://localhost:8080/model/m/converse"
  })
  void regionIsThatOfTheNameOrOfTheEndpoint(String model, String endpoint, String address) {
    Deployment plain = Deployment.of("bedrock/" + model).withKey(Asking.KEY);
    Asking asking =
        Asking.anybody().of(endpoint == null ? plain : plain.withEndpoint(URI.create(endpoint)));

    asking.ask("{'messages':[]}");

    assertThat(asking.sent().uri()).hasToString(address);
  }

  @Test
  void withoutARegionOrAKeyNothingIsSent() {
    Heard lost =
        Asking.anybody().of(Deployment.of("bedrock/m").withKey("k")).ask("{'messages':[]}");
    Heard open = Asking.anybody().of(Deployment.of("bedrock/us-east-1/m")).ask("{'messages':[]}");

    assertThat(lost.failure).get().isInstanceOf(Failure.NotFound.class);
    assertThat(lost.failure.map(Failure::message).orElseThrow()).contains("AWS_REGION");
    assertThat(open.failure).get().isInstanceOf(Failure.Unauthenticated.class);
    assertThat(open.failure.map(Failure::message).orElseThrow())
        .contains("AWS_BEARER_TOKEN_BEDROCK");
  }

  @Test
  void keyAndEndpointComeFromTheEnvironment() {
    KnownProvider known = BedrockProvider.known().getFirst();
    Map<String, String> environment =
        Map.of("AWS_BEARER_TOKEN_BEDROCK", "k-1", "AWS_REGION", "eu-central-1");
    Deployment bare = Deployment.of("bedrock/m");

    assertThat(known.complete(bare, environment))
        .isEqualTo(
            bare.withKey("k-1")
                .withEndpoint(URI.create("https://bedrock-runtime.eu-central-1.amazonaws.com")));
    assertThat(
            known
                .complete(
                    bare,
                    Map.of("AWS_REGION", "x-1", "AWS_BEDROCK_RUNTIME_ENDPOINT", "https://own"))
                .endpoint())
        .hasValue(URI.create("https://own"));
  }

  @Test
  void parametersHaveConversesNames() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{'messages':[{'role':'system','content':'Be brief.'},"
                    + "{'role':'developer','content':[{'type':'text','text':'Really.'}]},"
                    + "{'role':'user','content':'Hi'}],'max_completion_tokens':100,'max_tokens':50,"
                    + "'temperature':0.5,'top_p':0.9,'stop':['END',''],'service_tier':'flex',"
                    + "'user':'u-1','metadata':{'a':'b'},'n':1,'stream_options':null,'top_k':5}");

    assertThat(sent)
        .isEqualTo(
            json(
                "{'messages':[{'role':'user','content':[{'text':'Hi'}]}],"
                    + "'system':[{'text':'Be brief.'},{'text':'Really.'}],"
                    + "'inferenceConfig':{'maxTokens':50,'temperature':0.5,'topP':0.9,"
                    + "'stopSequences':['END']},'additionalModelRequestFields':{'top_k':5},"
                    + "'serviceTier':{'type':'flex'}}"));
  }

  @Test
  void conversesOwnMembersPass() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{'messages':[{'role':'user','content':[{'guardContent':{'text':{'text':'x'}}},"
                    + "{'cachePoint':{'type':'default'}}]}],'max_tokens':50,"
                    + "'guardrailConfig':{'guardrailIdentifier':'g','guardrailVersion':'1'},"
                    + "'performanceConfig':{'latency':'optimized'},'requestMetadata':{'team':'a'},"
                    + "'inferenceConfig':{'maxTokens':60},'system':[{'text':'s'}],"
                    + "'additionalModelRequestFields':{'top_k':7},'top_k':5,"
                    + "'outputConfig':{'effort':'low'},'toolConfig':{'tools':[{'systemTool':{}}]}}");

    assertThat(sent)
        .isEqualTo(
            json(
                "{'messages':[{'role':'user','content':[{'guardContent':{'text':{'text':'x'}}},"
                    + "{'cachePoint':{'type':'default'}}]}],'system':[{'text':'s'}],"
                    + "'inferenceConfig':{'maxTokens':60},'toolConfig':{'tools':[{'systemTool':{}}]},"
                    + "'additionalModelRequestFields':{'top_k':7},'outputConfig':{'effort':'low'},"
                    + "'guardrailConfig':{'guardrailIdentifier':'g','guardrailVersion':'1'},"
                    + "'performanceConfig':{'latency':'optimized'},'requestMetadata':{'team':'a'}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'seed':1|seed",
        "'logprobs':true|logprobs",
        "'n':2|n",
        "'response_format':{'type':'json_object'}|response_format",
        "'service_tier':'turbo'|service_tier",
        "'reasoning_effort':'high'|reasoning_effort",
        "'parallel_tool_calls':false,'tools':[{'type':'function','function':{'name':'f'}}]|parallel_tool_calls"
      })
  void whatHasNoCounterpartIsRefusedByNameOrDropped(String parameter, String name) {
    String request = "{'messages':[{'role':'user','content':'Hi'}]," + parameter + "}";
    Asking strict = Asking.anybody().of(LLAMA);
    Asking lenient =
        Asking.anybody()
            .of(
                Deployment.of("bedrock/us-east-1/" + LLAMA)
                    .withKey(Asking.KEY)
                    .withParameters(ParameterPolicy.strict().withDropsUnsupported(true)));

    Heard refused = strict.ask(request);
    JsonObject sent = lenient.sent(request);

    assertThat(refused.failure).get().isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(refused.failure.orElseThrow().detail().param()).hasValue(name);
    assertThat(refused.failure.map(Failure::message).orElseThrow())
        .contains("bedrock", name, "drop_params");
    assertThat(strict.transport.calls).isEmpty();
    assertThat(sent.without(Set.of("toolConfig")))
        .isEqualTo(json("{'messages':[{'role':'user','content':[{'text':'Hi'}]}]}"));
  }

  @Test
  void toolsAndTheirResultsOfSeveralTurns() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{'messages':[{'role':'user','content':'Weather?'},"
                    + "{'role':'assistant','content':'I look.','tool_calls':["
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
                "{'messages':[{'role':'user','content':[{'text':'Weather?'}]},"
                    + "{'role':'assistant','content':[{'text':'I look.'},"
                    + "{'toolUse':{'toolUseId':'call_1','name':'w','input':{'c':'A'}}},"
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
            + "'tool_choice':'none','drop_params':";

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

  @Test
  void picturesDocumentsFilmsAndSounds() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{'messages':[{'role':'user','content':[{'type':'text','text':'Look'},"
                    + "{'type':'image_url','image_url':{'url':'"
                    + PNG
                    + "','detail':'high'}},"
                    + "{'type':'image_url','image_url':'data:image/jpeg;base64,QQ=='},"
                    + "{'type':'image_url','image_url':{'url':'s3://b/k.webp'}},"
                    + "{'type':'file','file':{'filename':'My_Report  2.pdf','file_data':'data:application/pdf;base64,QQ=='}},"
                    + "{'type':'file','file':{'filename':'My_Report  2.md','file_data':'data:text/markdown;base64,QQ=='}},"
                    + "{'type':'file','file':{'file_data':'data:text/csv;base64,QQ=='}},"
                    + "{'type':'video_url','video_url':{'url':'data:video/3gpp;base64,QQ=='}},"
                    + "{'type':'input_audio','input_audio':{'data':'QQ==','format':'mp3'}}]}]}");

    assertThat(sent.array("messages").orElseThrow().objects().findFirst().orElseThrow())
        .isEqualTo(
            json(
                "{'role':'user','content':[{'text':'Look'},"
                    + "{'image':{'format':'png','source':{'bytes':'QUJD'}}},"
                    + "{'image':{'format':'jpeg','source':{'bytes':'QQ=='}}},"
                    + "{'image':{'format':'webp','source':{'s3Location':{'uri':'s3://b/k.webp'}}}},"
                    + "{'document':{'format':'pdf','name':'My-Report 2','source':{'bytes':'QQ=='}}},"
                    + "{'document':{'format':'md','name':'My-Report 2 (2)','source':{'bytes':'QQ=='}}},"
                    + "{'document':{'format':'csv','name':'document','source':{'bytes':'QQ=='}}},"
                    + "{'video':{'format':'three_gp','source':{'bytes':'QQ=='}}},"
                    + "{'audio':{'format':'mp3','source':{'bytes':'QQ=='}}}]}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'image_url','image_url':{'url':'https://host/a.png'}}",
        "{'type':'image_url','image_url':{'url':'http://169.254.169.254/latest'}}",
        "{'type':'image_url','image_url':{'url':'data:image/tiff;base64,QQ=='}}",
        "{'type':'file','file':{'file_id':'file-1'}}",
        "{'type':'search_result','source':'s'}",
        "{'type':'document','source':{'type':'url','url':'https://host'}}"
      })
  void whatWouldHaveToBeFetchedOrIsOfNoKnownFormIsRefusedByName(String part) {
    Asking asking = Asking.anybody();

    Heard heard = asking.ask("{'messages':[{'role':'user','content':[" + part + "]}]}");

    assertThat(heard.failure).get().isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(heard.failure.orElseThrow().detail().param()).hasValue("messages");
    assertThat(asking.transport.calls).isEmpty();
  }

  @Test
  void cachePointsStandBehindWhatIsMarked() {
    String mark = "'cache_control':{'type':'ephemeral'}";
    String request =
        "{'messages':[{'role':'system','content':[{'type':'text','text':'s',"
            + mark
            + "}]},"
            + "{'role':'user','content':[{'type':'text','text':'u',"
            + "'cache_control':{'type':'ephemeral','ttl':'1h'}},{'type':'text','text':'v'}]},"
            + "{'role':'assistant','content':'a',"
            + mark
            + "},{'role':'user','content':'b'}],"
            + "'tools':[{'type':'function','function':{'name':'f'},"
            + mark
            + "}]}";

    JsonObject sent = Asking.anybody().sent(request);

    String point = "{'cachePoint':{'type':'default'}}";
    assertThat(sent)
        .isEqualTo(
            json(
                "{'messages':[{'role':'user','content':[{'text':'u'},"
                    + "{'cachePoint':{'type':'default','ttl':'1h'}},{'text':'v'}]},"
                    + "{'role':'assistant','content':[{'text':'a'},"
                    + point
                    + "]},"
                    + "{'role':'user','content':[{'text':'b'}]}],"
                    + "'system':[{'text':'s'},"
                    + point
                    + "],"
                    + "'toolConfig':{'tools':[{'toolSpec':{'name':'f','inputSchema':{'json':"
                    + "{'type':'object','properties':{}}}}},"
                    + point
                    + "]}}"));
    assertThat(Asking.anybody().of(LLAMA).sent(request).toJson()).doesNotContain("cache");
    assertThat(Asking.anybody().of(NOVA).sent(request).toJson()).contains("cachePoint");
  }

  @Test
  void schemaIsAText() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{'messages':[],'response_format':{'type':'json_schema','json_schema':{'name':'n',"
                    + "'description':'d','strict':true,'schema':{'type':'object','properties':{}}}}}");

    JsonObject schema =
        sent.object("outputConfig")
            .flatMap(o -> o.object("textFormat"))
            .flatMap(o -> o.object("structure"))
            .flatMap(o -> o.object("jsonSchema"))
            .orElseThrow();
    assertThat(schema)
        .isEqualTo(
            JsonObject.builder()
                .put("name", "n")
                .put("description", "d")
                .put("schema", json("{'type':'object','properties':{}}").toJson())
                .build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "anthropic.claude-sonnet-4-5-v1:0|{'additionalModelRequestFields':{'thinking':{'type':'enabled','budget_tokens':16384}}}",
        "global.anthropic.claude-opus-4-6-v1|{'additionalModelRequestFields':{'thinking':{'type':'adaptive'}},'outputConfig':{'effort':'high'}}",
        "us.amazon.nova-2-lite-v1:0|{'additionalModelRequestFields':{'reasoningConfig':{'type':'enabled','maxReasoningEffort':'high'}}}",
        "openai.gpt-oss-120b-1:0|{'additionalModelRequestFields':{'reasoning_effort':'high'}}"
      })
  void effortIsAskedForInEachFamilysWords(String model, String asked) {
    String request = "{'messages':[],'reasoning_effort':'high'}";

    JsonObject sent = Asking.anybody().of(model).sent(request);

    assertThat(sent.without(Set.of("messages"))).isEqualTo(json(asked));
    assertThat(Asking.anybody().of(model).sent("{'messages':[],'reasoning_effort':'none'}"))
        .isEqualTo(json("{'messages':[]}"));
  }

  @Test
  void thoughtsAreGivenBackToClaudeAlone() {
    String request =
        "{'messages':[{'role':'user','content':'x'},{'role':'assistant','content':'y',"
            + "'reasoning_content':'hm','thinking_blocks':["
            + "{'type':'thinking','thinking':'hm','signature':'c2ln'},"
            + "{'type':'thinking','thinking':'foreign','signature':''},"
            + "{'type':'thinking','thinking':'foreign','signature':'gemini:0:c2ln'},"
            + "{'type':'redacted_thinking','data':'QUJD'}]},{'role':'user','content':'z'}]}";

    JsonObject claude = Asking.anybody().sent(request);
    JsonObject llama = Asking.anybody().of(LLAMA).sent(request);

    assertThat(content(claude, 1))
        .isEqualTo(
            json("{'c':[{'reasoningContent':{'reasoningText':{'text':'hm','signature':'c2ln'}}},"
                    + "{'reasoningContent':{'redactedContent':'QUJD'}},{'text':'y'}]}")
                .array("c")
                .orElseThrow());
    assertThat(content(llama, 1)).isEqualTo(JsonArray.of(json("{'text':'y'}")));
  }

  @Test
  void claudeOnABudgetIsNotAskedToThinkWhereItsThoughtsAreLostOrAToolIsForced() {
    String lost =
        "{'messages':[{'role':'user','content':'x'},{'role':'assistant','tool_calls':[{'id':'1',"
            + "'function':{'name':'f','arguments':'{}'}}]},{'role':'tool','tool_call_id':'1',"
            + "'content':'y'}],'tools':[{'type':'function','function':{'name':'f'}}],"
            + "'reasoning_effort':'low'}";

    assertThat(Asking.anybody().sent(lost).has("additionalModelRequestFields")).isFalse();
    assertThat(
            Asking.anybody()
                .sent(withTool(",'tool_choice':'required','reasoning_effort':'low'"))
                .has("additionalModelRequestFields"))
        .isFalse();
  }

  @Test
  void conversationBeginsWithTheUserAndSaysNothingBlank() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{'messages':[{'role':'assistant','content':'Hello'},"
                    + "{'role':'user','content':' '},{'role':'user','content':'a'},"
                    + "{'role':'user','content':['b']},"
                    + "{'role':'assistant','content':'Once  \\n','prefix':true}]}");

    assertThat(sent)
        .isEqualTo(
            json(
                "{'messages':[{'role':'user','content':[{'text':'(The conversation begins.)'}]},"
                    + "{'role':'assistant','content':[{'text':'Hello'}]},"
                    + "{'role':'user','content':[{'text':'a'},{'text':'b'}]},"
                    + "{'role':'assistant','content':[{'text':'Once'}]}]}"));
  }

  @Test
  void instructionsAloneAreTheUsers() {
    assertThat(Asking.anybody().sent("{'messages':[{'role':'system','content':'Do it.'}]}"))
        .isEqualTo(json("{'messages':[{'role':'user','content':[{'text':'Do it.'}]}]}"));
  }

  @ParameterizedTest
  @CsvSource({
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0, CONTINUES",
    "anthropic.claude-3-haiku-20240307-v1:0, CONTINUES",
    "global.anthropic.claude-opus-4-6-v1, NONE",
    "amazon.nova-pro-v1:0, NONE",
    "arn:aws:bedrock:us-east-1:1:application-inference-profile/x, NONE"
  })
  void prefillIsClaudesUpTo45(String model, Prefill prefill) {
    Asking asking = Asking.anybody();
    BedrockProvider provider = new BedrockProvider(asking.transport, asking.time);
    Deployment deployment = Deployment.of("bedrock/" + model);

    assertThat(provider.prefill(deployment)).isEqualTo(prefill);
    assertThat(
            provider.prefill(
                deployment.withInfo(
                    ModelInfo.unknown().with(ModelFeature.ASSISTANT_PREFILL, true))))
        .isEqualTo(Prefill.CONTINUES);
  }

  @Test
  void deploymentsOwnHeadersAndDefaultsAreSent() {
    Asking asking =
        Asking.anybody()
            .of(
                Deployment.of("bedrock/us-east-1/m")
                    .withKey(Asking.KEY)
                    .withHeaders(Headers.of("Authorization", "Bearer own"))
                    .withDefaults(json("{'max_tokens':7,'top_k':2}")));

    assertThat(asking.sent("{'messages':[],'max_tokens':9}"))
        .isEqualTo(
            json(
                "{'messages':[],'inferenceConfig':{'maxTokens':9},"
                    + "'additionalModelRequestFields':{'top_k':2}}"));
    assertThat(asking.sent().headers().all("Authorization")).containsExactly("Bearer own");
  }

  @Test
  void requestOfTheMessagesApiIsTranslatedForAFallback() {
    ChatRequest request =
        new ChatRequest(
            json("{'messages':[{'role':'user','content':'Hi'}],'max_tokens':9}"),
            Optional.of(
                new ChatRequest.Original("anthropic", json("{'messages':[],'max_tokens':9}"))));
    Asking asking = Asking.anybody();

    Heard.from(asking.open(request));

    assertThat(asking.sentBody())
        .isEqualTo(
            json(
                "{'messages':[{'role':'user','content':[{'text':'Hi'}]}],"
                    + "'inferenceConfig':{'maxTokens':9}}"));
  }

  private static String withTool(String more) {
    return "{'messages':[],'tools':[{'type':'function','function':{'name':'f'}}]" + more + "}";
  }

  private static JsonValue content(JsonObject sent, int turn) {
    return sent.array("messages")
        .orElseThrow()
        .objects()
        .toList()
        .get(turn)
        .get("content")
        .orElse(new JsonString(""));
  }
}
