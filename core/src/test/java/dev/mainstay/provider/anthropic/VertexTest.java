package dev.mainstay.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.HttpCall;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Claude at Vertex AI: Anthropic's dialect in Google's wrapping. */
class VertexTest {
  private static final String PROJECT =
      "https://aiplatform.googleapis.com/v1/projects/p/locations/global";
  private static final Deployment CLAUDE =
      Deployment.of("vertex_ai/claude-sonnet-4-5@20250929")
          .withEndpoint(URI.create(PROJECT))
          .withKey("key-0123456789");

  @ParameterizedTest
  @CsvSource({"false, rawPredict", "true, streamRawPredict"})
  void modelStandsInTheAddressAndTheVersionInTheBody(boolean isStream, String method) {
    HttpCall call =
        sent("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stream\":" + isStream + "}");

    assertThat(call.uri())
        .hasToString(
            PROJECT + "/publishers/anthropic/models/claude-sonnet-4-5%4020250929:" + method);
    JsonObject body = Json.parseObject(call.body());
    assertThat(body.has("model")).isFalse();
    assertThat(body.text("anthropic_version")).hasValue("vertex-2023-10-16");
    assertThat(body.flag("stream").orElse(false)).isEqualTo(isStream);
  }

  @Test
  void keyIsGooglesAndNotAnthropics() {
    HttpCall call = sent("{\"messages\":[]}");

    assertThat(call.headers().first("x-goog-api-key")).hasValue("key-0123456789");
    assertThat(call.headers().first("x-api-key")).isEmpty();
  }

  @Test
  void tokensAreCountedByAModelOfThatName() throws Exception {
    ScriptedTransport transport = ScriptedTransport.answering(200, "{\"input_tokens\":7}");

    assertThat(
            AnthropicProvider.atVertex(transport, new ManualTime())
                .countTokens(CLAUDE, ChatRequest.of("m", "Hi"), Duration.ofSeconds(5)))
        .hasValue(7);
    HttpCall call = transport.calls.getFirst();
    assertThat(call.uri())
        .hasToString(PROJECT + "/publishers/anthropic/models/count-tokens:rawPredict");
    assertThat(Json.parseObject(call.body()).text("model")).hasValue("claude-sonnet-4-5@20250929");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | RESOURCE_EXHAUSTED | rate_limit_error | Number of requests exceeded | RateLimited",
        "400 | INVALID_ARGUMENT | invalid_request_error | prompt is too long: 210000 tokens > 200000"
            + " maximum | ContextWindowExceeded",
        "529 | UNAVAILABLE | overloaded_error | Overloaded | Overloaded",
        "500 | INTERNAL | api_error | Internal server error | ServerError",
        "404 | NOT_FOUND | not_found_error | model: claude-9 | NotFound"
      })
  void errorIsReadInItsGoogleWrapping(
      int status, String word, String type, String message, String kind) {
    String error =
        "{\"type\":\"error\",\"error\":{\"type\":\""
            + type
            + "\",\"message\":\""
            + message
            + "\"}}";
    String wrapped =
        "{\"error\":{\"code\":"
            + status
            + ",\"message\":\""
            + error.replace("\"", "\\\"")
            + "\",\"status\":\""
            + word
            + "\"}}";

    Heard heard = ask(ScriptedTransport.answering(status, wrapped), "{\"messages\":[]}");

    assertThat(heard.failure.orElseThrow().kind()).isEqualTo(kind);
    assertThat(heard.failure.orElseThrow().message()).isEqualTo(message);
  }

  @Test
  void refusalNamesVertexAi() {
    Heard heard =
        ask(ScriptedTransport.answering(200, ""), "{\"messages\":[],\"logit_bias\":{\"1\":1}}");

    assertThat(heard.failure.orElseThrow().message())
        .startsWith("vertex_ai does not take 'logit_bias'; leave it out");
  }

  private static HttpCall sent(String request) {
    ScriptedTransport transport = ScriptedTransport.answering(200, "{}");
    ask(transport, request);
    return transport.calls.getFirst();
  }

  private static Heard ask(ScriptedTransport transport, String request) {
    return Heard.from(
        AnthropicProvider.atVertex(transport, new ManualTime())
            .open(CLAUDE, new ChatRequest(Json.parseObject(request)), Duration.ofSeconds(5)));
  }
}
