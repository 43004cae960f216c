package dev.mainstay.provider.gemini;

import static dev.mainstay.provider.gemini.Asking.HELLO;
import static dev.mainstay.provider.gemini.Asking.contents;
import static dev.mainstay.provider.gemini.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What goes out to Gemini of thoughts: the signatures that are given back, and how much is to be
 * thought.
 */
class ThinkingRequestTest {
  @Test
  void signaturesGoBackToTheirPartsAndForeignOnesDoNot() {
    String calls =
        "'tool_calls':[{'id':'a','function':{'name':'f','arguments':'{}'}},"
            + "{'id':'b','function':{'name':'g','arguments':'{}'}}]";
    String own =
        "{'role':'assistant','content':'t','thinking_blocks':["
            + "{'type':'thinking','thinking':'hm','signature':'gemini:0:one:1'},"
            + "{'type':'thinking','thinking':'','signature':'gemini:text:two'}],"
            + calls
            + "}";
    String foreign =
        "{'role':'assistant','content':'t','thinking_blocks':["
            + "{'type':'thinking','thinking':'hm','signature':'EqQB'}],"
            + calls
            + "}";

    assertThat(contents(own))
        .contains("{'text':'t','thoughtSignature':'two'}")
        .contains("{'functionCall':{'id':'a','name':'f','args':{}},'thoughtSignature':'one:1'}")
        .contains("{'functionCall':{'id':'b','name':'g','args':{}}}");
    assertThat(contents(foreign)).doesNotContain("thoughtSignature");
  }

  /** https://ai.google.dev/gemini-api/docs/thought-signatures */
  @Test
  void modelThatDemandsASignatureIsToldThatThereIsNone() {
    String asked =
        "{'messages':[{'role':'assistant','tool_calls':["
            + "{'id':'a','function':{'name':'f'}},{'id':'b','function':{'name':'g'}}]},"
            + "{'role':'assistant','tool_calls':[{'id':'c','function':{'name':'h'},"
            + "'extra_content':{'google':{'thought_signature':'kept'}}}]}]}";

    assertThat(Asking.anybody().of("gemini-3-pro-preview").sent(asked))
        .isEqualTo(
            json(
                "{'contents':[{'role':'model','parts':[{'functionCall':{'id':'a','name':'f','args':{}},"
                    + "'thoughtSignature':'skip_thought_signature_validator'},"
                    + "{'functionCall':{'id':'b','name':'g','args':{}}},"
                    + "{'functionCall':{'id':'c','name':'h','args':{}},'thoughtSignature':'kept'}]}]}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "gemini-2.5-flash | low | {'thinkingBudget':1024,'includeThoughts':true}",
        "gemini-2.5-flash | medium | {'thinkingBudget':8192,'includeThoughts':true}",
        "gemini-2.5-flash | high | {'thinkingBudget':24576,'includeThoughts':true}",
        "gemini-2.5-flash | none | {'thinkingBudget':0}",
        "gemini-2.5-pro | none | {'thinkingBudget':128}",
        "gemini-3-flash-preview | minimal | {'thinkingLevel':'minimal','includeThoughts':true}",
        "gemini-3-flash-preview | medium | {'thinkingLevel':'medium','includeThoughts':true}",
        "gemini-3-flash-preview | none | {'thinkingLevel':'minimal'}",
        "gemini-3-pro-preview | minimal | {'thinkingLevel':'low','includeThoughts':true}",
        "gemini-3-pro-preview | medium | {'thinkingLevel':'high','includeThoughts':true}",
        "gemini-3.1-pro-preview | medium | {'thinkingLevel':'medium','includeThoughts':true}",
        "gemini-3.1-pro-preview | xhigh | {'thinkingLevel':'high','includeThoughts':true}",
        "gemini-flash-latest | high | {'thinkingBudget':24576,'includeThoughts':true}"
      })
  void effortIsALevelOrABudget(String model, String effort, String expected) {
    JsonObject sent =
        Asking.anybody().of(model).sent("{" + HELLO + ",'reasoning_effort':'" + effort + "'}");

    assertThat(sent.object("generationConfig").flatMap(config -> config.object("thinkingConfig")))
        .hasValue(json(expected));
  }

  @Test
  void modelThatCannotThinkIsNotAskedTo() {
    Asking asking = Asking.anybody().of("gemini-2.0-flash");
    String none = "{" + HELLO + ",'reasoning_effort':'none'}";
    String dropped = "{" + HELLO + ",'reasoning_effort':'high','drops_unsupported':true}";

    Failure failure = asking.ask("{" + HELLO + ",'reasoning_effort':'high'}").failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.message()).contains("gemini-2.0-flash").contains("reasoning_effort");
    assertThat(Asking.anybody().of("gemini-2.0-flash").sent(none).names())
        .containsExactly("contents");
    assertThat(Asking.anybody().of("gemini-2.0-flash").sent(dropped).names())
        .containsExactly("contents");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'enabled','budget_tokens':2000} | {'thinkingBudget':2000,'includeThoughts':true}",
        "{'type':'adaptive'} | {'includeThoughts':true}",
        "{'type':'disabled'} | {'thinkingBudget':0}"
      })
  void anthropicsThinkingIsRead(String thinking, String expected) {
    JsonObject sent = Asking.anybody().sent("{" + HELLO + ",'thinking':" + thinking + "}");

    assertThat(sent)
        .isEqualTo(
            json(
                "{'contents':[{'role':'user','parts':[{'text':'Hello'}]}],"
                    + "'generationConfig':{'thinkingConfig':"
                    + expected
                    + "}}"));
  }
}
