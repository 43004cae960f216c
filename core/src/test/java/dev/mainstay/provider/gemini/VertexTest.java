package dev.mainstay.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
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

/** Gemini at Vertex AI: where it is asked, and what its refusals mean. */
class VertexTest {
  private static final String PROJECT =
      "https://europe-west4-aiplatform.googleapis.com/v1/projects/p/locations/europe-west4";

  @ParameterizedTest
  @CsvSource({
    "gemini-2.5-flash, false, /publishers/google/models/gemini-2.5-flash:generateContent",
    "gemini-2.5-flash, true, "
        + "/publishers/google/models/gemini-2.5-flash:streamGenerateContent?alt=sse",
    "gemini/4965075652664360960, false, /endpoints/4965075652664360960:generateContent",
    "4965075652664360960, true, /endpoints/4965075652664360960:streamGenerateContent?alt=sse"
  })
  void modelIsAskedInItsProjectAndLocation(String model, boolean isStream, String path) {
    HttpCall call = sent(deployment(model), "{'messages':[],'stream':" + isStream + "}");

    assertThat(call.uri()).hasToString(PROJECT + path);
    assertThat(call.headers().first("x-goog-api-key")).hasValue("key-0123456789");
  }

  @Test
  void proxysQueryIsKept() {
    Deployment proxied = deployment("gemini-2.5-flash").withEndpoint(URI.create(PROJECT + "?k=v"));

    assertThat(sent(proxied, "{'messages':[],'stream':true}").uri().getRawQuery())
        .isEqualTo("alt=sse&k=v");
  }

  @Test
  void callsGoBackWithoutIdsWhichItDoesNotKnow() {
    HttpCall call =
        sent(
            deployment("gemini-2.5-flash"),
            "{'messages':[{'role':'user','content':'Hi'},{'role':'assistant','tool_calls':["
                + "{'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}}]},"
                + "{'role':'tool','tool_call_id':'c1','content':'r'}]}");

    assertThat(Json.parseObject(call.body()).toJson())
        .contains("functionCall")
        .doesNotContain("c1");
  }

  @Test
  void refusalNamesVertexAi() {
    ScriptedTransport transport = ScriptedTransport.answering(200, "");

    Heard heard =
        ask(
            transport,
            deployment("gemini-2.5-flash"),
            "{'messages':[{'role':'user','content':'Hi'}],'logit_bias':{'1':1}}");

    assertThat(heard.failure.orElseThrow().message())
        .startsWith("vertex_ai does not take 'logit_bias'; leave it out");
    assertThat(transport.calls).isEmpty();
  }

  @Test
  void deploymentWithoutAProjectIsToldHowToGiveOne() {
    Heard heard = heard(Deployment.of("vertex_ai/gemini-2.5-flash").withKey("k"), 200, "");

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.NotFound.class);
    assertThat(heard.failure.orElseThrow().message())
        .startsWith("there is no project for vertex_ai/gemini-2.5-flash; ")
        .contains("GOOGLE_CLOUD_PROJECT");
  }

  @Test
  void deploymentWithoutAnyProofIsToldOfTheModule() {
    Heard heard =
        heard(
            Deployment.of("vertex_ai/gemini-2.5-flash").withEndpoint(URI.create(PROJECT)), 200, "");

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.Unauthenticated.class);
    assertThat(heard.failure.orElseThrow().message()).contains("mainstay-google");
  }

  /** The forms of its 429. https://cloud.google.com/vertex-ai/generative-ai/docs/error-code-429 */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RateLimited | Resource exhausted. Please try again later. Please refer to"
            + " https://cloud.google.com/vertex-ai/generative-ai/docs/error-code-429 for more details.",
        "RateLimited | Resource has been exhausted (e.g. check quota).",
        "RateLimited | Too many requests. Exceeded the Provisioned Throughput.",
        "RateLimited | Quota exceeded for aiplatform.googleapis.com/generate_content_requests_per_minute"
            + "_per_project_per_base_model with base model: gemini-2.5-flash. Please submit a quota"
            + " increase request. https://cloud.google.com/vertex-ai/docs/generative-ai/quotas-genai.",
        "RateLimited | Quota exceeded for aiplatform.googleapis.com/online_prediction_input_tokens_per_"
            + "minute_per_base_model with base model: anthropic-claude-sonnet-4-5.",
        "QuotaExceeded | Quota exceeded for aiplatform.googleapis.com/generate_requests_per_model_per_day"
            + " with base model: gemini-2.5-pro."
      })
  void limitIsToldApartWhereverItStands(String kind, String message) {
    String error =
        "{\"error\":{\"code\":429,\"message\":\""
            + message
            + "\",\"status\":\"RESOURCE_EXHAUSTED\"}}";
    Deployment deployment = deployment("gemini-2.5-flash");

    assertThat(heard(deployment, 429, error).failure.orElseThrow().kind()).isEqualTo(kind);
    assertThat(heard(deployment, 429, "[" + error + "]").failure.orElseThrow().kind())
        .isEqualTo(kind);
    assertThat(streamed(deployment, "data: " + error + "\n\n").failure.orElseThrow().kind())
        .isEqualTo(kind);
    assertThat(streamed(deployment, error).failure.orElseThrow().kind()).isEqualTo(kind);
    assertThat(streamed(deployment, "[" + error + "]").failure.orElseThrow().kind())
        .isEqualTo(kind);
  }

  private static Deployment deployment(String model) {
    return Deployment.of("vertex_ai/" + model)
        .withEndpoint(URI.create(PROJECT))
        .withKey("key-0123456789");
  }

  private static HttpCall sent(Deployment deployment, String request) {
    ScriptedTransport transport = ScriptedTransport.answering(200, "{}");
    ask(transport, deployment, request);
    return transport.calls.getFirst();
  }

  private static Heard heard(Deployment deployment, int status, String body) {
    return ask(ScriptedTransport.answering(status, body), deployment, "{'messages':[]}");
  }

  private static Heard streamed(Deployment deployment, String body) {
    return ask(ScriptedTransport.streaming(body), deployment, "{'messages':[],'stream':true}");
  }

  private static Heard ask(ScriptedTransport transport, Deployment deployment, String request) {
    return Heard.from(
        GeminiProvider.atVertex(transport, new ManualTime())
            .open(deployment, new ChatRequest(Asking.json(request)), Duration.ofSeconds(5)));
  }
}
