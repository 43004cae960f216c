package dev.mainstay.provider.anthropic;

import static dev.mainstay.provider.anthropic.Asking.HELLO;
import static dev.mainstay.provider.anthropic.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ParameterPolicy;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Parameters of a chat request go out to Anthropic by its names; those without a counterpart are
 * refused by name or left out.
 */
class ParameterRequestTest {
  @Test
  void schemaIsTheOutputsFormat() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{"
                    + HELLO
                    + ",'response_format':{'type':'json_schema','json_schema':{'name':'n','strict':true,"
                    + "'schema':{'type':'object'}}}}");

    assertThat(sent.object("output_config"))
        .hasValue(json("{'format':{'type':'json_schema','schema':{'type':'object'}}}"));
    assertThat(sent.has("response_format")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'seed':1 | seed",
        "'response_format':{'type':'json_object'} | response_format",
        "'n':2 | n",
        "'logprobs':true | logprobs",
        "'service_tier':'flex' | service_tier",
        "'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':{'type':'allowed_tools','allowed_tools':{}}"
            + " | tool_choice"
      })
  void whatHasNoCounterpartIsRefusedByNameBeforeAnythingIsSent(String member, String param) {
    Asking asking = Asking.anybody();
    Failure failure = asking.ask("{" + HELLO + "," + member + "}").failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.detail().param()).hasValue(param);
    assertThat(failure.message()).contains("anthropic").contains(param);
    assertThat(asking.transport.calls).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'seed':1",
        "'response_format':{'type':'json_object'}",
        "'n':2",
        "'service_tier':'flex'"
      })
  void whatHasNoCounterpartIsDroppedWhereSaidSo(String member) {
    Asking asking =
        Asking.anybody()
            .of(
                Deployment.of("anthropic/claude-opus-4-6")
                    .withKey(Asking.KEY)
                    .withParameters(ParameterPolicy.strict().withDropsUnsupported(true)));
    JsonObject sent = asking.sent("{" + HELLO + "," + member + "}");

    assertThat(sent.names()).containsExactly("model", "max_tokens", "messages");
  }

  @Test
  void requestItselfMaySayWhatBecomesOfParameters() {
    String dropping = ",'seed':1,'n':2,'drops_unsupported':true}";
    String byName = ",'seed':1,'temperature':0.1,'dropped_params':['seed','temperature']}";
    String allowing = ",'seed':1,'allowed_params':['seed']}";

    assertThat(Asking.anybody().sent("{" + HELLO + dropping).names())
        .containsExactly("model", "max_tokens", "messages");
    assertThat(Asking.anybody().sent("{" + HELLO + byName).names())
        .containsExactly("model", "max_tokens", "messages");
    assertThat(Asking.anybody().sent("{" + HELLO + allowing).number("seed").orElse(0)).isEqualTo(1);
  }

  @Test
  void pathsLeadToWhatIsLeftOut() {
    String tool = "'tools':[{'type':'function','function':{'name':'f','strict':true}}]";
    String dropping = ",'dropped_params':['tools[*].function.strict','metadata.user_id']}";
    JsonObject sent =
        Asking.anybody().sent("{" + HELLO + ",'metadata':{'user_id':'u'}," + tool + dropping);

    assertThat(sent.has("metadata")).isFalse();
    assertThat(sent.array("tools").orElseThrow().objects().findFirst().orElseThrow().names())
        .containsExactly("name", "input_schema");
  }

  @Test
  void textThatSaysTrueDrops() {
    assertThat(Asking.anybody().sent("{" + HELLO + ",'seed':1,'drops_unsupported':'True'}").names())
        .containsExactly("model", "max_tokens", "messages");
  }

  @Test
  void extraBodyIsMoreOfTheRequest() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{"
                    + HELLO
                    + ",'top_k':5,'extra_body':{'top_k':9,'temperature':0.5,'mcp_servers':[],'stream':true}}");

    assertThat(sent.without(Set.of("model", "max_tokens", "messages")))
        .isEqualTo(json("{'top_k':5,'temperature':0.5,'mcp_servers':[]}"));
    assertThat(Asking.anybody().sent("{" + HELLO + ",'extra_body':null}").names())
        .containsExactly("model", "max_tokens", "messages");
  }

  @Test
  void extraBodyThatIsNoObjectIsRefusedByName() {
    Asking asking = Asking.anybody();
    Failure failure = asking.ask("{" + HELLO + ",'extra_body':'top_k'}").failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.detail().param()).hasValue("extra_body");
    assertThat(asking.transport.calls).isEmpty();
  }

  @Test
  void restIsNamedOrPassed() {
    JsonObject sent =
        Asking.anybody()
            .of("claude-sonnet-4-20250514")
            .sent(
                "{"
                    + HELLO
                    + ",'stop':['a','b'],'temperature':0.5,'top_p':0.9,'max_tokens':7,'user':'u',"
                    + "'store':true,'metadata':{'x':'y'},'stream_options':{},'service_tier':'auto',"
                    + "'top_k':5,'thinking':{'type':'disabled'}}");

    assertThat(sent.without(java.util.Set.of("messages", "model")))
        .isEqualTo(
            json(
                "{'max_tokens':7,'stop_sequences':['a','b'],'thinking':{'type':'disabled'},"
                    + "'service_tier':'auto','metadata':{'user_id':'u'},'temperature':0.5,'top_p':0.9,"
                    + "'top_k':5}"));
  }
}
