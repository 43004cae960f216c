package dev.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.simulator.Heard.How;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is the vendors' own on their wires; their own clients judge the whole in clients/try. */
@Timeout(20)
final class WiresTest {
  private static final String GEMINI = "/v1beta/models/gemini-2.5-flash:generateContent";
  private static final String GEMINI_3 = "/v1beta/models/gemini-3-flash:generateContent";
  private static final String GEMINI_STREAM =
      "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse";
  private static final String BEDROCK = "/model/us.amazon.nova-pro-v1%3A0/converse";
  private static final String AZURE =
      "/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21";
  private static final String ANTHROPIC = "/v1/messages";

  private static final String CONTENTS =
      "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}";
  private static final String CONVERSE =
      "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}]}";
  private static final String CHAT =
      "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
  private static final String MESSAGES =
      "{\"model\":\"claude\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  @Test
  void plainAnswerOfGeminiHasPartsAndCounts() {
    Answer answer = Answer.text("4").reasoning("2", " + 2").usage(7, 3);

    Heard heard = ask(Script.always(answer), GEMINI, CONTENTS);

    assertThat(heard.body())
        .isEqualTo(
            """
            {"candidates":[{"content":{"parts":[{"text":"2 + 2","thought":true},\
            {"text":"4","thoughtSignature":"c2lnX3NpbXVsYXRlZF8x"}],"role":"model"},\
            "finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":7,\
            "candidatesTokenCount":1,"totalTokenCount":10,"thoughtsTokenCount":2},\
            "modelVersion":"gemini-2.5-flash","responseId":"req_simulated_1"}\
            """);
  }

  @Test
  void streamOfGeminiEndsWithItsFinishReason() {
    Script script =
        Script.always(Answer.pieces("Hel", "lo").andCalling("time", "{\"zone\":\"CET\"}"));

    List<String> frames = frames(ask(script, GEMINI_STREAM, CONTENTS));

    assertThat(frames).hasSize(4);
    assertThat(frames.get(0)).contains("\"parts\":[{\"text\":\"Hel\"}]").doesNotContain("finish");
    assertThat(frames.get(2))
        .contains(
            "{\"functionCall\":{\"id\":\"call_1\",\"name\":\"time\",\"args\":{\"zone\":\"CET\"}}}");
    assertThat(frames.get(3)).contains("\"finishReason\":\"STOP\"");
  }

  @Test
  void errorOfGeminiIsAFrameAtFirstAndOutsideOfThemLater() {
    Fault.Interrupted limit = Fault.error(ErrorBody.ofStatus(429));
    String error =
        "{\"error\":{\"code\":429,\"message\":\"Rate limit reached.\",\"status\":\"RESOURCE_EXHAUSTED\"}}";

    assertThat(ask(Script.always(limit), GEMINI_STREAM, CONTENTS).body())
        .isEqualTo("data: " + error + "\r\n\r\n");
    assertThat(ask(Script.always(limit.after(2)), GEMINI_STREAM, CONTENTS).body())
        .endsWith("}\r\n\r\n" + error + "\r\n");
  }

  @Test
  void limitOfGeminiTellsTheQuotaAndWhenToAskAgainInItsBody() {
    Fault limit = Fault.status(429).retryAfter(Duration.ofMillis(1500));

    Heard heard = ask(Script.always(limit), GEMINI, CONTENTS);

    assertThat(heard.status()).isEqualTo(429);
    assertThat(heard.header("retry-after")).isEmpty();
    assertThat(heard.body())
        .contains("\"retryDelay\":\"1.500s\"", "PerMinute", "\"status\":\"RESOURCE_EXHAUSTED\"");
  }

  @Test
  void streamOfAzureBeginsWithWhatWasFoundInThePrompt() {
    Script script = Script.always(Answer.text("Hello"));

    List<String> events =
        ask(script, AZURE, CHAT.replaceFirst("[{]", "{\"stream\":true,")).events();

    assertThat(events.get(0))
        .startsWith("{\"choices\":[],\"created\":0,\"id\":\"\"")
        .contains("prompt_filter_results");
    assertThat(events.subList(1, 4))
        .allMatch(event -> event.contains("\"choices\":[{\"content_filter_results\":{\"hate\":"))
        .allMatch(event -> event.contains("\"model\":\"my-gpt\""));
    assertThat(events.getLast()).isEqualTo("[DONE]");
  }

  @Test
  void exceptionOfBedrockIsNamedInAHeader() {
    Fault limit = Fault.status(429).retryAfter(Duration.ofMillis(1500));

    Heard heard = ask(Script.always(limit), BEDROCK, CONVERSE);

    assertThat(heard.header("x-amzn-ErrorType")).startsWith("ThrottlingException:");
    assertThat(heard.header("x-amz-retry-after")).isEqualTo("1500");
    assertThat(heard.json().text("message")).hasValue("Rate limit reached.");
  }

