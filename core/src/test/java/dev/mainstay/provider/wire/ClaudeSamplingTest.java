package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.anthropic.AnthropicMessages;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** A Claude that thinks refuses to be sampled otherwise, wherever it is. */
class ClaudeSamplingTest {
  private static final String HI = "'messages':[{'role':'user','content':'Hi'}],'max_tokens':9000";
  private static final String EFFORT = ",'reasoning_effort':'low'";
  private static final String THINKING = ",'thinking':{'type':'enabled','budget_tokens':2000}";

  private final ScriptedTransport transport = ScriptedTransport.answering(200, "{}");

  @ParameterizedTest
  @EnumSource(
      names = {"ANTHROPIC", "CLAUDE_AT_VERTEX", "CLAUDE_AT_BEDROCK"},
      mode = Mode.INCLUDE)
  void samplingBesideThoughtsIsRefusedByNameOrDropped(EveryDialect dialect) {
    for (String asked : List.of(EFFORT, THINKING)) {
      for (String sampling : List.of("'temperature':0.2", "'top_p':0.5", "'top_k':5")) {
        String name = sampling.substring(1, sampling.indexOf(':') - 1);
        Failure failure = failure(dialect, HI + asked + "," + sampling);

        assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
        assertThat(failure.detail().param()).hasValue(name);
        assertThat(failure.message()).contains(dialect.provider(), name, "thinking");

        String sent = sent(dialect, HI + asked + "," + sampling + ",'drops_unsupported':'true'");
        assertThat(sent).contains("budget_tokens").doesNotContain("temperature", "top", "0.5");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"ANTHROPIC", "CLAUDE_AT_BEDROCK"},
      mode = Mode.INCLUDE)
  void samplingThatIsTakenBesideThoughtsIsSent(EveryDialect dialect) {
    assertThat(sent(dialect, HI + EFFORT + ",'temperature':1"))
        .contains("budget_tokens", "\"temperature\":1");
    assertThat(sent(dialect, HI + EFFORT + ",'top_p':0.97")).contains("budget_tokens", "0.97");
    assertThat(sent(dialect, HI + ",'temperature':0.2,'top_k':5")).contains("0.2", "\"top_k\":5");
    assertThat(sent(dialect, HI + ",'temperature':0.2,'thinking':{'type':'disabled'}"))
        .contains("0.2", "disabled");
  }

  @ParameterizedTest
  @EnumSource(
      names = {"ANTHROPIC", "CLAUDE_AT_BEDROCK"},
      mode = Mode.INCLUDE)
  void whatTheDeploymentSetsGivesWayToWhatTheCallerAsks(EveryDialect dialect) {
    Deployment cold = dialect.deployment().withDefaults(json("'temperature':0.2,'top_k':5"));
    Deployment thinking = dialect.deployment().withDefaults(json(THINKING.substring(1)));

    assertThat(sent(dialect, cold, chat(HI + EFFORT)))
        .contains("budget_tokens")
        .doesNotContain("temperature", "top_k");
    assertThat(sent(dialect, thinking, chat(HI + ",'temperature':0.3")))
        .contains("0.3")
        .doesNotContain("thinking");
    assertThat(sent(dialect, thinking, chat(HI))).contains("budget_tokens");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void callerInAnthropicsOwnWordsKeepsTheirs(boolean thinks) {
    EveryDialect dialect = EveryDialect.ANTHROPIC;
    Deployment deployment =
        dialect
            .deployment()
            .withDefaults(json(thinks ? "'temperature':0.2" : THINKING.substring(1)));
    String own = thinks ? HI + THINKING : HI + ",'temperature':0.3";

    String sent = sent(dialect, deployment, AnthropicMessages.request(json(own), List.of()));

    assertThat(sent.contains("thinking")).isEqualTo(thinks);
    assertThat(sent.contains("temperature")).isEqualTo(!thinks);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"ANTHROPIC", "CLAUDE_AT_BEDROCK"},
      mode = Mode.INCLUDE)
  void temperatureOverOneIsRefusedByNameOrDropped(EveryDialect dialect) {
    assertThat(failure(dialect, HI + ",'temperature':1.5").detail().param())
        .hasValue("temperature");
    assertThat(sent(dialect, HI + ",'temperature':1.5,'drops_unsupported':true"))
        .doesNotContain("temperature");
  }

  @ParameterizedTest
  @EnumSource(
      names = {"ANTHROPIC", "CLAUDE_AT_VERTEX", "CLAUDE_AT_BEDROCK"},
      mode = Mode.INCLUDE)
  void stopOfWhiteSpaceIsRefusedByNameOrDropped(EveryDialect dialect) {
    assertThat(failure(dialect, HI + ",'stop':['END','\\n\\n']").detail().param()).hasValue("stop");
    assertThat(sent(dialect, HI + ",'stop':['END','\\n\\n'],'drops_unsupported':true"))
        .contains("[\"END\"]");
    assertThat(sent(dialect, HI + ",'stop':' ','drops_unsupported':true"))
        .doesNotContain("stop_sequences", "stopSequences");
  }

  @ParameterizedTest
  @EnumSource(
      names = {"ANTHROPIC", "CLAUDE_AT_VERTEX", "CLAUDE_AT_BEDROCK"},
      mode = Mode.INCLUDE)
  void temperatureAndTopPTogetherAreRefusedByNameOrOneIsDropped(EveryDialect dialect) {
    String both = HI + ",'temperature':0.2,'top_p':0.5";
    Failure failure = failure(dialect, both);

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.detail().param()).hasValue("top_p");
    assertThat(failure.message())
        .contains(dialect.provider(), "temperature", dialect.deployment().model());
    assertThat(sent(dialect, both + ",'drops_unsupported':true"))
        .contains("0.2")
        .doesNotContain("0.5");
    assertThat(sent(dialect, HI + ",'temperature':1,'top_p':0.5"))
        .contains("0.5")
        .doesNotContain("temperature");
    assertThat(sent(dialect, HI + ",'temperature':0.2,'top_p':1"))
        .contains("0.2")
        .doesNotContain("top");
    Deployment cold = dialect.deployment().withDefaults(json("'temperature':0.2"));
    assertThat(sent(dialect, cold, chat(HI + ",'top_p':0.5")))
        .contains("0.5")
        .doesNotContain("temperature");
    assertThat(sent(dialect, model(dialect, "claude-sonnet-4-20250514"), chat(both)))
        .contains("0.2", "0.5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"claude-opus-4-7", "claude-opus-4-8", "claude-sonnet-5", "claude-fable-5-1"})
  void laterModelsAreNotSampled(String model) {
    for (EveryDialect dialect :
        List.of(
            EveryDialect.ANTHROPIC,
            EveryDialect.CLAUDE_AT_VERTEX,
            EveryDialect.CLAUDE_AT_BEDROCK)) {
      Deployment later = model(dialect, model);
      for (String sampling : List.of("'temperature':0.2", "'top_p':0.5", "'top_k':5")) {
        String name = sampling.substring(1, sampling.indexOf(':') - 1);
        Failure failure = failure(dialect, later, HI + "," + sampling);

        assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
        assertThat(failure.detail().param()).hasValue(name);
        assertThat(failure.message()).contains(dialect.provider(), model);
        assertThat(sent(dialect, later, chat(HI + "," + sampling + ",'drops_unsupported':true")))
            .doesNotContain("temperature", "top");
        assertThat(sent(dialect, later.withDefaults(json(sampling)), chat(HI)))
            .doesNotContain("temperature", "top");
      }
      assertThat(sent(dialect, later, chat(HI + ",'temperature':1,'top_p':1.0")))
          .doesNotContain("temperature", "top");
      assertThat(failure(dialect, later, HI + ",'temperature':0").detail().param())
          .hasValue("temperature");
    }
  }

  @Test
  void callerInAnthropicsOwnWordsKeepsTheirSampling() {
    EveryDialect dialect = EveryDialect.ANTHROPIC;
    Deployment cold = dialect.deployment().withDefaults(json("'temperature':0.2"));

    assertThat(sent(dialect, cold, AnthropicMessages.request(json(HI + ",'top_p':0.5"), List.of())))
        .contains("0.5")
        .doesNotContain("temperature");
    assertThat(
            sent(
                dialect,
                model(dialect, "claude-opus-4-7").withDefaults(json("'temperature':0.2")),
                AnthropicMessages.request(json(HI), List.of())))
        .doesNotContain("temperature");
  }

  private static Deployment model(EveryDialect dialect, String model) {
    String name = dialect == EveryDialect.CLAUDE_AT_BEDROCK ? "anthropic." + model : model;
    return Deployment.of(dialect.provider() + "/" + name)
        .withKey("k-0123456789")
        .withEndpoint(URI.create("https://host/v1"));
  }

  private Failure failure(EveryDialect dialect, String members) {
    return failure(dialect, dialect.deployment(), members);
  }

  private Failure failure(EveryDialect dialect, Deployment deployment, String members) {
    int before = transport.calls.size();
    Failure failure = dialect.ask(transport, deployment, chat(members)).failure.orElseThrow();
    assertThat(transport.calls).hasSize(before);
    return failure;
  }

  private String sent(EveryDialect dialect, String members) {
    return sent(dialect, dialect.deployment(), chat(members));
  }

  private String sent(EveryDialect dialect, Deployment deployment, ChatRequest request) {
    dialect.ask(transport, deployment, request);
    return Json.parseObject(transport.calls.getLast().body()).toJson();
  }

  private static ChatRequest chat(String members) {
    return new ChatRequest(json(members));
  }

  private static JsonObject json(String members) {
    return Json.parseObject("{" + members.replace('\'', '"') + "}");
  }
}
