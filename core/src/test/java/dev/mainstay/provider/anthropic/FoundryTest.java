package dev.mainstay.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.KnownProviders;
import dev.mainstay.json.Json;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.KnownProvider;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.HttpCall;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Claude at Azure AI Foundry: Anthropic's dialect at an address of Azure's. */
class FoundryTest {
  private static final KnownProvider FOUNDRY = KnownProviders.named("azure_ai").orElseThrow();
  private static final String KEY = "key-0123456789";
  private static final String HOST = "https://r.services.ai.azure.com";

  @ParameterizedTest
  @ValueSource(
      strings = {
        HOST,
        HOST + "/",
        HOST + "/models",
        HOST + "/models/chat/completions",
        HOST + "/openai/v1",
        HOST + "/api/projects/my-project",
        HOST + "/anthropic",
        HOST + "/anthropic/v1/",
        HOST + "/anthropic/v1/messages"
      })
  void claudeIsAskedInAnthropicsDialect(String endpoint) {
    HttpCall call = sent(Deployment.of("azure_ai/claude-sonnet-4-5"), endpoint);

    assertThat(call.uri()).hasToString(HOST + "/anthropic/v1/messages");
    assertThat(call.headers().first("anthropic-version")).hasValue("2023-06-01");
    assertThat(call.headers().first("api-key")).hasValue(KEY);
    assertThat(Json.parseObject(call.body()))
        .isEqualTo(
            Asking.json(
                "{'model':'claude-sonnet-4-5','max_tokens':64000,"
                    + "'messages':[{'role':'user','content':[{'type':'text','text':'Hi'}]}]}"));
  }

  @Test
  void deploymentOfAnotherNameIsAskedByItsAddress() {
    HttpCall call = sent(Deployment.of("azure_ai/my-deployment"), HOST + "/anthropic");

    assertThat(call.uri()).hasToString(HOST + "/anthropic/v1/messages");
  }

  @Test
  void othersAreAskedInOpenAisDialect() {
    HttpCall call = sent(Deployment.of("azure_ai/mistral-large-3"), HOST);

    assertThat(call.uri().getPath()).isEqualTo("/models/chat/completions");
  }

  @Test
  void tokensAreCountedThere() throws Exception {
    ScriptedTransport transport = ScriptedTransport.answering(200, "{\"input_tokens\":7}");
    Deployment claude =
        Deployment.of("azure_ai/claude-opus-4-8").withEndpoint(URI.create(HOST)).withKey(KEY);

    assertThat(
            FOUNDRY
                .make(transport, new ManualTime())
                .countTokens(claude, ChatRequest.of("m", "Hi"), Duration.ofSeconds(5)))
        .hasValue(7);
    assertThat(transport.calls.getFirst().uri())
        .hasToString(HOST + "/anthropic/v1/messages/count_tokens");
  }

  @Test
  void whatIsMissingIsNamed() {
    Deployment claude = Deployment.of("azure_ai/claude-opus-4-8");

    assertThat(refusal(claude.withKey(KEY)))
        .contains("AZURE_AI_API_BASE", "https://my-resource.services.ai.azure.com");
    assertThat(refusal(claude.withEndpoint(URI.create(HOST)))).contains("AZURE_AI_API_KEY");
  }

  @Test
  void modelIsKnownAsAnthropics() {
    Deployment claude = Deployment.of("azure_ai/claude-opus-4-8");

    assertThat(FOUNDRY.info(claude).maxInputTokens()).hasValue(1_000_000);
  }

  @Test
  void environmentSaysWhereAndByWhichKey() {
    Deployment claude =
        FOUNDRY.complete(
            Deployment.of("azure_ai/claude-opus-4-8"),
            Map.of("AZURE_AI_API_BASE", HOST, "AZURE_AI_API_KEY", KEY));

    assertThat(claude.endpoint()).hasValue(URI.create(HOST));
    assertThat(claude.key()).isPresent();
  }

  private static String refusal(Deployment deployment) {
    return Heard.from(
            FOUNDRY
                .make(ScriptedTransport.answering(200, ""), new ManualTime())
                .open(deployment, ChatRequest.of("m", "Hi"), Duration.ofSeconds(5)))
        .failure
        .orElseThrow()
        .detail()
        .message();
  }

  private static HttpCall sent(Deployment deployment, String endpoint) {
    ScriptedTransport transport = ScriptedTransport.answering(200, "");
    Heard.from(
        FOUNDRY
            .make(transport, new ManualTime())
            .open(
                deployment.withEndpoint(URI.create(endpoint)).withKey(KEY),
                ChatRequest.of("m", "Hi"),
                Duration.ofSeconds(5)));
    return transport.calls.getFirst();
  }
}