  @ParameterizedTest
  @CsvSource({
    "401, /v1beta/models/gemini-2.5-flash:generateContent, 400, API_KEY_INVALID",
    "404, /v1beta/models/gemini-2.5-flash:generateContent, 404, NOT_FOUND",
    "503, /v1beta/models/gemini-2.5-flash:generateContent, 503, UNAVAILABLE",
    "401, /model/m/converse, 403, UnrecognizedClientException",
    "408, /model/m/converse, 408, ModelTimeoutException",
    "401, /openai/v1/chat/completions, 401, '\"code\":\"401\"'",
    "404, /openai/v1/chat/completions, 404, DeploymentNotFound",
    "429, /openai/v1/chat/completions, 429, RateLimitReached",
    "529, /v1/messages, 529, overloaded_error"
  })
  void statusIsToldInTheVendorsWords(int status, String path, int told, String word) {
    Heard heard = ask(Script.always(Fault.status(status)), path, body(path));

    assertThat(heard.status()).isEqualTo(told);
    assertThat(heard.raw()).contains(word);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        GEMINI + "|{\"contents\":[]}|contents is not specified",
        GEMINI
            + "|{\"contents\":[{\"role\":\"assistant\",\"parts\":[{\"text\":\"q\"}]}]}|valid role",
        GEMINI + "|{\"contents\":[{\"role\":\"user\",\"parts\":[]}]}|must not be empty",
        GEMINI + "|{\"contents\":[{\"parts\":[{\"text\":\"q\"}]}],\"n\":1}|Unknown name",
        GEMINI
            + "|{\"contents\":[{\"role\":\"model\",\"parts\":[{\"functionCall\":{}}]}]}|comes immediately after",
        GEMINI
            + "|{\"contents\":[{\"parts\":[{\"text\":\"q\"}]},{\"role\":\"model\",\"parts\":[{\"functionCall\":{}}]},"
            + "{\"parts\":[{\"text\":\"no\"}]}]}|equal to the number",
        GEMINI
            + "|{\"contents\":[{\"parts\":[{\"text\":\"q\",\"thoughtSignature\":\"Zm9yZWlnbg==\"}]}]}|Corrupted",
        GEMINI_3
            + "|{\"contents\":[{\"parts\":[{\"text\":\"q\"}]},{\"role\":\"model\",\"parts\":[{\"functionCall\":{}}]},"
            + "{\"parts\":[{\"functionResponse\":{}}]}]}|missing a thought_signature",
        BEDROCK
            + "|{\"messages\":[{\"role\":\"assistant\",\"content\":[{\"text\":\"q\"}]}]}|start with a user",
        BEDROCK + "|{\"messages\":[{\"role\":\"user\",\"content\":[]}]}|is empty",
        BEDROCK
            + "|{\"toolConfig\":{},\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"q\"}]},"
            + "{\"role\":\"assistant\",\"content\":[{\"toolUse\":{\"toolUseId\":\"a\"}}]}]}|following Ids",
        ANTHROPIC
            + "|{\"model\":\"c\",\"max_tokens\":9,\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\","
            + "\"id\":\"a.b\",\"input\":{}}]}]}|should match pattern",
        ANTHROPIC
            + "|{\"model\":\"c\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\","
            + "\"tool_use_id\":\"a\"}]}]}|`tool_result` blocks",
        BEDROCK + "|{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\" \"}]}]}|is blank"
      })
  void whatTheVendorWouldRefuseIsRefused(String path, String body, String words) {
    Heard heard = ask(Script.always(Answer.text("Hello")), path, body);

    assertThat(heard.status()).isEqualTo(400);
    assertThat(heard.body()).contains(words);
  }

  @Test
  void azureKnowsNoOldAddressWithoutAVersion() {
    Heard heard = ask(Script.always(Answer.text("Hello")), AZURE.replaceAll("[?].*", ""), CHAT);

    assertThat(heard.status()).isEqualTo(404);
    assertThat(heard.body())
        .isEqualTo("{\"error\":{\"code\":\"404\",\"message\":\"Resource not found\"}}");
  }

  private static String body(String path) {
    if (path.equals(ANTHROPIC)) {
      return MESSAGES;
    }
    return path.endsWith("generateContent")
        ? CONTENTS
        : path.endsWith("converse") ? CONVERSE : CHAT;
  }

  private static List<String> frames(Heard heard) {
    return List.of(heard.body().replace("data: ", "").split("\r\n\r\n"));
  }

  private static Heard ask(Script script, String path, String body) {
    try (Simulator simulator = Simulator.start(script);
        RawClient client = RawClient.connect(simulator)) {
      Heard heard =
          client
              .send(
                  "POST "
                      + path
                      + " HTTP/1.1\r\nhost: simulator\r\nanthropic-version: 2023-06-01\r\n"
                      + "content-length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
              .hear();
      assertThat(heard.how()).isEqualTo(How.WHOLE);
      return heard;
    }
  }
}
