package dev.mainstay.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The counts are of OpenAI's o200k_base. */
class TokenEstimateTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "22|The quick brown fox jumps over the lazy dog, and then it goes home to sleep until the morning comes.",
        "28|{\"name\": \"Ada\", \"born\": 1815, \"tags\": [\"math\", \"engines\"], \"alive\": false}",
        "21|Der schnelle braune Fuchs springt \u00fcber den faulen Hund und l\u00e4uft danach m\u00fcde nach Hause.",
        "20|\u0411\u044b\u0441\u0442\u0440\u0430\u044f \u043a\u043e\u0440\u0438\u0447\u043d\u0435\u0432\u0430\u044f \u043b\u0438\u0441\u0430 \u043f\u0440\u044b\u0433\u0430\u0435\u0442 \u0447\u0435\u0440\u0435\u0437 \u043b\u0435\u043d\u0438\u0432\u0443\u044e \u0441\u043e\u0431\u0430\u043a\u0443.",
        "18|\u4eca\u5929\u5929\u6c14\u5f88\u597d\uff0c\u6211\u4eec\u4e00\u8d77\u53bb\u516c\u56ed\u6563\u6b65\uff0c\u7136\u540e\u56de\u5bb6\u5403\u665a\u996d\u3002",
        "21|\u65e5\u672c\u8a9e\u306e\u6587\u7ae0\u306f\u3001\u6f22\u5b57\u3068\u4eee\u540d\u3092\u6df7\u305c\u3066\u66f8\u304b\u308c\u307e\u3059\u3002"
      })
  void estimateIsNearTheCountOfATokenizer(long tokens, String text) {
    assertThat(TokenEstimate.of(text)).isCloseTo(tokens, withinPercentage(30));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      quoteCharacter = '^',
      value = {
        "3|1234567",
        "8|\ud55c\uad6d\uc5b4\ub294\uc7ac\ubbf8\uc788\uc2b5\ub2c8\ub2e4\ub77c\uace0\ud574",
        "9|\u3040\u30ff\u3042\u304b\u30a2\u30ab\u30ca\u306e\u3067\u3059\u304c\u306d\u3088\u3044",
        "7|\u041f\u0440\u0438\u0432\u0435\u0442\u041f\u0440\u0438\u0432\u0435\u0442\u041f\u0440\u0438\u0432\u0435\u0442\u041f\u0440\u0438\u0432\u0435\u0442",
        "2|----------",
        "8|-+-+-+-+-+"
      })
  void eachSortOfCharacterCountsInItsWay(long tokens, String text) {
    assertThat(TokenEstimate.of(text)).isEqualTo(tokens);
  }

  @Test
  void accentsAndLongWordsCountMore() {
    assertThat(TokenEstimate.of("na\u00efve ".repeat(20)))
        .isGreaterThan(TokenEstimate.of("naive ".repeat(20)));
    assertThat(TokenEstimate.of("abcdefghijklmnopqrstuvwxyz"))
        .isGreaterThan(TokenEstimate.of("abcdefgh"));
  }

  @Test
  void linesCountAndEmptyLinesHardly() {
    assertThat(TokenEstimate.of("\n")).isEqualTo(1);
    assertThat(TokenEstimate.of("\n ".repeat(10))).isEqualTo(8);
    assertThat(TokenEstimate.of("\n".repeat(14))).isEqualTo(2);
    assertThat(TokenEstimate.of(" ".repeat(30))).isEqualTo(1);
  }

  @Test
  void toolCallsOfThePromptCount() {
    JsonObject call = JsonObject.of("name", new JsonString("The quick brown fox"));
    JsonObject message =
        JsonObject.of("role", new JsonString("assistant")).with("tool_calls", JsonArray.of(call));
    ChatRequest request =
        new ChatRequest(ChatRequest.of("m", "?").json().with("messages", JsonArray.of(message)));

    assertThat(TokenEstimate.ofPrompt(request))
        .isEqualTo(4 + TokenEstimate.of(JsonArray.of(call).toJson()));
  }

  @Test
  void nothingIsNoToken() {
    assertThat(TokenEstimate.of("")).isZero();
    assertThat(TokenEstimate.of("a")).isEqualTo(1);
  }

  @Test
  void textThatComesInPiecesIsCountedAsOne() {
    String text = "unbelievable 1234567 \u4eca\u5929, \ud83d\ude00\n\n  end";
    TokenEstimate pieces = new TokenEstimate();
    text.codePoints().forEach(c -> pieces.add(Character.toString(c)));

    assertThat(pieces.tokens()).isEqualTo(TokenEstimate.of(text));
  }

  @Test
  void promptIsItsMessagesAndTools() {
    ChatRequest request = ChatRequest.of("m", "The quick brown fox");
    ChatRequest withTools =
        new ChatRequest(
            request.json().with("tools", JsonArray.of(JsonObject.of("type", new JsonString("f")))));

    assertThat(TokenEstimate.ofPrompt(request)).isEqualTo(4 + 4);
    assertThat(TokenEstimate.ofPrompt(withTools)).isGreaterThan(4 + 4);
  }
}
