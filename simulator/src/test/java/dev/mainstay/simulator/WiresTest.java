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
  private static final String GEMINI_STREAM =
      "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse";
  private static final String BEDROCK = "/model/us.amazon.nova-pro-v1%3A0/converse";
  private static final String AZURE =
      "/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21";
  private static final String ANTHROPIC = "/v1/messages";

  private static final String COHERE = "/v2/chat";
  private static final String OLLAMA = "/api/chat";
  private static final String GENERATE = "/api/generate";

  private static final String CONTENTS =
      "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}";
  private static final String CONVERSE =
      "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}]}";
  private static final String CHAT =
      "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
  private static final String MESSAGES =
      "{\"model\":\"claude\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  @Test
  void modelInThePathIsReadOnBedrocksWireAlone() {
    Heard heard = ask(Script.always(Answer.text("Hi")), "/model/100%/chat/completions", CHAT);

    assertThat(heard.text()).isEqualTo("Hi");
  }

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
        "{\"error\":{\"code\":429,\"message\":\"Rate limit"
            + " reached.\",\"status\":\"RESOURCE_EXHAUSTED\"}}";

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

    List<String> events = ask(script, AZURE, streamed(CHAT)).events();

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

  @Test
  void textCompletionSaysTheTextAlone() {
    Script script = Script.always(Answer.pieces("Hel", "lo").continuing().usage(7, 2));

    Heard plain = ask(script, "/v1/completions", "{\"model\":\"t\",\"prompt\":\"Say: Hel\"}");
    List<String> events =
        ask(script, "/v1/completions", "{\"model\":\"t\",\"prompt\":\"Say\",\"stream\":true}")
            .events();

    assertThat(plain.json().array("choices").orElseThrow().toJson())
        .isEqualTo("[{\"text\":\"lo\",\"index\":0,\"logprobs\":null,\"finish_reason\":\"stop\"}]");
    assertThat(plain.json().text("object")).hasValue("text_completion");
    assertThat(plain.json().object("usage").orElseThrow().number("prompt_tokens")).hasValue(7);
    assertThat(events).hasSize(4);
    assertThat(events.get(0)).contains("\"choices\":[{\"text\":\"Hel\"");
    assertThat(events.get(2)).contains("\"text\":\"\"", "\"finish_reason\":\"stop\"");
    assertThat(events.get(3)).isEqualTo("[DONE]");
  }

  @Test
  void plainAnswerOfCohereHasPartsAndCounts() {
    Answer answer = Answer.text("4").reasoning("2", " + 2").usage(7, 3).andCalling("f", "{}");

    assertThat(ask(Script.always(answer), COHERE, CHAT).body())
        .isEqualTo(
            """
            {"id":"req_simulated_1","finish_reason":"TOOL_CALL","message":{"role":"assistant",\
            "content":[{"type":"thinking","thinking":"2 + 2"},{"type":"text","text":"4"}],\
            "tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"}}]},\
            "usage":{"billed_units":{"input_tokens":7,"output_tokens":3},\
            "tokens":{"input_tokens":7,"output_tokens":3}}}\
            """);
  }

  @Test
  void streamOfCohereBeginsAndEndsEachPart() {
    Script script = Script.always(Answer.pieces("Hel", "lo").andCalling("time", "{\"a\":1}"));

    List<String> events = data(ask(script, COHERE, streamed(CHAT)));

    assertThat(events.getFirst()).startsWith("{\"type\":\"message-start\"");
    assertThat(events.getLast()).isEqualTo("[DONE]");
    assertThat(events)
        .contains(
            "{\"type\":\"content-start\",\"index\":0,\"delta\":{\"message\":{\"content\":"
                + "{\"type\":\"text\",\"text\":\"\"}}}}",
            "{\"type\":\"content-delta\",\"index\":0,\"delta\":{\"message\":{\"content\":"
                + "{\"text\":\"Hel\"}}}}",
            "{\"type\":\"content-end\",\"index\":0}",
            "{\"type\":\"tool-call-start\",\"index\":1,\"delta\":{\"message\":{\"tool_calls\":"
                + "{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"time\","
                + "\"arguments\":\"\"}}}}}",
            "{\"type\":\"tool-call-end\",\"index\":1}");
    assertThat(events.get(events.size() - 2)).contains("\"finish_reason\":\"TOOL_CALL\"");
  }

  @Test
  void streamOfOllamaIsLinesAndIsMeantUnlessItIsRefused() {
    Answer answer = Answer.pieces("Hel", "lo").andCalling("time", "{\"a\":1}").usage(7, 3);

    Heard heard = ask(Script.always(answer), OLLAMA, CHAT);

    assertThat(heard.header("content-type")).isEqualTo("application/x-ndjson");
    assertThat(
            heard.body().lines().map(line -> line.replaceFirst("\"created_at\":\"[^\"]+\",", "")))
        .containsExactly(
            "{\"model\":\"gpt\",\"message\":{\"role\":\"assistant\",\"content\":\"Hel\"},\"done\":false}",
            "{\"model\":\"gpt\",\"message\":{\"role\":\"assistant\",\"content\":\"lo\"},\"done\":false}",
            "{\"model\":\"gpt\",\"message\":{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":"
                + "[{\"id\":\"call_1\",\"function\":{\"name\":\"time\",\"arguments\":{\"a\":1}}}]},"
                + "\"done\":false}",
            "{\"model\":\"gpt\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,"
                + "\"done_reason\":\"stop\",\"total_duration\":1000000,\"prompt_eval_count\":7,"
                + "\"eval_count\":3}");
  }

  @Test
  void plainAnswerOfOllamaIsOneSuchLine() {
    Heard heard =
        ask(
            Script.always(Answer.text("4").reasoning("2 + 2").usage(7, 3)),
            OLLAMA,
            CHAT.replaceFirst("[{]", "{\"stream\":false,"));

    assertThat(heard.json().object("message").orElseThrow().toJson())
        .isEqualTo("{\"role\":\"assistant\",\"content\":\"4\",\"thinking\":\"2 + 2\"}");
    assertThat(heard.json().flag("done")).hasValue(true);
  }

  @Test
  void textOfOllamaIsGoneOnWithInLinesOfText() {
    Answer answer =
        Answer.pieces("Hel", "lo").reasoning("Hm.").andCalling("time", "{}").usage(7, 3);
    String asked = "{\"model\":\"llama\",\"prompt\":\"Say\",\"raw\":true}";

    Heard streamed = ask(Script.always(answer), GENERATE, asked);
    Heard plain =
        ask(Script.always(answer), GENERATE, asked.replaceFirst("[{]", "{\"stream\":false,"));

    assertThat(streamed.header("content-type")).isEqualTo("application/x-ndjson");
    assertThat(
            streamed
                .body()
                .lines()
                .map(line -> line.replaceFirst("\"created_at\":\"[^\"]+\",", "")))
        .containsExactly(
            "{\"model\":\"llama\",\"response\":\"Hel\",\"done\":false}",
            "{\"model\":\"llama\",\"response\":\"lo\",\"done\":false}",
            "{\"model\":\"llama\",\"response\":\"\",\"done\":true,\"done_reason\":\"stop\","
                + "\"total_duration\":1000000,\"prompt_eval_count\":7,\"eval_count\":3}");
    assertThat(plain.json().text("response")).hasValue("Hello");
    assertThat(plain.json().has("message")).isFalse();
  }

  @Test
  void errorInAStreamOfOneOfFewWordsIsItsWords() {
    Fault.Interrupted error = Fault.error(ErrorBody.ofStatus(429)).after(1);

    assertThat(ask(Script.always(error), OLLAMA, CHAT).body())
        .endsWith("\n{\"error\":\"Rate limit reached.\"}\n");
    assertThat(data(ask(Script.always(error), COHERE, streamed(CHAT))).getLast())
        .isEqualTo(
            "{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"ERROR\","
                + "\"error\":\"Rate limit reached.\"}}");
  }

  @ParameterizedTest
  @CsvSource({
    "404, /v2/chat, 404, '\"message\":\"The model does not exist'",
    "404, /api/chat, 404, '{\"error\":\"The model does not exist'",
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

  @Test
  void azureKnowsNoOldAddressWithoutAVersion() {
    Heard heard = ask(Script.always(Answer.text("Hello")), AZURE.replaceAll("[?].*", ""), CHAT);

    assertThat(heard.status()).isEqualTo(404);
    assertThat(heard.body())
        .isEqualTo("{\"error\":{\"code\":\"404\",\"message\":\"Resource not found\"}}");
  }

  private static String streamed(String body) {
    return body.replaceFirst("[{]", "{\"stream\":true,");
  }

  private static String body(String path) {
    if (path.equals(ANTHROPIC)) {
      return MESSAGES;
    }
    return path.endsWith("generateContent")
        ? CONTENTS
        : path.endsWith("converse") ? CONVERSE : CHAT;
  }

  private static List<String> data(Heard heard) {
    return heard
        .body()
        .lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> line.substring("data: ".length()))
        .toList();
  }

  private static List<String> frames(Heard heard) {
    return List.of(heard.body().replace("data: ", "").split("\r\n\r\n"));
  }

  private static Heard ask(Script script, String path, String body) {
    try (Simulator simulator = Simulator.start(script);
        RawClient client = RawClient.connect(simulator)) {
      Heard heard = client.postTo(path, body, "anthropic-version: 2023-06-01").hear();
      assertThat(heard.how()).isEqualTo(How.WHOLE);
      return heard;
    }
  }
}
