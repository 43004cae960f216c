package dev.mainstay.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.transport.Headers;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vendors who answer 400 or 422 to a field that they do not have. */
class StrictVendorTest {
  /** They are there after a fallback from those who have them. */
  @ParameterizedTest
  @ValueSource(strings = {"openai", "mistral", "codestral", "groq", "cerebras"})
  void othersFieldsAreDroppedOnRequest(String vendor) {
    String request = "{%s'messages':[],'thinking':{'type':'disabled'},'top_k':5}";
    String dropping = request.formatted("'drops_unsupported':true,");

    assertThat(body(vendor + "/m", dropping).names()).containsExactly("messages", "model");
    assertThat(body(vendor + "/m", request.formatted("")).names()).contains("thinking", "top_k");
    assertThat(body("vllm/m", dropping).names()).contains("thinking", "top_k");
  }

  /**
   * What a client of {@code /v1/messages} has in its conversation.
   * https://github.com/BerriAI/litellm/issues/33961
   */
  @ParameterizedTest
  @ValueSource(strings = {"openai/m", "github/m", "azure/m", "azure_ai/m", "fireworks_ai/m"})
  void membersThatAnthropicAloneHasAreNotSent(String model) {
    Deployment deployment =
        Deployment.of(model).withEndpoint(URI.create("https://r.services.ai.azure.com/openai/v1"));
    Asking asking = asking(deployment);

    asking.ask(
        "{'messages':[{'role':'assistant','content':'a','thinking_blocks':[{'type':'thinking'}]},"
            + "{'role':'user','content':[{'type':'text','text':'q','cache_control':{}}]}]}");

    assertThat(asking.sentBody().array("messages"))
        .contains(
            Asking.json(
                    "{'m':[{'role':'assistant','content':'a'},"
                        + "{'role':'user','content':[{'type':'text','text':'q'}]}]}")
                .array("m")
                .orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai", "mistral", "groq", "cerebras", "fireworks_ai"})
  void toolsThatAnthropicAloneHasAreRefusedByNameOrDropped(String vendor) {
    String request =
        "{%s'messages':[],'tools':[{'type':'bash_20250124','name':'bash'}"
            + ",%s{'type':'mcp_toolset'}],'tool_choice':%s}";
    String function =
        "{'type':'function','function':{'name':'f','parameters':{'type':'object','properties':{}}}},";
    String drops = "'drops_unsupported':true,";
    Asking asking = asking(Deployment.of(vendor + "/m"));

    Failure failure = asking.ask(request.formatted("", function, "'auto'")).failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.message()).contains(vendor + " does not take 'tools' of the type 'bash_");
    assertThat(body(vendor + "/m", request.formatted(drops, function, "'auto'")))
        .isEqualTo(
            Asking.json(
                "{'messages':[],'tools':["
                    + function.substring(0, function.length() - 1)
                    + "],'tool_choice':'auto','model':'%s'}".formatted(model(vendor))));
    assertThat(body(vendor + "/m", request.formatted(drops, "", "'auto'")).names())
        .containsExactly("messages", "model");
    assertThat(
            body(
                    vendor + "/m",
                    request.formatted(
                        drops, function, "{'type':'function','function':{'name':'bash'}}"))
                .names())
        .containsExactly("messages", "tools", "model");
  }

  /** OpenAI: "object schema missing properties"; others take a tool without any as it is. */
  @Test
  void parametersTellTheirPropertiesThoughThereAreNone() {
    String request =
        "{'messages':[],'tools':[{'type':'function','function':{'name':'f','parameters':%s}}]}";
    String none = request.formatted("{'type':'object','additionalProperties':false}");
    String some = request.formatted("{'type':'object','properties':{'a':{'type':'object'}}}");

    assertThat(body("openai/m", none).get("tools"))
        .isEqualTo(
            Asking.json(
                    request.formatted(
                        "{'type':'object','additionalProperties':false,'properties':{}}"))
                .get("tools"));
    assertThat(
            body("groq/m", request.formatted("{'type':'object','properties':{},'required':[]}"))
                .get("tools"))
        .isEqualTo(
            Asking.json(request.formatted("{'type':'object','properties':{}}")).get("tools"));
    assertThat(body("openai/m", some).get("tools")).isEqualTo(Asking.json(some).get("tools"));
    assertThat(body("vllm/m", none).get("tools")).isEqualTo(Asking.json(none).get("tools"));
  }

  private static String model(String vendor) {
    return body(vendor + "/m", "{'messages':[]}").text("model").orElseThrow();
  }

  @Test
  void toolsOfAnthropicsAreSentWhereThatIsAllowedOrNobodyRefusesThem() {
    String tools = "'messages':[],'tools':[{'type':'bash_20250124','name':'bash'}]}";

    assertThat(body("openai/m", "{'allowed_params':['tools']," + tools).names()).contains("tools");
    assertThat(body("openrouter/m", "{" + tools).names()).contains("tools");
  }

  @Test
  void othersFieldThatIsAllowedIsSent() {
    String request =
        "{'drops_unsupported':true,'allowed_params':['top_k'],'messages':[],'thinking':{},'top_k':5}";

    assertThat(body("mistral/m", request).names()).containsExactly("messages", "top_k", "model");
  }

  @ParameterizedTest
  @ValueSource(strings = {"groq", "cerebras"})
  void whatTellsOpenAiWhatToKeepIsLeftOutInSilence(String vendor) {
    JsonObject sent =
        body(vendor + "/m", "{'messages':[],'user':'u','store':true,'metadata':{'a':'b'}}");

    assertThat(sent.names()).containsExactly("messages", "user", "model");
  }

  @Test
  void cerebrasTakesPenalties() {
    String request = "{'messages':[],'frequency_penalty':0.1,'presence_penalty':0.1}";

    assertThat(body("cerebras/m", request).names())
        .containsExactly("messages", "frequency_penalty", "presence_penalty", "model");
  }

  /** https://github.com/Alishahryar1/free-claude-code/issues/1348 */
  @Test
  void qwenAtGroqThinksOrDoesNot() {
    String request = "{'messages':[],'reasoning_effort':'%s'}";

    assertThat(body("groq/qwen/qwen3.6-27b", request.formatted("high")).text("reasoning_effort"))
        .hasValue("default");
    assertThat(body("groq/qwen/qwen3.6-27b", request.formatted("none")).text("reasoning_effort"))
        .hasValue("none");
    assertThat(body("groq/openai/gpt-oss-120b", request.formatted("high")).text("reasoning_effort"))
        .hasValue("high");
  }

  @Test
  void groqIsNotAskedHowVerboseToBe() {
    Asking asking = asking(Deployment.of("groq/m"));

    Failure failure = asking.ask("{'messages':[],'verbosity':'low'}").failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.message()).contains("groq does not take 'verbosity'");
    assertThat(
            body("groq/m", "{'messages':[],'verbosity':'medium','prompt_cache_key':'k'}").names())
        .containsExactly("messages", "model");
  }

