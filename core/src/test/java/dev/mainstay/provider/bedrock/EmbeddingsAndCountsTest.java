package dev.mainstay.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.EmbeddingLimit;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Embeddings and counts at Bedrock. */
class EmbeddingsAndCountsTest {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  @Test
  void titanIsAskedForOneText() {
    ScriptedTransport transport =
        ScriptedTransport.answering(200, "{\"embedding\":[1.0,0.5],\"inputTextTokenCount\":3}");

    Heard heard =
        embed(
            transport,
            "amazon.titan-embed-text-v2:0",
            EmbeddingRequest.of("e", "a").withDimensions(2));

    assertThat(transport.calls.getFirst().uri())
        .hasToString(
            "https://bedrock-runtime.us-east-1.amazonaws.com/model/amazon.titan-embed-text-v2%3A0/invoke");
    assertThat(Json.parseObject(transport.calls.getFirst().body()))
        .isEqualTo(json("{'inputText':'a','dimensions':2}"));
    assertThat(heard.chunks.getFirst())
        .isEqualTo(
            json(
                "{'object':'list','data':[{'object':'embedding','index':0,'embedding':[1.0,0.5]}],"
                    + "'model':'amazon.titan-embed-text-v2:0','usage':{'prompt_tokens':3,'total_tokens':3}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "amazon.titan-embed-text-v2:0 |"
            + " {'inputText':'a','normalize':false,'embeddingTypes':['float']}",
        "cohere.embed-english-v3 |"
            + " {'texts':['a'],'input_type':'clustering','embedding_types':['int8']}"
      })
  void whatIsTheModelsOwnIsSent(String model, String body) {
    ScriptedTransport transport = ScriptedTransport.answering(200, "{}");
    JsonObject own = json(body).without(Set.of("texts", "inputText"));

    embed(
        transport,
        model,
        new EmbeddingRequest(
            JsonObject.builder().put("input", "a").put("extra_body", own).build()));

    assertThat(Json.parseObject(transport.calls.getFirst().body())).isEqualTo(json(body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "cohere.embed-english-v3 |"
            + " {'embeddings':[[1.0],[2.0]],'response_type':'embeddings_floats'}",
        "us.cohere.embed-v4:0 | {'embeddings':{'float':[[1.0],[2.0]]}}"
      })
  void coheresModelsAreAskedForMany(String model, String answer) {
    ScriptedTransport transport =
        ScriptedTransport.answering(
            200, answer.replace('\'', '"'), "x-amzn-bedrock-input-token-count", "9");

    Heard heard = embed(transport, model, EmbeddingRequest.of("e", "a", "b"));

    assertThat(Json.parseObject(transport.calls.getFirst().body()))
        .isEqualTo(json("{'texts':['a','b'],'input_type':'search_document'}"));
    assertThat(heard.usage.map(Usage::promptTokens)).hasValue(9L);
    assertThat(heard.chunks.getFirst().array("data").orElseThrow().size()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "amazon.titan-embed-text-v1, 1",
    "cohere.embed-multilingual-v3, 96",
    "eu.cohere.embed-v4:0, 96"
  })
  void modelTakesSoManyTexts(String model, int most) {
    BedrockProvider bedrock =
        new BedrockProvider(ScriptedTransport.answering(200, ""), new ManualTime());

    assertThat(bedrock.embeddingLimit(deployment(model))).isEqualTo(EmbeddingLimit.ofInputs(most));
  }

  @Test
  void tokensAreCountedByTheModelAndNotByTheProfile() throws Exception {
    ScriptedTransport transport = ScriptedTransport.answering(200, "{\"inputTokens\":42}");

    assertThat(
            new BedrockProvider(transport, new ManualTime())
                .countTokens(deployment("us." + Asking.CLAUDE), ChatRequest.of("m", "Hi"), CONNECT))
        .hasValue(42);
    assertThat(transport.calls.getFirst().uri().getRawPath())
        .isEqualTo("/model/anthropic.claude-sonnet-4-5-20250929-v1%3A0/count-tokens");
    assertThat(Json.parseObject(transport.calls.getFirst().body()))
        .isEqualTo(
            json(
                "{'input':{'converse':{'messages':[{'role':'user','content':[{'text':'Hi'}]}]}}}"));
  }

  private static Deployment deployment(String model) {
    return Deployment.of("bedrock/us-east-1/" + model).withKey(Asking.KEY);
  }

  private static Heard embed(ScriptedTransport transport, String model, EmbeddingRequest request) {
    return Heard.from(
        new BedrockProvider(transport, new ManualTime())
            .embed(deployment(model), request, CONNECT));
  }

  private static JsonObject json(String singleQuoted) {
    return Json.parseObject(singleQuoted.replace('\'', '"'));
  }
}
