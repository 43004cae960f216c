package dev.mainstay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Content;
import dev.mainstay.model.Message;
import dev.mainstay.model.ResponseFormat;
import dev.mainstay.model.Tool;
import dev.mainstay.model.ToolCall;
import dev.mainstay.text.TokenEstimate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 3.6: what a request asks of a deployment, and how long it is at least. */
class RequirementsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          # text                     | bytes that count
          ""                         | 0
          "abcdef"                   | 6
          "a b\tc\nd"                | 4
          "------------"             | 1
          "a----------b"             | 3
          "ababab"                   | 6
          "äöü"                      | 6
          "日本語"                   | 9
          "😀"                       | 4
          "ࠀ"                        | 3
          "                        " | 0
          """)
  void textCountsByItsBytesButForWhitespaceAndWhatRepeats(String text, int bytes) {
    // Six times, parted by letters that count too, so that no byte is lost in a fraction.
    Requirements requirements = Requirements.of(ChatRequest.of("m", (text + " x y ").repeat(6)));

    assertThat(requirements.leastInputTokens()).isEqualTo(bytes + 2);
  }

  @Test
  void promptIsExpectedToHaveAsManyTokensAsEverywhereElse() {
    ChatRequest request = ChatRequest.of("m", "It was the best of times, it was the worst.");
    Requirements requirements = Requirements.of(request);

    assertThat(requirements.likelyInputTokens()).isEqualTo(TokenEstimate.ofPrompt(request));
    assertThat(requirements.likelyInputTokens()).isEqualTo(TokenEstimate.ofPrompt(request));
  }

  @Test
  void estimateOfEnglishProseStaysBelowItsTokens() {
    // 28 tokens in o200k_base, 27 in cl100k_base.
    String text =
        "It was the best of times, it was the worst of times, it was the age of wisdom, "
            + "it was the age of foolishness.";

    long least = Requirements.of(ChatRequest.of("m", text)).leastInputTokens();

    assertThat(least).isBetween(12L, 20L);
  }

  @Test
  void everythingWithTextCountsAndNothingElse() {
    String sixty = "abcdef".repeat(10);
    ChatRequest request =
        ChatRequest.builder(sixty)
            .system(sixty)
            .user(Content.text(sixty), Content.image("data:image/png;base64," + sixty))
            .message(Message.assistant(List.of(new ToolCall("", "", sixty))))
            .message(Message.tool("call-1", sixty))
            .tool(new Tool(Json.parseObject("{\"function\":{\"description\":\"" + sixty + "\"}}")))
            .field("prediction", Json.parse("\"" + sixty + "\""))
            .build();

    // Five times sixty, and "function" as the type of the tool call.
    assertThat(Requirements.of(request).leastInputTokens()).isEqualTo((300 + 8) / 6);
  }

  @Test
  void valuesInToolsCountAsTheyAreWritten() {
    Requirements requirements = of("{\"tools\":[{\"enum\":[123456,null,null,true,true,true]}]}");

    // Of null the second l is left out, since it repeats the first.
    assertThat(requirements.leastInputTokens()).isEqualTo((6 + 6 + 12) / 6);
  }

  @Test
  void whatIsNoMessageDoesNotCount() {
    ChatRequest odd =
        new ChatRequest(
            Json.parseObject(
                "{\"messages\":[1,\"text\",{\"content\":null},{\"content\":[2,{\"text\":3}]}],"
                    + "\"tools\":{\"a\":\"b\"}}"));

    Requirements requirements = Requirements.of(odd);

    assertThat(requirements.leastInputTokens()).isZero();
    assertThat(requirements.needsTools()).isFalse();
    assertThat(requirements.needsImages()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # request                                           | tokens expected, and at most
          {}                                                  | 500 | 0
          {"max_tokens": 100}                                 | 100 | 100
          {"max_tokens": 4000}                                | 500 | 4000
          {"max_completion_tokens": 7, "max_tokens": 100}     | 7   | 7
          {"max_completion_tokens": null, "max_tokens": 100}  | 100 | 100
          {"max_tokens": -1}                                  | 0   | 0
          """)
  void answerIsAPageOrWhatTheRequestAllows(String request, long tokens, long most) {
    assertThat(of(request).likelyOutputTokens()).isEqualTo(tokens);
    assertThat(of(request).mostOutputTokens()).isEqualTo(most);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # request                                                     | tools | images | schema
          {}                                                            | false | false  | false
          {"tools": []}                                                 | false | false  | false
          {"tools": [{"type": "function"}]}                             | true  | false  | false
          {"functions": [{"name": "f"}]}                                | true  | false  | false
          {"messages": [{"content": "image_url"}]}                      | false | false  | false
          {"messages": [{"content": [{"type": "text"}]}]}               | false | false  | false
          {"messages": [{}, {"content": [{}, {"type": "image_url"}]}]}  | false | true   | false
          {"response_format": {"type": "text"}}                         | false | false  | false
          {"response_format": {"type": "json_object"}}                  | false | false  | false
          {"response_format": {"type": "json_schema"}}                  | false | false  | true
          """)
  void capabilitiesAreReadFromTheRequest(
      String request, boolean tools, boolean images, boolean schema) {
    Requirements requirements = of(request);

    assertThat(requirements.needsTools()).isEqualTo(tools);
    assertThat(requirements.needsImages()).isEqualTo(images);
    assertThat(requirements.needsJsonSchema()).isEqualTo(schema);
  }

  @Test
  void whatTheLibraryBuildsIsUnderstood() {
    Requirements requirements =
        Requirements.of(
            ChatRequest.builder("m")
                .user(Content.text("look"), Content.image("image/png", new byte[3]))
                .tool(Tool.function("f", "", "{}"))
                .responseFormat(ResponseFormat.jsonSchema("s", Json.parseObject("{}")))
                .maxCompletionTokens(9)
                .build());

    assertThat(requirements.needsTools()).isTrue();
    assertThat(requirements.needsImages()).isTrue();
    assertThat(requirements.needsJsonSchema()).isTrue();
    assertThat(requirements.likelyOutputTokens()).isEqualTo(9);
  }

  @Test
  void tagsAndKeyAreKeptBesideEachOther() {
    Requirements both = Members.NO_REQUIREMENTS.withTags(List.of("free")).withKey("u1");

    assertThat(both.tags()).containsExactly("free");
    assertThat(both.key()).hasValue("u1");
    assertThat(both.withTags(List.of()).key()).hasValue("u1");
    assertThat(Members.NO_REQUIREMENTS.key()).isEmpty();
  }

  private static Requirements of(String request) {
    return Requirements.of(new ChatRequest(Json.parseObject(request)));
  }
}
