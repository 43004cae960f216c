package dev.mainstay.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Prefill;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelFeature;
import dev.mainstay.provider.ModelInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which models of Bedrock go on with a last message of the assistant's. */
class PrefillTest {
  private final Asking asking = Asking.anybody();
  private final BedrockProvider provider = new BedrockProvider(asking.transport, asking.time);

  @ParameterizedTest
  @CsvSource({
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0, CONTINUES",
    "anthropic.claude-3-haiku-20240307-v1:0, CONTINUES",
    "global.anthropic.claude-opus-4-6-v1, NONE",
    "amazon.nova-pro-v1:0, NONE",
    "arn:aws:bedrock:us-east-1:1:application-inference-profile/x, NONE"
  })
  void prefillIsClaudesUpTo45(String model, Prefill prefill) {
    Deployment deployment = Deployment.of("bedrock/" + model);

    assertThat(provider.prefill(deployment)).isEqualTo(prefill);
    assertThat(
            provider.prefill(
                deployment.withInfo(
                    ModelInfo.unknown().with(ModelFeature.ASSISTANT_PREFILL, true))))
        .isEqualTo(Prefill.CONTINUES);
  }

  @ParameterizedTest
  @CsvSource({
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0, false",
    "arn:aws:bedrock:us-east-1:1:application-inference-profile/x, false",
    "amazon.nova-pro-v1:0, true",
    "meta.llama3-3-70b-instruct-v1:0, true"
  })
  void formIsInTheWayOfClaudesPrefillAlone(String model, boolean prefills) {
    assertThat(
            provider
                .vendorTerms(Deployment.of("bedrock/" + model), ChatRequest.of("m", "Hi"))
                .prefillsForms())
        .isEqualTo(prefills);
  }
}
