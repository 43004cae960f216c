package dev.mainstay.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes out. */
class RequestTest {
  @Test
  void whatSaysWhatBecomesOfParametersIsNotSent() {
    Asking asking = Asking.over(ScriptedTransport.answering(200, ""));
    asking.ask(
        "{'messages':[],'seed':1,'user':'u','drops_unsupported':true,'dropped_params':['seed'],"
            + "'allowed_params':['user']}");

    assertThat(asking.sentBody()).isEqualTo(Asking.json("{'messages':[],'user':'u','model':'m'}"));
  }

  @Test
  void whatOnlyAnthropicOrGeminiUnderstandsIsNotSent() {
    Asking asking = Asking.over(ScriptedTransport.answering(200, ""));
    asking.ask(
        "{'messages':[{'role':'user','content':[{'type':'text','text':'q','cache_control':{}}]},"
            + "{'role':'assistant','content':'a','reasoning_content':'hm','thinking_blocks':[{}],"
            + "'images':[],'content_parts':[],'groundingMetadata':{},'safetyRatings':[],"
            + "'tool_calls':[{'id':'c','extra_content':{}}]}],"
            + "'tools':[{'type':'function','function':{'name':'f'},'cache_control':{}}]}");

    assertThat(asking.sentBody())
        .isEqualTo(
            Asking.json(
                "{'messages':[{'role':'user','content':[{'type':'text','text':'q'}]},"
                    + "{'role':'assistant','content':'a','reasoning_content':'hm',"
                    + "'tool_calls':[{'id':'c'}]}],"
                    + "'tools':[{'type':'function','function':{'name':'f'}}],'model':'m'}"));
  }

  @ParameterizedTest
  @CsvSource({
    "cerebras, false, true",
    "groq, false, true",
    "mistral, false, false",
    "deepseek, true, true",
    "openrouter, true, true"
  })
  void thoughtsOfEarlierTurnsAreSentToThoseWhoTakeThemBack(
      String vendor, boolean takes, boolean takesReasoning) {
    Asking asking =
        Asking.over(ScriptedTransport.answering(200, ""))
            .of(Deployment.of(vendor + "/m").withKey(Asking.KEY));
    asking.ask(
        "{'messages':[{'role':'assistant','content':'a','reasoning_content':'hm','reasoning':'hm',"
            + "'reasoning_details':[{'type':'reasoning.text'}]}]}");

    JsonObject sent =
        asking.sentBody().array("messages").orElseThrow().objects().toList().getFirst();
    assertThat(sent.has("reasoning")).isEqualTo(takesReasoning);
    assertThat(sent.has("reasoning_content")).isEqualTo(takes);
    assertThat(sent.has("reasoning_details")).isEqualTo(takes);
  }

  private final ScriptedTransport transport = ScriptedTransport.answering(200, "");
  private final Asking asking = Asking.over(transport);

