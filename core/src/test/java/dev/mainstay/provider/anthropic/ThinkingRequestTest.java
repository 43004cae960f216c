package dev.mainstay.provider.anthropic;

import static dev.mainstay.provider.anthropic.Asking.HELLO;
import static dev.mainstay.provider.anthropic.Asking.json;
import static dev.mainstay.provider.anthropic.Asking.messages;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.UnsupportedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What goes out to Anthropic of thoughts: those that are given back, and how many more are asked
 * for.
 */
class ThinkingRequestTest {
  @Test
  void thoughtsThatAnotherVendorSignedAreNotSent() {
    assertThat(
            messages(
                "{'role':'user','content':'q'},{'role':'assistant','content':'a','thinking_blocks':["
                    + "{'type':'thinking','thinking':'hm','signature':'gemini:0:sig'}]},"
                    + "{'role':'user','content':'r'}"))
        .doesNotContain("thinking")
        .doesNotContain("gemini");
  }

  @Test
  void thoughtsAreGivenBackAheadOfWhatWasSaid() {
    String sent =
        messages(
            "{'role':'user','content':'q'},{'role':'assistant','content':'a','reasoning_content':'hm',"
                + "'thinking_blocks':[{'type':'thinking','thinking':'hm','signature':'sig=='},"
                + "{'type':'redacted_thinking','data':'xyz'}]},{'role':'user','content':'r'}");

    assertThat(sent)
        .contains(
            "{'role':'assistant','content':[{'type':'thinking','thinking':'hm','signature':'sig=='},"
                + "{'type':'redacted_thinking','data':'xyz'},{'type':'text','text':'a'}]}")
        .doesNotContain("reasoning_content");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "claude-sonnet-4-5 | low | {'type':'enabled','budget_tokens':1024} | -",
        "claude-sonnet-4-5 | medium | {'type':'enabled','budget_tokens':4096} | -",
        "claude-sonnet-4-5 | high | {'type':'enabled','budget_tokens':16384} | -",
        "claude-sonnet-4-5 | none | - | -",
        "claude-opus-4-6 | high | {'type':'adaptive'} | high",
        "claude-opus-4-6 | minimal | {'type':'adaptive'} | low",
        "claude-opus-4-6 | xhigh | {'type':'adaptive'} | max",
        "claude-opus-4-6 | none | - | -",
        "claude-opus-4-7 | low | {'type':'adaptive','display':'summarized'} | low",
        "claude-opus-4-7 | none | - | -",
        "claude-sonnet-5 | xhigh | {'type':'adaptive','display':'summarized'} | xhigh",
        "claude-sonnet-5 | none | {'type':'disabled'} | -",
        "claude-opus-5 | none | {'type':'disabled'} | -",
        "claude-sonnet-5-5 | none | {'type':'between_tools'} | -",
        "claude-haiku-5-5 | none | {'type':'disabled'} | -",
        "claude-opus-5-5 | none | - | -",
        "claude-fable-5-1 | none | - | -"
      })
  void effortIsABudgetOrAnEffort(String model, String effort, String thinking, String word) {
    JsonObject sent =
        Asking.anybody().of(model).sent("{" + HELLO + ",'reasoning_effort':'" + effort + "'}");

    assertThat(sent.object("thinking").map(JsonObject::toJson).orElse("-").replace('"', '\''))
        .isEqualTo(thinking);
    assertThat(sent.object("output_config").flatMap(c -> c.text("effort")).orElse("-"))
        .isEqualTo(word);
  }

  /** Later models refuse a budget; who asked for one wants thoughts, as behind a fallback. */
  @Test
  void budgetIsAdaptiveThinkingForAModelThatTakesNone() {
    String asked = "{" + HELLO + ",'thinking':{'type':'enabled','budget_tokens':2000}}";

    assertThat(Asking.anybody().of("claude-sonnet-5").sent(asked).object("thinking"))
        .hasValue(json("{'type':'adaptive','display':'summarized'}"));
    assertThat(Asking.anybody().of("claude-opus-4-6").sent(asked).object("thinking"))
        .hasValue(json("{'type':'enabled','budget_tokens':2000}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "claude-3-haiku-20240307",
        "claude-3-5-haiku-latest",
        "claude-3-5-sonnet-20241022",
        "claude-3.5-sonnet",
        "claude-2.1"
      })
  void effortOfAModelThatCannotThinkIsRefusedByNameOrDropped(String model) {
    String effort = "{" + HELLO + ",'reasoning_effort':'low'";
    Asking asking = Asking.anybody().of(model);
    Failure failure = asking.ask(effort + "}").failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.detail().param()).hasValue("reasoning_effort");
    assertThat(failure.message()).contains(model, "ParameterPolicy.withDropsUnsupported");
    assertThat(asking.transport.calls).isEmpty();
    assertThat(Asking.anybody().of(model).sent(effort + ",'drops_unsupported':true}").names())
        .containsExactly("model", "max_tokens", "messages");
    assertThat(Asking.anybody().of(model).sent("{" + HELLO + ",'reasoning_effort':'none'}").names())
        .containsExactly("model", "max_tokens", "messages");
  }

  @ParameterizedTest
  @ValueSource(strings = {"claude-3-7-sonnet-20250219", "claude-opus-4-20250514", "kimi-k2"})
  void effortOfAModelThatThinksOrIsNotKnownIsSent(String model) {
    assertThat(
            Asking.anybody()
                .of(model)
                .sent("{" + HELLO + ",'reasoning_effort':'low'}")
                .has("thinking"))
        .isTrue();
  }

  @Test
  void budgetKeepsWithinTheLimitAndCallsWithoutThoughtsAreNotThoughtAbout() {
    String small = "{" + HELLO + ",'reasoning_effort':'high','max_completion_tokens':3000}";
    String tiny = "{" + HELLO + ",'reasoning_effort':'high','max_tokens':500}";
    String bare =
        "{'messages':[{'role':'user','content':'q'},{'role':'assistant','tool_calls':[{'id':'c',"
            + "'type':'function','function':{'name':'f','arguments':'{}'}}]},"
            + "{'role':'tool','tool_call_id':'c','content':'r'}],'reasoning_effort':'high'}";

    assertThat(Asking.anybody().sent(small).object("thinking"))
        .hasValue(json("{'type':'enabled','budget_tokens':1500}"));
    assertThat(Asking.anybody().sent(tiny).object("thinking")).isEmpty();
    assertThat(Asking.anybody().sent(bare).object("thinking")).isEmpty();
    assertThat(Asking.anybody().of("claude-opus-4-6").sent(bare).object("thinking")).isPresent();
  }

  @Test
  void whereAToolIsForcedAnEffortAsksForNoThoughts() {
    String asked =
        "{"
            + HELLO
            + ",'tools':[{'type':'function','function':{'name':'f'}}],'reasoning_effort':'high','tool_choice':";

    assertThat(Asking.anybody().sent(asked + "'required'}").has("thinking")).isFalse();
    assertThat(Asking.anybody().sent(asked + "'auto'}").has("thinking")).isTrue();
    assertThat(
            Asking.anybody()
                .sent(asked + "'required','thinking':{'type':'disabled'}}")
                .has("thinking"))
        .isTrue();
  }

  /** The API would answer 400, and no fallback would be asked. */
  @Test
  void modelThatCannotThinkIsNotAskedTo() {
    String thinks =
        "{" + HELLO + ",'thinking':{'type':'enabled','budget_tokens':2048},'drops_unsupported':";
    Asking asking = Asking.anybody().of("claude-3-5-sonnet-20241022");

    Failure failure = asking.ask(thinks + "false}").failure.orElseThrow();

    assertThat(asking.transport.calls).isEmpty();
    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.message())
        .isEqualTo(
            "anthropic does not take 'thinking' for 'claude-3-5-sonnet-20241022'; "
                + UnsupportedException.OR_DROP);
    assertThat(Asking.anybody().of("claude-3-5-sonnet-20241022").sent(thinks + "true}").names())
        .doesNotContain("thinking");
    assertThat(
            Asking.anybody()
                .of("claude-3-5-sonnet-20241022")
                .sent("{" + HELLO + ",'thinking':{'type':'disabled'}}")
                .names())
        .contains("model");
  }

  /** As behind a fallback from a model that takes another. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "claude-sonnet-4-5 | {'type':'adaptive'} | {'type':'enabled','budget_tokens':4000}",
        "claude-opus-4-6 | {'type':'adaptive'} | {'type':'adaptive'}",
        "claude-opus-4-8 | {'type':'enabled','budget_tokens':2000} | {'type':'adaptive','display':'summarized'}",
        "claude-opus-4-8 | {'type':'disabled'} | {'type':'disabled'}",
        "claude-sonnet-5 | {'type':'disabled'} | {'type':'disabled'}",
        "claude-sonnet-5-5 | {'type':'disabled'} | {'type':'between_tools'}",
        "claude-opus-5-5 | {'type':'disabled'} | -",
        "claude-fable-5 | {'type':'disabled'} | -",
        "claude-opus-4-8 | {'type':'between_tools'} | -",
        "claude-haiku-5-5 | {'type':'between_tools'} | {'type':'disabled'}",
        "claude-opus-5-5 | {'type':'between_tools'} | -",
        "my-own | {'type':'between_tools'} | {'type':'between_tools'}"
      })
  void thinkingIsAskedForInTheFormThatTheModelTakes(String model, String asked, String sent) {
    JsonObject body =
        Asking.anybody()
            .of(model)
            .sent("{" + HELLO + ",'max_tokens':8000,'thinking':" + asked + "}");

    assertThat(body.object("thinking").map(JsonObject::toJson).orElse("-").replace('"', '\''))
        .isEqualTo(sent);
  }

  @ParameterizedTest
  @CsvSource({
    "claude-opus-4-5, xhigh, high",
    "claude-opus-4-6, xhigh, max",
    "claude-opus-4-8, xhigh, xhigh",
    "claude-sonnet-4-5, low, -",
    "my-own, low, low"
  })
  void effortIsOneThatTheModelHas(String model, String asked, String sent) {
    JsonObject body =
        Asking.anybody()
            .of(model)
            .sent("{" + HELLO + ",'output_config':{'effort':'" + asked + "'}}");

    assertThat(body.object("output_config").flatMap(c -> c.text("effort")).orElse("-"))
        .isEqualTo(sent);
  }

  /** The API refuses a budget that is not below the limit. */
  @Test
  void budgetOfTheDeploymentsKeepsBelowTheCallersLimit() {
    Deployment thinking =
        Deployment.of("anthropic/claude-sonnet-4-5")
            .withKey(Asking.KEY)
            .withDefaults(json("{'thinking':{'type':'enabled','budget_tokens':8000}}"));

    assertThat(
            Asking.anybody()
                .of(thinking)
                .sent("{" + HELLO + ",'max_tokens':4000}")
                .object("thinking"))
        .hasValue(json("{'type':'enabled','budget_tokens':2000}"));
    assertThat(
            Asking.anybody().of(thinking).sent("{" + HELLO + ",'max_tokens':20}").has("thinking"))
        .isFalse();
  }
}
