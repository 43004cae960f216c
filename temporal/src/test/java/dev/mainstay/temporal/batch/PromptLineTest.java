package dev.mainstay.temporal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.model.ChatRequest;
import org.junit.jupiter.api.Test;

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
    assertThat(PromptLine.read("{\"prompt\":\"Hi\"}", null).request()).isEmpty();
  }

  private static String json(PromptLine line) {
    return line.request().map(ChatRequest::json).orElseThrow().toJson();
  }
}
