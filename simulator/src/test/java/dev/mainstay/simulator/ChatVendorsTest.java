package dev.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.RateLimit;
import dev.mainstay.simulator.script.Script;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What those who speak OpenAI's dialect have of their own: errors, limits, usage. */
class ChatVendorsTest {
  private static final String GROQ = "/api.groq.com/openai/v1/chat/completions";
  private static final String CEREBRAS = "/api.cerebras.ai/v1/chat/completions";
  private static final String MISTRAL = "/api.mistral.ai/v1/chat/completions";
  private static final String STREAMED =
      "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api.groq.com/openai/v1/   | 401 | {"error":{"message":"Incorrect API key provided: ***.","type":"invalid_request_error","code":"invalid_api_key"}}
          /api.groq.com/openai/v1/   | 500 | {"error":{"message":"The server had an error while processing your request. Sorry about that!","type":"server_error"}}
          /api.cerebras.ai/v1/       | 401 | {"message":"Wrong API Key","type":"invalid_request_error","param":"api_key","code":"wrong_api_key"}
          /api.cerebras.ai/v1/       | 429 | {"message":"Requests per minute limit exceeded - too many requests sent.","type":"too_many_requests_error","param":"quota","code":"request_quota_exceeded"}
          /api.mistral.ai/v1/        | 401 | {"detail":"Unauthorized"}
          /api.mistral.ai/v1/        | 429 | {"object":"error","message":"Rate limit reached.","type":"rate_limited","param":null,"code":"1300"}
          """)
  void errorsAreToldInTheVendorsForm(String vendor, int status, String body) {
    Heard heard = ask(Script.always(Fault.status(status)), vendor + "chat/completions", STREAMED);

    assertThat(heard.status()).isEqualTo(status);
    assertThat(heard.body()).isEqualTo(body);
  }

  @Test
  void errorsWithinAStreamAreTheVendorsToo() {
    Script script = broken();

    assertThat(ask(script, GROQ, STREAMED).body())
        .contains(
            "event: error\ndata: {\"error\":{\"message\":\"busy\",\"type\":\"server_error\"}}");
    assertThat(ask(script, CEREBRAS, STREAMED).body())
        .contains("\n\ndata: {\"error\":{\"message\":\"busy\",\"type\":\"server_error\",");
    assertThat(ask(script, MISTRAL, STREAMED).body())
        .contains("\n\ndata: {\"object\":\"error\",\"message\":\"busy\",");
  }

  @Test
  void usageIsToldUnaskedWithTheLastChunkOrAskedForBehindIt() {
    Script script = Script.always(Answer.text("Hello"));
    String asked = STREAMED.replace("true,", "true,\"stream_options\":{\"include_usage\":true},");

    assertThat(ask(script, GROQ, STREAMED).body()).containsOnlyOnce("\"x_groq\":{\"id\":");
    assertThat(ask(script, CEREBRAS, STREAMED).body())
        .contains("\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\"");
    assertThat(ask(script, MISTRAL, STREAMED).body()).containsOnlyOnce("\"usage\":{");
    assertThat(ask(script, GROQ, asked).body())
        .contains("\"choices\":[],\"usage\":{")
        .doesNotContain("x_groq");
    assertThat(ask(script, "/v1/chat/completions", STREAMED).body()).doesNotContain("usage");
  }

  /** https://docs.mistral.ai/capabilities/completion/prefix */
  @Test
  void answerThatTheRequestBeginsIsRepeatedByMistral() {
    Script script = Script.always(Answer.text("Once upon a time.").continuing());
    String begun =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":"
            + "\"assistant\",\"content\":\"Once upon\",\"prefix\":true}]}";

    assertThat(ask(script, MISTRAL, begun).body()).contains("\"Once upon a time.\"");
    assertThat(ask(script, "/v1/chat/completions", begun).body()).contains("\" a time.\"");
  }

  @Test
  void limitsAreToldUnderTheVendorsNames() {
    Script script =
        Script.builder()
            .limit(RateLimit.of(10, Duration.ofDays(1)))
            .limit(RateLimit.of(9000, Duration.ofMinutes(1)).counting(RateLimit.Counted.TOKENS))
            .thenAlways(Answer.text("Hello"))
            .build();

    Heard groq = ask(script, GROQ, STREAMED);
    assertThat(groq.header("x-ratelimit-remaining-requests")).isEqualTo("9");
    assertThat(groq.header("x-ratelimit-reset-tokens")).endsWith("s");
    Heard cerebras = ask(script, CEREBRAS, STREAMED);
    assertThat(cerebras.header("x-ratelimit-limit-requests-day")).isEqualTo("10");
    assertThat(cerebras.header("x-ratelimit-limit-tokens-minute")).isEqualTo("9000");
    assertThat(cerebras.header("x-ratelimit-reset-tokens-minute")).matches("\\d+");
    Heard mistral = ask(script, MISTRAL, STREAMED);
    assertThat(mistral.header("x-ratelimit-remaining-tokens-minute")).isNotEmpty();
    assertThat(mistral.head()).doesNotContain("x-ratelimit-reset");
  }

  @Test
  void limitWhoseTimeIsNotInTheVendorsNamesIsNotTold() {
    Script script =
        Script.builder()
            .limit(RateLimit.of(50, Duration.ofSeconds(1)))
            .limit(RateLimit.of(400, Duration.ofSeconds(10)))
            .limit(RateLimit.of(9000, Duration.ofHours(1)).counting(RateLimit.Counted.TOKENS))
            .thenAlways(Answer.text("Hello"))
            .build();

    assertThat(ask(script, CEREBRAS, STREAMED).head()).doesNotContain("x-ratelimit");
    Heard mistral = ask(script, MISTRAL, STREAMED);
    assertThat(mistral.header("x-ratelimit-limit-req-10-second")).isEqualTo("400");
    assertThat(mistral.head()).doesNotContain("minute").doesNotContain("tokens");
  }

  private static Script broken() {
    return Script.always(Fault.error(ErrorBody.of("busy", "server_error")).after(1));
  }

  private static Heard ask(Script script, String path, String body) {
    try (Simulator simulator = Simulator.start(script);
        RawClient client = RawClient.connect(simulator)) {
      return client.postTo(path, body).hear();
    }
  }
}
