package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelFeature;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.provider.anthropic.AnthropicMessages;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a caller of the Messages API asks for in its words, before models that have none for it. */
class WishesTest {
  private static final JsonObject REQUEST =
      Json.parseObject(
          """
          {"max_tokens":9000,"messages":[{"role":"user","content":"Hi"}],"stream":true,
           "thinking":{"type":"enabled","budget_tokens":2000},"metadata":{"user_id":"u"},
           "tools":[{"name":"f","input_schema":{"type":"object"}}],
           "tool_choice":{"type":"auto","disable_parallel_tool_use":true}}
          """);

  private final ScriptedTransport transport = ScriptedTransport.answering(200, "{}");

  @ParameterizedTest
  @EnumSource
  void nobodyRefusesThem(EveryDialect dialect) {
    String sent = sent(dialect, dialect.deployment());

    assertThat(sent).doesNotContain("optional_openai_params");
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI, openai/gpt-4o, false, true",
    "OPENAI, openai/o3, true, false",
    "OPENAI, openai/gpt-5.1, true, true",
    "MISTRAL, mistral/mistral-large-latest, false, true",
    "VLLM, vllm/m, false, true",
    "GEMINI, gemini/gemini-2.0-flash, false, false",
    "GEMINI, gemini/gemma-3-27b-it, false, false",
    "GEMINI, gemini/gemini-2.5-flash, true, false",
    "CLAUDE_AT_BEDROCK, bedrock/anthropic.claude-sonnet-4-5-v1:0, true, true",
    "CLAUDE_AT_BEDROCK, bedrock/anthropic.claude-3-haiku-20240307-v1:0, false, true",
    "NOVA, bedrock/amazon.nova-pro-v1:0, false, false",
    "NOVA, bedrock/amazon.nova-2-lite-v1:0, true, false",
    "COHERE, cohere/command-a-03-2025, false, false",
    "COHERE, cohere/command-a-reasoning-08-2025, true, false",
    "OLLAMA, ollama/llama3, false, false",
    "OLLAMA, ollama/gpt-oss:20b, true, false"
  })
  void theyAreSentToModelsThatAreKnownToTakeThem(
      EveryDialect dialect, String model, boolean reasons, boolean isSerial) {
    String sent = sent(dialect, like(dialect, model));

    assertThat(sent.matches(".*(reasoning_effort|think|reasoningConfig).*")).isEqualTo(reasons);
    assertThat(sent.matches(".*(parallel_tool_calls|disable_parallel).*")).isEqualTo(isSerial);
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI", "VLLM", "OLLAMA", "GEMINI"})
  void whatTheDeploymentSaysOfItsModelCounts(EveryDialect dialect) {
    ModelInfo reasoning = ModelInfo.unknown().with(ModelFeature.REASONING, true);
    ModelInfo not = ModelInfo.unknown().with(ModelFeature.REASONING, false);

    assertThat(sent(dialect, dialect.deployment().withInfo(reasoning)))
        .matches(".*(reasoning_effort|think).*");
    if (dialect != EveryDialect.OPENAI) {
      assertThat(sent(dialect, dialect.deployment().withInfo(not)))
          .doesNotContain("reasoning_effort", "think");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI, nothing",
    "VLLM, nothing",
    "CLAUDE_AT_VERTEX, top_k",
    "GEMINI, topK",
    "GEMINI_AT_VERTEX, topK",
    "CLAUDE_AT_BEDROCK, top_k",
    "NOVA, topK",
    "COHERE, k",
    "OLLAMA, top_k"
  })
  void amongHowManyTokensToChooseIsToldToThoseWhoHaveAWordForIt(EveryDialect dialect, String word) {
    JsonObject asked = REQUEST.without(Set.of("thinking")).with("top_k", JsonNumber.of(7));

    dialect.ask(transport, dialect.deployment(), AnthropicMessages.request(asked, List.of()));

    String sent = new String(transport.calls.getLast().body());
    assertThat(sent.contains("\"" + word + "\":7")).isEqualTo(!word.equals("nothing"));
    assertThat(sent.contains(":7")).isEqualTo(!word.equals("nothing"));
  }

  /** Claude answers it without thoughts; a block of them before the text would be unexpected. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "OPENAI|openai/gpt-5.1|\"reasoning_effort\":\"low\"",
        "OPENAI|openai/gpt-4o|",
        "CLAUDE_AT_BEDROCK|bedrock/anthropic.claude-opus-4-6-v1|\"outputConfig\":{\"effort\":\"low\"}",
        "CLAUDE_AT_BEDROCK|bedrock/anthropic.claude-sonnet-4-5-v1:0|",
        "NOVA|bedrock/amazon.nova-2-lite-v1:0|\"maxReasoningEffort\":\"low\"",
        "GEMINI|gemini/gemini-2.5-flash|\"thinkingConfig\":{\"thinkingBudget\":1024}",
        "OLLAMA|ollama/gpt-oss:20b|\"think\":\"low\""
      })
  void effortWithoutThoughtsIsToldToThoseWhoHaveAWordForIt(
      EveryDialect dialect, String model, @Nullable String word) {
    JsonObject asked =
        REQUEST
            .without(Set.of("thinking"))
            .with("output_config", Json.parseObject("{\"effort\":\"low\"}"));

    dialect.ask(transport, like(dialect, model), AnthropicMessages.request(asked, List.of()));

    String sent = new String(transport.calls.getLast().body());
    assertThat(sent).doesNotContain("output_config", "includeThoughts", "\"thinking\"");
    if (word == null) {
      assertThat(sent).doesNotContain("low", "think", "effort");
    } else {
      assertThat(sent).contains(word);
    }
  }

  private static Deployment like(EveryDialect dialect, String model) {
    Deployment own = dialect.deployment();
    return Deployment.of(model).withKey("k-0123456789").withEndpoint(own.endpoint().orElseThrow());
  }

  private String sent(EveryDialect dialect, Deployment deployment) {
    ChatRequest request = AnthropicMessages.request(REQUEST, List.of());
    dialect.ask(transport, deployment, request);
    return new String(transport.calls.getLast().body());
  }
}
