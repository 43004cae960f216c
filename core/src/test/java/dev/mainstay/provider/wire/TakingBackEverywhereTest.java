package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the configuration added, and a provider refuses, does not cost the call, at nobody. */
class TakingBackEverywhereTest {
  private static final String HI = "'messages':[{'role':'user','content':'Hi'}]";

  private final List<String> sent = new ArrayList<>();

  @ParameterizedTest
  @EnumSource
  void eachFieldThatIsRefusedIsTakenBackAndRemembered(EveryDialect dialect) {
    Provider provider =
        dialect.provider(refusing("\"temperature\"", "\"odd_field\"", "\"other_field\""));
    Deployment deployment =
        dialect
            .deployment()
            .withDefaults(json("'temperature':0.5,'odd_field':1,'other_field':2,'max_tokens':9"));

    ask(provider, deployment, HI);
    int first = sent.size();
    ask(provider, deployment, HI);

    // One call for each refusal, and one that is answered; then one.
    assertThat(first).isEqualTo(4);
    assertThat(sent).hasSize(first + 1);
    assertThat(sent.getLast())
        .doesNotContain("temperature", "odd_field", "other_field")
        .containsPattern("(?i)max_?(output_?)?tokens|num_predict");
  }

  @ParameterizedTest
  @EnumSource
  void whatBoundsOrProtectsIsNeverTakenBack(EveryDialect dialect) {
    Provider provider = dialect.provider(refusing("\"safety_rule\""));
    Deployment deployment = dialect.deployment().withDefaults(json("'safety_rule':1"));

    ask(provider, deployment, HI);

    assertThat(sent).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void whatTheCallerSentIsTheCallersToLearn(EveryDialect dialect) {
    Provider provider = dialect.provider(refusing("\"odd_field\""));
    Deployment deployment = dialect.deployment().withDefaults(json("'odd_field':1"));

    ask(provider, deployment, HI + ",'odd_field':2");

    assertThat(sent).hasSize(1);
  }

  private static void ask(Provider provider, Deployment deployment, String members) {
    Heard.from(provider.open(deployment, new ChatRequest(json(members)), Duration.ofSeconds(5)));
  }

  /** Refuses the first of {@code words} that it is sent. */
  private Transport refusing(String... words) {
    return new Transport() {
      @Override
      public Exchange open(HttpCall call) {
        String body = new String(call.body());
        sent.add(body);
        Optional<String> refused = List.of(words).stream().filter(body::contains).findFirst();
        // Whatever else is wrong, none of them is.
        String why = refused.map(word -> "unknown field " + word).orElse("try another day");
        JsonObject error = JsonObject.of("message", new JsonString(why));
        return ScriptedTransport.answering(400, JsonObject.of("error", error).toJson()).open(call);
      }

      @Override
      public void close() {}
    };
  }

  private static JsonObject json(String members) {
    return Json.parseObject("{" + members.replace('\'', '"') + "}");
  }
}
