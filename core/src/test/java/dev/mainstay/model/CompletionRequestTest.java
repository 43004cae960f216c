package dev.mainstay.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionRequestTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'model':'m','prompt':'Once upon'}",
        "{'model':'m','prompt':[1,2]}",
        "{'model':'m','prompt':['a','b']}",
        "{'model':'m','prompt':['a','b'],'n':1}",
        "{'model':'m','prompt':['a','b'],'n':3}",
        "{'model':'m','prompt':[]}",
        "{'model':'m','prompt':null}"
      })
  void isTheSameBehindTheChatThatCarriesIt(String request) {
    CompletionRequest asked = request(request);

    assertThat(CompletionRequest.carriedBy(asked.asChat()).json()).isEqualTo(asked.json());
  }

  @Test
  void namesTheModelThatIsAsked() {
    assertThat(CompletionRequest.of("m", "Once upon").model()).isEqualTo("m");
    assertThat(request("{'prompt':'Once upon'}").model()).isEmpty();
  }

  @Test
  void chatAsksForTheChoicesOfAllPrompts() {
    assertThat(request("{'prompt':['a','b'],'n':3}").asChat().choices()).isEqualTo(6);
  }

  @Test
  void listOfPromptsIsNotAskedForANumberThatItsCallerNeverSent() {
    ChatRequest chat = request("{'prompt':['a','b']}").asChat();

    assertThat(chat.choices()).isEqualTo(2);
    assertThat(chat.json().has("n")).isFalse();
    assertThat(CompletionRequest.carriedBy(chat).json().has("n")).isFalse();
  }

  @Test
  void textSoFarStandsBehindThePrompt() {
    ChatRequest broken =
        CompletionRequest.of("m", "Once ").asChat().with(Message.assistant("upon"));

    assertThat(CompletionRequest.carriedBy(broken).json().text("prompt")).contains("Once upon");
  }

  private static CompletionRequest request(String singleQuoted) {
    JsonObject json = Json.parseObject(singleQuoted.replace('\'', '"'));
    return new CompletionRequest(json);
  }
}
