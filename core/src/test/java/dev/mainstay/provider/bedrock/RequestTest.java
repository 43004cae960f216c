package dev.mainstay.provider.bedrock;

import static dev.mainstay.provider.bedrock.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.provider.wire.FixtureSet;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.transport.Headers;
import java.util.List;
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
  private static final String LLAMA = "meta.llama3-3-70b-instruct-v1:0";

  @TestFactory
  Stream<DynamicTest> recordedRequestLosesNothing() {
    return FixtureSet.BEDROCK_REQUESTS.stream()
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

  /** As from servers that number the calls of each answer anew. */
  @Test
  void idOfAnEarlierTurnsCallIsAnotherForTheNext() {
    String turn =
        "{'role':'assistant','tool_calls':[{'id':'call_0','type':'function','function':"
            + "{'name':'f','arguments':'{}'}}]},"
            + "{'role':'tool','tool_call_id':'call_0','content':'r'}";

    String sent =
        Asking.anybody()
            .sent("{'messages':[{'role':'user','content':'q'}," + turn + "," + turn + "]}")
            .toJson()
            .replace('"', '\'');

    assertThat(sent.split("'call_0'", -1)).hasSize(3);
    assertThat(sent.split("'call_0_2'", -1)).hasSize(3);
  }

  /** Converse refuses two turns of one side in a row. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'role':'assistant','content':''}",
        "{'role':'assistant','content':null,'refusal':'No.'}",
        "{'role':'assistant','content':''},{'role':'user','content':''},{'role':'assistant','content':' '}"
      })
  void turnInWhichNothingIsSaidPartsNoTurns(String silent) {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{'messages':[{'role':'user','content':'q'},"
                    + silent
                    + ",{'role':'user','content':'r'}]}");

    assertThat(sent.without(Set.of("inferenceConfig")))
        .isEqualTo(json("{'messages':[{'role':'user','content':[{'text':'q'},{'text':'r'}]}]}"));
  }

  @Test
  void parametersHaveConversesNames() {
    JsonObject sent =
        Asking.anybody()
            .of("anthropic.claude-sonnet-4-20250514-v1:0")
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "amazon.nova-pro-v1:0|'top_k':5|{'inferenceConfig':{'topK':5}}",
        "us.amazon.nova-2-lite-v1:0|'top_k':5|{'inferenceConfig':{'topK':5}}",
        "amazon.nova-pro-v1:0|'top_k':null|",
        "amazon.nova-pro-v1:0|'top_k':5,'additionalModelRequestFields':{'inferenceConfig':{'a':1}}"
            + "|{'inferenceConfig':{'a':1,'topK':5}}",
        "amazon.nova-pro-v1:0|'top_k':5,'additionalModelRequestFields':{'inferenceConfig':{'topK':9}}"
            + "|{'inferenceConfig':{'topK':9}}",
        "meta.llama3-3-70b-instruct-v1:0|'top_k':5|{'top_k':5}",
      })
  void amongHowManyTokensNovaChoosesStandsWhereItReadsIt(
      String model, String asked, String fields) {
    JsonObject sent =
        Asking.anybody()
            .of(model)
            .sent("{'messages':[{'role':'user','content':'Hi'}]," + asked + "}");

    assertThat(sent.object("additionalModelRequestFields"))
        .isEqualTo(Optional.ofNullable(fields).map(text -> json(text)));
  }

  @ParameterizedTest
  @CsvSource({
    "amazon.nova-pro-v1:0, true, false",
    "amazon.nova-pro-v1:0, false, true",
    "meta.llama3-3-70b-instruct-v1:0, true, false",
    "arn:aws:bedrock:us-east-1:1:application-inference-profile/x, true, true"
  })
  void thinkingIsLeftOutForOthersThanClaudeOnRequest(String model, boolean drops, boolean isSent) {
    JsonObject sent =
        Asking.anybody()
            .of(model)
            .sent(
                "{'messages':[{'role':'user','content':'Hi'}],'thinking':{'type':'enabled',"
                    + "'budget_tokens':1024},'max_tokens':2000,'drops_unsupported':"
                    + drops
                    + "}");

    assertThat(sent.has("additionalModelRequestFields")).isEqualTo(isSent);
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
        .contains("bedrock", name, "ParameterPolicy.withDropsUnsupported");
    assertThat(strict.transport.calls).isEmpty();
    assertThat(sent.without(Set.of("toolConfig")))
        .isEqualTo(json("{'messages':[{'role':'user','content':[{'text':'Hi'}]}]}"));
  }

  @Test
  void effortOfAClaudeThatCannotThinkIsRefusedByNameOrDropped() {
    String model = "us.anthropic.claude-3-5-haiku-20241022-v1:0";
    String effort = "{'messages':[{'role':'user','content':'Hi'}],'reasoning_effort':'low'";
    Asking asking = Asking.anybody().of(model);
    Failure failure = asking.ask(effort + "}").failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.detail().param()).hasValue("reasoning_effort");
    assertThat(failure.message()).contains(model, "ParameterPolicy.withDropsUnsupported");
    assertThat(asking.transport.calls).isEmpty();
    assertThat(Asking.anybody().of(model).sent(effort + ",'drops_unsupported':true}").toJson())
        .doesNotContain("thinking", "effort");
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
}
