package dev.mainstay.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.EmbeddingLimit;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.ProviderStream.Broken;
import dev.mainstay.provider.ProviderStream.Next;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.Transport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingsTest {
  private static final String ANSWER =
      "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
          + "\"embedding\":[0.5,-0.25]}],\"model\":\"e\",\"usage\":{\"prompt_tokens\":3,"
          + "\"total_tokens\":3}}";

  @Test
  void answerInTheFormThatWasAskedForGoesOutAsItCame() throws Exception {
    JsonObject answer = answer(EmbeddingRequest.of("e", "a"), ANSWER);

    assertThat(answer.toJson()).isEqualTo(ANSWER);
  }

  @Test
  void serverWithoutBase64IsMadeToHaveIt() throws Exception {
    JsonObject asked = EmbeddingRequest.of("e", "a").json().with("encoding_format", "base64");

    assertThat(answer(new EmbeddingRequest(asked), ANSWER).toJson())
        .isEqualTo(ANSWER.replace("[0.5,-0.25]", "\"AAAAPwAAgL4=\""));
  }

  @Test
  void base64ThatNobodyAskedForBecomesNumbers() throws Exception {
    String base64 = ANSWER.replace("[0.5,-0.25]", "\"AAAAPwAAgL4=\"");

    assertThat(answer(EmbeddingRequest.of("e", "a"), base64).toJson()).isEqualTo(ANSWER);
  }

  /** OpenRouter's, and Perplexity's. */
  @ParameterizedTest
  @ValueSource(strings = {"0.25", "{\"input_cost\":0.25,\"total_cost\":0.25}"})
  void costThatTheProviderTellsIsThatOfTheUsage(String cost) throws Exception {
    String told = ANSWER.replace("\"total_tokens\":3", "\"total_tokens\":3,\"cost\":" + cost);
    ProviderStream stream = open(EmbeddingRequest.of("e", "a"), transport(told), deployment());

    assertThat(((Next) stream.next()).chunk().events())
        .containsExactly(new UsageReported(Usage.of(3, 0).withToldCost(0.25)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"data\":[]}                                       | MalformedAnswer",
        "{\"data\":[{\"embedding\":null}]}                   | MalformedAnswer",
        "{\"data\":[{\"embedding\":[1]},{\"embedding\":[2]}]} | MalformedAnswer",
        "{\"choices\":[]}                                    | MalformedAnswer",
        "{\"error\":{\"code\":\"rate_limit_exceeded\"}}       | RateLimited",
      })
  void whatIsNoAnswerIsAFailure(String body, String kind) throws Exception {
    ProviderStream stream = open(EmbeddingRequest.of("e", "a"), transport(body), deployment());

    assertThat(stream.next())
        .isInstanceOfSatisfying(
            Broken.class,
            broken -> assertThat(broken.failure().getClass().getSimpleName()).isEqualTo(kind));
  }

  @ParameterizedTest
  @CsvSource({
    "openai/e,        https://host/v1,                  https://host/v1/embeddings",
    "openai/e,        https://host/v1/chat/completions, https://host/v1/embeddings",
    "openai/e,        https://host/v1/embeddings/,      https://host/v1/embeddings",
    "azure/my-embed,  https://r.openai.azure.com,       "
        + "https://r.openai.azure.com/openai/deployments/my-embed/embeddings?api-version=2024-10-21",
    "azure/my-embed,  https://r.openai.azure.com/openai/v1, "
        + "https://r.openai.azure.com/openai/v1/embeddings",
  })
  void addressIsThatOfTheVendorsEmbeddings(String model, String base, String expected)
      throws Exception {
    ScriptedTransport transport = transport(ANSWER);
    Deployment deployment =
        Deployment.of(model).withEndpoint(URI.create(base)).withKey("sk-0123456789");

    ProviderStream stream = open(EmbeddingRequest.of("x", "a"), transport, deployment);

    assertThat(stream.next()).isInstanceOf(Next.class);
    assertThat(transport.calls.getFirst().uri()).hasToString(expected);
    JsonObject sent = Json.parseObject(transport.calls.getFirst().body());
    assertThat(sent.text("model")).contains(deployment.model());
  }

  @ParameterizedTest
  @CsvSource({
    "openai, 2048, 300000",
    "azure, 2048, 300000",
    "mistral, 512, 16384",
    "dashscope, 10, 9223372036854775807",
  })
  void vendorEmbedsSoMuchAtOnce(String vendor, int inputs, long tokens) {
    assertThat(
            new OpenAiProvider(
                    Vendor.named(vendor).orElseThrow(), transport(ANSWER), new ManualTime())
                .embeddingLimit(Deployment.of(vendor + "/e")))
        .isEqualTo(new EmbeddingLimit(inputs, tokens));
  }

  @Test
  void defaultsOfChatsAreNotSent() throws Exception {
    ScriptedTransport transport = transport(ANSWER);
    Deployment deployment =
        deployment()
            .withDefaults(Json.parseObject("{\"temperature\":1,\"dimensions\":2,\"user\":\"u\"}"));
    EmbeddingRequest request =
        new EmbeddingRequest(EmbeddingRequest.of("e", "a").json().with("user", "caller"));

    open(request, transport, deployment).next();

    assertThat(new String(transport.calls.getFirst().body(), StandardCharsets.UTF_8))
        .contains("\"dimensions\":2", "\"user\":\"caller\"")
        .doesNotContain("temperature");
  }

  /** A server's mistake costs one more request, and no call. */
  @ParameterizedTest
  @CsvSource({"encoding_format", "input_type", "truncate"})
  void fieldOfOursThatIsRefusedIsTakenBackAndRemembered(String field) throws Exception {
    List<JsonObject> sent = new ArrayList<>();
    Transport strict =
        new Transport() {
          @Override
          public Exchange open(HttpCall call) {
            JsonObject body = Json.parseObject(call.body());
            sent.add(body);
            return body.has(field)
                ? ScriptedTransport.answering(
                        400, "{\"error\":{\"message\":\"Unknown field: " + field + "\"}}")
                    .open(call)
                : transport(ANSWER).open(call);
          }

          @Override
          public void close() {}
        };
    OpenAiProvider provider =
        new OpenAiProvider(Vendor.named("openai").orElseThrow(), strict, new ManualTime());
    Deployment deployment =
        deployment()
            .withDefaults(Json.parseObject("{\"dimensions\":2,\"" + field + "\":\"base64\"}"));

    for (int call = 0; call < 2; call++) {
      try (ProviderStream stream =
          provider.embed(deployment, EmbeddingRequest.of("e", "a"), Duration.ofSeconds(1))) {
        assertThat(stream.next()).isInstanceOf(Next.class);
      }
    }

    assertThat(sent).extracting(body -> body.has(field)).containsExactly(true, false, false);
    assertThat(sent).allMatch(body -> body.has("dimensions"));
  }

  @Test
  void whatFormsTheVectorsIsNeverTakenBack() throws Exception {
    ScriptedTransport strict =
        ScriptedTransport.answering(400, "{\"error\":{\"message\":\"Unknown: dimensions\"}}");
    Deployment deployment =
        deployment().withDefaults(Json.parseObject("{\"dimensions\":2,\"user\":\"u\"}"));

    assertThat(open(EmbeddingRequest.of("e", "a"), strict, deployment).next())
        .isInstanceOf(Broken.class);
    assertThat(strict.calls).hasSize(1);
  }

  @Test
  void missingKeyIsToldBeforeAnythingIsSent() throws Exception {
    ScriptedTransport transport = transport(ANSWER);

    ProviderStream stream =
        open(EmbeddingRequest.of("e", "a"), transport, Deployment.of("openai/e"));

    assertThat(stream.next())
        .isInstanceOfSatisfying(
            Broken.class,
            broken -> assertThat(broken.failure()).isInstanceOf(Failure.Unauthenticated.class));
    assertThat(transport.calls).isEmpty();
  }

  private static JsonObject answer(EmbeddingRequest request, String body) throws Exception {
    ProviderStream stream = open(request, transport(body), deployment());
    return ((Next) stream.next()).chunk().json().orElseThrow();
  }

  private static ProviderStream open(
      EmbeddingRequest request, ScriptedTransport transport, Deployment deployment) {
    Vendor vendor = Vendor.named(deployment.provider()).orElseThrow();
    return new OpenAiProvider(vendor, transport, new ManualTime())
        .embed(deployment, request, Duration.ofSeconds(1));
  }

  private static ScriptedTransport transport(String body) {
    return ScriptedTransport.answering(200, body, "Content-Type", "application/json");
  }

  private static Deployment deployment() {
    return Deployment.of("openai/e").withKey("sk-0123456789");
  }
}