  /**
   * Azure AI Foundry refuses them, {@code stream_options} too, unless it is told to pass them on.
   */
  @Test
  void foundryIsToldToPassOnFieldsThatItsApiDoesNotHave() {
    Deployment foundry =
        Deployment.of("azure_ai/m").withEndpoint(URI.create("https://r.services.ai.azure.com"));
    Headers dropping = Headers.of("Extra-Parameters", "drop");

    assertThat(extraParameters(foundry)).containsExactly("pass-through");
    assertThat(extraParameters(foundry.withHeaders(dropping))).containsExactly("drop");
    assertThat(extraParameters(Deployment.of("openai/m"))).isEmpty();
  }

  /** Azure's other models take them. */
  @ParameterizedTest
  @ValueSource(strings = {"azure", "azure_ai"})
  void whatAzureRefusesForDeepSeekIsNotSent(String vendor) {
    String request = "{%s'messages':[],'prompt_cache_key':'k','thinking':{'type':'enabled'}}";
    String dropping = request.formatted("'drops_unsupported':true,");
    String kept = request.formatted("'drops_unsupported':true,'allowed_params':['thinking'],");

    assertThat(atAzure(vendor + "/DeepSeek-V4-Pro", dropping))
        .containsExactlyInAnyOrder("messages", "model");
    assertThat(atAzure(vendor + "/DeepSeek-V4-Pro", kept)).contains("thinking");
    assertThat(atAzure(vendor + "/DeepSeek-V4-Pro", request.formatted("")))
        .containsExactlyInAnyOrder("messages", "thinking", "model");
    assertThat(atAzure(vendor + "/gpt-5", request.formatted(""))).contains("prompt_cache_key");
  }

  private static Set<String> atAzure(String model, String request) {
    Asking asking =
        asking(
            Deployment.of(model)
                .withEndpoint(URI.create("https://r.services.ai.azure.com/openai/v1")));
    asking.ask(request);
    return Set.copyOf(asking.sentBody().names());
  }

  private static List<String> extraParameters(Deployment deployment) {
    Asking asking = asking(deployment);
    asking.ask("{'messages':[],'stream':true}");
    return asking.sent().headers().all("extra-parameters");
  }

  private static JsonObject body(String model, String request) {
    Asking asking = asking(Deployment.of(model));
    asking.ask(request);
    return asking.sentBody();
  }

  private static Asking asking(Deployment deployment) {
    return Asking.over(ScriptedTransport.answering(500, "")).of(deployment.withKey(Asking.KEY));
  }
}
