package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.ParameterPolicy;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of OpenAI's parameters goes to a dialect that does not have them all. */
class ParametersTest {
  private static final Parameters TABLE =
      Parameters.taking("acme", "max_tokens temperature tools tool_choice");
  private static final ParameterPolicy STRICT = ParameterPolicy.strict();

  @Test
  void parameterWithoutCounterpartIsRefusedByName() {
    Failure refusal = refusal("{'temperature':0.5,'seed':7}", STRICT).orElseThrow();

    assertThat(refusal).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(refusal.detail().param()).hasValue("seed");
    assertThat(refusal.message())
        .isEqualTo(
            "acme does not take 'seed'; leave it out, or set ParameterPolicy.withDropsUnsupported,"
                + " which leaves out what a provider does not take");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'n':1",
        "'n':1.0",
        "'n':null",
        "'logprobs':false",
        "'top_logprobs':0",
        "'presence_penalty':0.0",
        "'frequency_penalty':0",
        "'logit_bias':{}",
        "'response_format':{'type':'text'}",
        "'modalities':['text']",
        "'parallel_tool_calls':true",
        "'functions':[]",
        "'service_tier':'auto'",
        "'seed':null",
        "'user':'u'",
        "'store':true",
        "'metadata':{'a':'b'}",
        "'stream_options':{'include_usage':true}",
        "'safety_identifier':'s'",
        "'prompt_cache_key':'k'"
      })
  void whatAsksForNothingIsLeftOutInSilence(String member) {
    JsonObject request = json("{'temperature':0.5," + member + "}");

    assertThat(TABLE.refusal(request, STRICT)).isEmpty();
    assertThat(TABLE.kept(request, STRICT)).isEqualTo(json("{'temperature':0.5}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'n':2",
        "'logprobs':true",
        "'presence_penalty':0.1",
        "'logit_bias':{'1':2}",
        "'response_format':{'type':'json_object'}",
        "'seed':0",
        "'web_search_options':{}",
        "'prediction':{'type':'content','content':'a'}"
      })
  void whatAsksForSomethingIsRefusedOrDroppedWhereSaidSo(String member) {
    JsonObject request = json("{'temperature':0.5," + member + "}");
    ParameterPolicy dropping = STRICT.withDropsUnsupported(true);

    assertThat(TABLE.refusal(request, STRICT)).isPresent();
    assertThat(TABLE.refusal(request, dropping)).isEmpty();
    assertThat(TABLE.kept(request, dropping)).isEqualTo(json("{'temperature':0.5}"));
  }

  @Test
  void fieldThatIsNotOpenAisPasses() {
    JsonObject request = json("{'model':'m','messages':[],'top_k':5,'thinking':null}");

    assertThat(TABLE.refusal(request, STRICT)).isEmpty();
    assertThat(TABLE.kept(request, STRICT)).isSameAs(request);
  }

  @Test
  void policyDropsAndAllowsByName() {
    JsonObject request = json("{'temperature':0.5,'seed':7}");
    ParameterPolicy policy = STRICT.withDropped(Set.of("temperature")).withAllowed(Set.of("seed"));

    assertThat(TABLE.refusal(request, policy)).isEmpty();
    assertThat(TABLE.kept(request, policy)).isEqualTo(json("{'seed':7}"));
  }

  private static Optional<Failure> refusal(String request, ParameterPolicy policy) {
    return TABLE.refusal(json(request), policy);
  }

  private static JsonObject json(String singleQuoted) {
    return Json.parseObject(singleQuoted.replace('\'', '"'));
  }
}