  @Test
  void onlyTheModelIsReplacedAndEverythingElseKeepsItsBytes() {
    asking.ask(
        "{ 'model' : 'group', 'messages':[ {'role':'user','x': 1.50} ], 'top_k':1e2, 'new':null}");

    assertThat(new String(asking.sent().body(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"model\":\"m\",\"messages\":[ {\"role\":\"user\",\"x\": 1.50}"
                + " ],\"top_k\":1e2,\"new\":null}");
  }

  @Test
  void plainCallIsPostedWithKeyAndContentType() {
    asking.plain();

    HttpCall sent = asking.sent();
    assertThat(sent.method()).isEqualTo("POST");
    assertThat(sent.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(sent.headers().all("authorization")).containsExactly("Bearer " + Asking.KEY);
    assertThat(sent.headers().all("content-type")).containsExactly("application/json");
    assertThat(sent.headers().all("accept")).containsExactly("application/json");
    assertThat(sent.headers().first("user-agent").orElseThrow()).startsWith("mainstay");
  }

  @Test
  void streamedCallAcceptsEvents() {
    asking.stream();

    assertThat(asking.sent().headers().all("accept")).containsExactly("text/event-stream");
  }

  @Test
  void azureGetsItsKeyInItsOwnHeader() {
    Deployment azure =
        Deployment.of("azure/gpt")
            .withEndpoint(URI.create("https://r.openai.azure.com"))
            .withKey("k-1");

    asking.of(azure).plain();

    assertThat(asking.sent().headers().all("api-key")).containsExactly("k-1");
    assertThat(asking.sent().headers().all("authorization")).isEmpty();
  }

  @Test
  void headersOfTheDeploymentReplaceOursAndNoOthers() {
    Headers own = Headers.of("authorization", "Bearer entra", "X-Team", "a", "X-Team", "b");

    asking.of(Deployment.of("openai/m").withKey(Asking.KEY).withHeaders(own)).plain();

    Headers sent = asking.sent().headers();
    assertThat(sent.all("Authorization")).containsExactly("Bearer entra");
    assertThat(sent.all("X-Team")).containsExactly("a", "b");
    assertThat(sent.all("Content-Type")).containsExactly("application/json");
  }

  @Test
  void defaultsFillInWhatTheCallerLeavesOut() {
    JsonObject defaults =
        Asking.json("{'temperature':0.5,'seed':7,'model':'no','stream':true,'max_tokens':9}");

    asking
        .of(Deployment.of("openai/m").withKey(Asking.KEY).withDefaults(defaults))
        .ask("{'messages':[],'temperature':null,'max_completion_tokens':5}");

    assertThat(asking.sentBody())
        .isEqualTo(
            Asking.json(
                "{'messages':[],'temperature':null,'max_completion_tokens':5,'model':'m','seed':7}"));
  }

  @Test
  void defaultThatHoldsOnlyForStreamsIsNotSentWithPlainCalls() {
    JsonObject defaults = Asking.json("{'stream_options':{'include_usage':true},'seed':7}");
    Deployment deployment = Deployment.of("openai/m").withKey(Asking.KEY).withDefaults(defaults);

    asking.of(deployment).plain();

    assertThat(asking.sentBody()).isEqualTo(Asking.json("{'messages':[],'model':'m','seed':7}"));
  }

  @Test
  void defaultThatHoldsOnlyForStreamsIsSentWithStreams() {
    JsonObject defaults = Asking.json("{'stream_options':{'include_usage':false}}");
    Deployment deployment = Deployment.of("openai/m").withKey(Asking.KEY).withDefaults(defaults);

    asking.of(deployment).stream();

    assertThat(asking.sentBody())
        .isEqualTo(
            Asking.json(
                "{'messages':[],'stream':true,'model':'m','stream_options':{'include_usage':false}}"));
  }

  @ParameterizedTest
  @CsvSource({
    "openai, true",
    "deepseek, true",
    "vllm, true",
    "xai, true",
    "openai_compatible, true",
    "mistral, false",
    "groq, false",
    "openrouter, false",
    "perplexity, false",
    "together_ai, false",
    "fireworks_ai, false",
    "cerebras, false"
  })
  void streamIsAskedForItsUsageWhereItTellsItOnlyThen(String vendor, boolean isAsked) {
    asking
        .of(Deployment.of(vendor + "/m").withEndpoint(URI.create("https://host/v1")).withKey("k"))
        .stream();

    assertThat(asking.sentBody().has("stream_options")).isEqualTo(isAsked);
  }

  @Test
  void otherStreamOptionsOfTheCallerStay() {
    asking.ask("{'messages':[],'stream':true,'stream_options':{'include_obfuscation':false}}");

    assertThat(asking.sentBody().object("stream_options"))
        .hasValue(Asking.json("{'include_obfuscation':false,'include_usage':true}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false", "null"})
  void callerWhoDecidedAboutUsageIsNotOverruled(String decision) {
    String request =
        "{'messages':[],'stream':true,'stream_options':{'include_usage':" + decision + "}}";

    asking.ask(request);

    assertThat(asking.sentBody()).isEqualTo(Asking.json(request).with("model", "m"));
  }

  @Test
  void deploymentMaySwitchAskingForUsageOff() {
    JsonObject off = Asking.json("{'stream_options':{'include_usage':false}}");

    asking.of(Deployment.of("openai/m").withKey(Asking.KEY).withDefaults(off)).stream();

    assertThat(asking.sentBody().object("stream_options").orElseThrow().flag("include_usage"))
        .hasValue(false);
  }

  @Test
  void plainCallIsNotAskedForUsage() {
    asking.plain();

    assertThat(asking.sentBody()).isEqualTo(Asking.json("{'messages':[],'model':'m'}"));
  }

  @ParameterizedTest
  @CsvSource({"2024-06-01, false", "2024-10-21, true", "2025-01-01-preview, true", "preview, true"})
  void azureIsAskedForUsageFromTheVersionOnThatTakesIt(String version, boolean isAsked) {
    Deployment azure =
        Deployment.of("azure/gpt")
            .withEndpoint(URI.create("https://r.openai.azure.com"))
            .withKey("k")
            .withApiVersion(version);

    asking.of(azure).stream();

    assertThat(asking.sentBody().has("stream_options")).isEqualTo(isAsked);
  }

  @Test
  void missingKeyIsToldWithTheNameOfItsVariableAndNothingIsSent() {
    Failure failure = asking.of(Deployment.of("groq/llama")).plain().failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.Unauthenticated.class);
    assertThat(failure.message())
        .isEqualTo(
            "there is no key for groq/llama; set GROQ_API_KEY, or give the deployment a key");
    assertThat(transport.calls).isEmpty();
  }

  @Test
  void keyInAHeaderOfTheDeploymentIsAKey() {
    Headers own = Headers.of("Authorization", "Bearer entra-token");

    asking.of(Deployment.of("groq/llama").withHeaders(own)).plain();

    assertThat(transport.calls).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lm_studio/llama3", "vllm/qwen"})
  void vendorThatNeedsNoKeyIsAskedWithoutOne(String name) {
    asking.of(Deployment.of(name)).plain();

    assertThat(asking.sent().headers().all("authorization")).isEmpty();
  }

  @Test
  void missingEndpointIsToldWithTheNameOfItsVariableAndNothingIsSent() {
    Failure failure =
        asking.of(Deployment.of("azure/gpt").withKey("k")).plain().failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.NotFound.class);
    assertThat(failure.message()).contains("azure/gpt", "AZURE_API_BASE", "https://host/v1");
    assertThat(transport.calls).isEmpty();
  }

  @Test
  void halfASurrogatePairIsSentAsAnEscape() {
    asking.ask("{'messages':[],'user':'\\ud800'}");

    assertThat(new String(asking.sent().body(), StandardCharsets.UTF_8))
        .containsIgnoringCase("\"user\":\"\\ud800\"");
  }

  @Test
  void nothingIsSentBeforeTheFirstRead() {
    asking.open("{'messages':[]}").close();

    assertThat(transport.calls).isEmpty();
  }
}
