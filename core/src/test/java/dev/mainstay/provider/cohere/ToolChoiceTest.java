package dev.mainstay.provider.cohere;

import static dev.mainstay.provider.cohere.Asking.COMMAND;
import static dev.mainstay.provider.cohere.Asking.HI;
import static dev.mainstay.provider.cohere.Asking.ask;
import static dev.mainstay.provider.cohere.Asking.sent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of its tools Cohere is shown, and which choice among them is refused. */
class ToolChoiceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'mode':'auto','tools':[{'type':'function','function':{'name':'g'}}]} | g |",
        "{'tools':[{'type':'function','function':{'name':'g'}}]} | g |",
        "{'mode':'required','tools':[{'type':'function','function':{'name':'g'}}]} | g | REQUIRED",
        "{'mode':'required','tools':[{'function':{'name':'g'}},{'function':{'name':'f'}}]} | f,g |"
            + " REQUIRED"
      })
  void allowedToolsAreShownAlone(String allowed, String shown, @Nullable String word) {
    JsonObject sent =
        sent(COMMAND, choosing("{'type':'allowed_tools','allowed_tools':" + allowed + "}"));

    assertThat(
            sent.array("tools")
                .orElseThrow()
                .objects()
                .map(tool -> tool.object("function").orElseThrow().text("name").orElseThrow()))
        .containsExactly(shown.split(","));
    assertThat(sent.text("tool_choice")).isEqualTo(Optional.ofNullable(word));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'any'",
        "'f'",
        "{'type':'function','function':{'name':'h'}}",
        "{'type':'tool','name':'f'}",
        "{'type':'allowed_tools','allowed_tools':{'mode':'auto','tools':[]}}",
        "{'type':'allowed_tools','allowed_tools':{'mode':'any','tools':[{'function':{'name':'f'}}]}}",
        "{'type':'allowed_tools','allowed_tools':{'mode':'auto','tools':[{'function':{'name':'f'}},"
            + "{'function':{'name':'h'}}]}}"
      })
  void choiceThatIsNoneIsRefusedByName(String choice) {
    ScriptedTransport nobody = ScriptedTransport.answering(200, "{}");

    Failure failure = ask(nobody, COMMAND, choosing(choice)).failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.detail().param()).hasValue("tool_choice");
    assertThat(nobody.calls).isEmpty();
  }

  private static String choosing(String choice) {
    return "{"
        + HI
        + ",'tools':[{'function':{'name':'f'}},{'function':{'name':'g'}}],'tool_choice':"
        + choice
        + "}";
  }

  @Test
  void toolThatRunsAtAnotherProviderIsRefused() {
    Heard heard =
        ask(
            ScriptedTransport.answering(200, "{}"),
            COMMAND,
            "{" + HI + ",'tools':[{'type':'web_search_20250305','name':'web_search'}]}");

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(heard.failure.orElseThrow().detail().param()).hasValue("tools");
  }
}
