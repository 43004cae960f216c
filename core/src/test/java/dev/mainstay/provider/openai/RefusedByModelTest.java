package dev.mainstay.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
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

/** Parameters that a vendor takes, and some of its models refuse. */
class RefusedByModelTest {
  private static final ParameterPolicy STRICT = ParameterPolicy.strict();
  private static final ParameterPolicy DROPS = STRICT.withDropsUnsupported(true);

  private final ScriptedTransport transport = ScriptedTransport.answering(200, "{}");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          openai/o1                   | temperature       | 'temperature':0.2
          openai/o1-2024-12-17        | logit_bias        | 'logit_bias':{'5':1}
          openai/o3                   | stop              | 'stop':['x']
          openai/o3-pro               | top_p             | 'top_p':0.5
          openai/o3-mini              | logprobs          | 'logprobs':true
          openai/o4-mini-2025-04-16   | stop              | 'stop':'x'
          openai/gpt-5                | temperature       | 'temperature':0
          openai/gpt-5-mini           | stop              | 'stop':['x']
          openai/gpt-5-nano           | presence_penalty  | 'presence_penalty':0.1
          openai/gpt-5.2              | temperature       | 'reasoning_effort':'high','temperature':0.2
          openai/gpt-5.4-mini         | top_p             | 'reasoning_effort':'low','top_p':0.5
          azure/o3                    | temperature       | 'temperature':0.2
          xai/grok-4-fast-reasoning   | stop              | 'stop':['x']
          xai/grok-3-mini             | frequency_penalty | 'frequency_penalty':1
          """)
  void parameterThatItsModelRefusesIsRefusedByNameBeforeAnythingIsSent(
      String model, String name, String parameters) {
    Failure refusal = ask(at(model, STRICT), parameters).failure.orElseThrow();

    assertThat(transport.calls).isEmpty();
    assertThat(refusal).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(refusal.detail().param()).hasValue(name);
    assertThat(refusal.message())
        .startsWith(
            model.replaceFirst("/", " does not take '" + name + "' for '") + "'; leave it out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          openai/gpt-4.1              | 'temperature':0.2,'stop':['x']
          openai/gpt-5-chat-latest    | 'temperature':0.2,'stop':['x']
          openai/gpt-5.1              | 'temperature':0.2,'top_p':0.5
          openai/gpt-5.2              | 'reasoning_effort':'none','temperature':0.2
          openai/gpt-5.2              | 'stop':['x']
          openai/gpt-6.1-sol          | 'reasoning_effort':'high','temperature':0.2
          openai/o3-mini              | 'stop':['x']
          openai/o1                   | 'stop':['x']
          openai/gpt-oss-120b         | 'temperature':0.2
          xai/grok-4-1-fast-non-reasoning | 'stop':['x']
          xai/grok-4.5                | 'stop':['x']
          xai/grok-4                  | 'temperature':0.2
          deepseek/o3                 | 'temperature':0.2
          """)
  void whatIsNotKnownToBeRefusedIsTheVendorsToJudge(String model, String parameters) {
    ask(at(model, STRICT), parameters);

    Asking.json("{" + parameters + "}")
        .forEach((name, value) -> assertThat(sent().get(name)).contains(value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          openai/o3                | 'temperature':0.2,'stop':['x']                | false
          openai/gpt-5-mini        | 'temperature':0.2,'logprobs':true             | false
          openai/gpt-5-chat-latest | 'temperature':0.2,'stop':['x']                | true
          openai/gpt-5.2           | 'temperature':0.2                             | true
          openai/gpt-5.2           | 'stop':['x']                                  | false
          openai/gpt-5.2           | 'temperature':0.2,'top_p':0.5                 | true
          openai/gpt-6.1-sol       | 'stop':['x']                                  | false
          openai/o1-mini           | 'stop':['x']                                  | false
          openai/o1                | 'stop':['x']                                  | true
          openai/gpt-4.1           | 'temperature':0.2,'stop':['x']                | true
          xai/grok-4.5             | 'stop':['x'],'presence_penalty':1             | false
          """)
  void whatAModelMayRefuseIsDroppedOnRequest(String model, String parameters, boolean isSent) {
    ask(at(model, DROPS), parameters);

    Asking.json("{" + parameters + "}")
        .forEach((name, value) -> assertThat(sent().has(name)).as(name).isEqualTo(isSent));
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai/gpt-5.2", "openai/gpt-6.1-sol"})
  void samplingIsDroppedWhereItsModelIsToReason(String model) {
    ask(at(model, DROPS), "'reasoning_effort':'high','temperature':0.2,'presence_penalty':1");

    assertThat(sent().has("temperature")).isFalse();
    assertThat(sent().has("presence_penalty")).isFalse();
  }

  @Test
  void whatAsksForNothingIsLeftOutInSilence() {
    ask(
        at("openai/o3", STRICT),
        "'temperature':1,'top_p':1.0,'presence_penalty':0,'logprobs':false,'logit_bias':{},"
            + "'stop':null,'seed':7");

    assertThat(sent().names()).containsExactlyInAnyOrder("messages", "model", "seed");
  }

  @Test
  void whatIsAllowedIsSentAsItIs() {
    ask(at("openai/o3", STRICT.withAllowed(Set.of("temperature"))), "'temperature':0.2");

    assertThat(sent().has("temperature")).isTrue();
  }

  @Test
  void whatIsDroppedInAnyCaseIsNotRefused() {
    ask(at("openai/o3", STRICT.withDropped(Set.of("temperature"))), "'temperature':0.2");

    assertThat(sent().has("temperature")).isFalse();
  }

  /** A proxy knows by itself what to do, and another server's models are others. */
  @Test
  void serverOfOnesOwnIsAskedForWhatIsAsked() {
    Deployment deployment =
        at("openai/o3", STRICT).withEndpoint(URI.create("https://llm.example.com/v1"));

    ask(deployment, "'temperature':0.2,'top_p':1");

    assertThat(sent().has("temperature")).isTrue();
    assertThat(sent().has("top_p")).isTrue();
  }

  @Test
  void defaultsOfTheDeploymentAreJudgedLikeTheCallersOwn() {
    Deployment deployment =
        at("openai/o3", STRICT).withDefaults(Asking.json("{'temperature':0.2}"));

    assertThat(ask(deployment, "'seed':1").failure.orElseThrow().detail().param())
        .hasValue("temperature");
  }

  private static Deployment at(String model, ParameterPolicy policy) {
    Deployment deployment = Deployment.of(model).withKey("sk-0123456789").withParameters(policy);
    return model.startsWith("azure/")
        ? deployment.withEndpoint(URI.create("https://me.openai.azure.com"))
        : deployment;
  }

  private Heard ask(Deployment deployment, String parameters) {
    return Asking.over(transport).of(deployment).ask("{'messages':[]," + parameters + "}");
  }

  private JsonObject sent() {
    return Json.parseObject(transport.calls.getFirst().body());
  }
}
