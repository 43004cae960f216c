package dev.mainstay.temporal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a line of a batch's input asks. */
class PromptLineTest {

  @Test
  void namesOfALineAreNoPartOfItsRequest() {
    PromptLine line =
        PromptLine.read(
            "{\"id\":\"a\",\"custom_id\":\"b\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"seed\":1}",
            "chat");

    assertThat(line.id()).hasValue("b");
    assertThat(json(line))
        .isEqualTo(
            "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"seed\":1,\"model\":\"chat\"}");
  }

  @Test
  void promptHasTheOtherFieldsOfItsRequestBesideIt() {
    PromptLine line =
        PromptLine.read("{\"id\":7,\"prompt\":\"Hi\",\"max_tokens\":5,\"temperature\":0}", "chat");

    assertThat(line.id()).hasValue("7");
    assertThat(json(line))
        .isEqualTo(
            "{\"max_tokens\":5,\"temperature\":0,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
                + "\"model\":\"chat\"}");
  }

  @Test
  void lineAsksItsOwnModelWhereNoneIsGiven() {
    assertThat(json(PromptLine.read("{\"prompt\":\"Hi\",\"model\":\"m\"}", null)))
        .isEqualTo("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Hi|NOT_JSON",
        "[\"Hi\"]|NO_PROMPT",
        "{\"prompt\":3}|NO_PROMPT",
        "{\"body\":{}}|NO_PROMPT",
        "\"Hi\"|NO_MODEL",
        "{\"prompt\":\"Hi\"}|NO_MODEL"
      })
  void lineThatAsksNothingSaysWhatIsWrongWithIt(String line, PromptLine.Mistake mistake) {
    assertThat(PromptLine.read(line, null).asked()).isEqualTo(mistake);
  }

  private static String json(PromptLine line) {
    return ((PromptLine.Request) line.asked()).request().json().toJson();
  }
}
