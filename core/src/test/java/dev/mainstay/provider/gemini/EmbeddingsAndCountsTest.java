package dev.mainstay.provider.gemini;

import static dev.mainstay.provider.gemini.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.EmbeddingLimit;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.wire.Fixture;
import dev.mainstay.provider.wire.FixtureSet;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.time.ManualTime;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Embeddings and counts of Gemini's models, at AI Studio and at Vertex AI. */
class EmbeddingsAndCountsTest {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Deployment STUDIO =
      Deployment.of("gemini/gemini-embedding-001").withKey(Asking.KEY);
  private static final Deployment VERTEX =
      Deployment.of("vertex_ai/text-embedding-005")
          .withEndpoint(
              URI.create("https://aiplatform.googleapis.com/v1/projects/p/locations/global"))
          .withKey(Asking.KEY);

  @Test
  void studioIsAskedForManyAtOnce() {
    ScriptedTransport transport =
        ScriptedTransport.answering(
            200, "{\"embeddings\":[{\"values\":[1.0,0.5]},{\"values\":[0.0,2.0]}]}");
    Provider gemini = new GeminiProvider(transport, new ManualTime());

    Heard heard =
        Heard.from(
            gemini.embed(STUDIO, EmbeddingRequest.of("e", "a", "b").withDimensions(2), CONNECT));

    assertThat(transport.calls.getFirst().uri().getPath())
        .isEqualTo("/v1beta/models/gemini-embedding-001:batchEmbedContents");
    assertThat(Json.parseObject(transport.calls.getFirst().body()))
        .isEqualTo(
            json(
                "{'requests':[{'model':'models/gemini-embedding-001','content':{'parts':[{'text':'a'}]},"
                    + "'outputDimensionality':2},{'model':'models/gemini-embedding-001','content':"
                    + "{'parts':[{'text':'b'}]},'outputDimensionality':2}]}"));
    assertThat(heard.chunks.getFirst())
        .isEqualTo(
            json(
                "{'object':'list','data':[{'object':'embedding','index':0,'embedding':[1.0,0.5]},"
                    + "{'object':'embedding','index':1,'embedding':[0.0,2.0]}],"
                    + "'model':'gemini-embedding-001',"
                    + "'usage':{'prompt_tokens':2,'total_tokens':2,'estimated':true}}"));
    assertThat(heard.usage.map(Usage::promptTokens)).hasValue(2L);
    assertThat(gemini.embeddingLimit(STUDIO)).isEqualTo(EmbeddingLimit.ofInputs(100));
  }

  @Test
  void vertexIsAskedToPredict() {
    ScriptedTransport transport =
        ScriptedTransport.answering(
            200,
            "{\"predictions\":[{\"embeddings\":{\"values\":[1.0],\"statistics\":{\"token_count\":3}}},"
                + "{\"embeddings\":{\"values\":[2.0],\"statistics\":{\"token_count\":4}}}]}");
    Provider vertex = GeminiProvider.atVertex(transport, new ManualTime());
    EmbeddingRequest request =
        new EmbeddingRequest(json("{'model':'e','input':['a','b'],'task_type':'RETRIEVAL_QUERY'}"));

    Heard heard =
        Heard.from(vertex.embed(VERTEX.withDefaults(json("{'dimensions':1}")), request, CONNECT));

    assertThat(transport.calls.getFirst().uri().getPath())
        .endsWith("/publishers/google/models/text-embedding-005:predict");
    assertThat(Json.parseObject(transport.calls.getFirst().body()))
        .isEqualTo(
            json(
                "{'instances':[{'content':'a','task_type':'RETRIEVAL_QUERY'},{'content':'b',"
                    + "'task_type':'RETRIEVAL_QUERY'}],'parameters':{'outputDimensionality':1}}"));
    assertThat(heard.usage.map(Usage::promptTokens)).hasValue(7L);
    assertThat(vertex.embeddingLimit(VERTEX)).isEqualTo(new EmbeddingLimit(250, 20_000));
    assertThat(vertex.embeddingLimit(VERTEX.withModel("gemini-embedding-001")))
        .isEqualTo(EmbeddingLimit.ofInputs(1));
  }

  @Test
  void tokensAsInputAndWrongCountsAreRefused() {
    ScriptedTransport transport =
        ScriptedTransport.answering(200, "{\"embeddings\":[{\"values\":[1.0]}]}");
    Provider gemini = new GeminiProvider(transport, new ManualTime());

    Heard tokens =
        Heard.from(
            gemini.embed(
                STUDIO, new EmbeddingRequest(json("{'model':'e','input':[[1,2]]}")), CONNECT));
    Heard fewer = Heard.from(gemini.embed(STUDIO, EmbeddingRequest.of("e", "a", "b"), CONNECT));

    assertThat(tokens.failure.orElseThrow()).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(transport.calls).hasSize(1);
    assertThat(fewer.failure.orElseThrow()).isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(fewer.failure.orElseThrow().message())
        .contains("the answer has 1 embeddings for 2 inputs");
  }

  @Test
  void recordedAnswerIsRead() {
    Fixture fixture = FixtureSet.GEMINI_EMBEDDINGS.stream().findFirst().orElseThrow();
    ScriptedTransport transport =
        ScriptedTransport.answering(200, new String(fixture.body(), StandardCharsets.UTF_8));

    Heard heard =
        Heard.from(
            new GeminiProvider(transport, new ManualTime())
                .embed(STUDIO, EmbeddingRequest.of("e", "a"), CONNECT));

    assertThat(heard.chunks.getFirst().array("data").orElseThrow().objects().findFirst())
        .get()
        .extracting(item -> item.array("embedding").map(JsonArray::size).orElse(0))
        .isEqualTo(
            Json.parseObject(fixture.body())
                .array("embeddings")
                .orElseThrow()
                .objects()
                .findFirst()
                .flatMap(item -> item.array("values"))
                .map(JsonArray::size)
                .orElseThrow());
  }

  @Test
  void tokensAreCountedByBoth() throws Exception {
    ScriptedTransport transport = ScriptedTransport.answering(200, "{\"totalTokens\":42}");
    ChatRequest request = ChatRequest.of("m", "Hi");

    assertThat(
            new GeminiProvider(transport, new ManualTime())
                .countTokens(STUDIO.withModel("gemini-2.5-flash"), request, CONNECT))
        .hasValue(42);
    assertThat(
            GeminiProvider.atVertex(transport, new ManualTime())
                .countTokens(VERTEX.withModel("gemini-2.5-flash"), request, CONNECT))
        .hasValue(42);

    JsonObject contents = json("{'contents':[{'role':'user','parts':[{'text':'Hi'}]}]}");
    assertThat(transport.calls)
        .extracting(call -> call.uri().getPath().replaceAll(".*/", ""))
        .containsExactly("gemini-2.5-flash:countTokens", "gemini-2.5-flash:countTokens");
    assertThat(Json.parseObject(transport.calls.getFirst().body()))
        .isEqualTo(
            JsonObject.of(
                "generateContentRequest", contents.with("model", "models/gemini-2.5-flash")));
    assertThat(Json.parseObject(transport.calls.getLast().body())).isEqualTo(contents);
  }

  @Test
  void whatIsTheProvidersOwnIsSent() {
    ScriptedTransport transport = ScriptedTransport.answering(200, "{}");
    String own =
        ",'title':'t','extra_body':{'autoTruncate':false,'model':'x','task_type':'CLUSTERING'}}";
    EmbeddingRequest request = new EmbeddingRequest(json("{'model':'e','input':['a']" + own));

    Heard.from(new GeminiProvider(transport, new ManualTime()).embed(STUDIO, request, CONNECT));
    Heard.from(
        GeminiProvider.atVertex(transport, new ManualTime()).embed(VERTEX, request, CONNECT));

    int calls = transport.calls.size();
    assertThat(Json.parseObject(transport.calls.get(calls - 2).body()))
        .isEqualTo(
            json(
                "{'requests':[{'model':'models/gemini-embedding-001','content':{'parts':[{'text':'a'}]},"
                    + "'taskType':'CLUSTERING','title':'t','autoTruncate':false}]}"));
    assertThat(Json.parseObject(transport.calls.getLast().body()))
        .isEqualTo(
            json(
                "{'instances':[{'content':'a','task_type':'CLUSTERING','title':'t'}],"
                    + "'parameters':{'autoTruncate':false}}"));
  }

  @Test
  void vertexIsAskedToCountWhatItCountsAlone() throws Exception {
    ScriptedTransport transport = ScriptedTransport.answering(200, "{\"totalTokens\":42}");
    ChatRequest request =
        new ChatRequest(
            json(
                "{'messages':[{'role':'system','content':'s'},{'role':'user','content':'Hi'}],"
                    + "'temperature':0.5,'safetySettings':[],'cachedContent':'c','tool_choice':'auto',"
                    + "'tools':[{'type':'function','function':{'name':'f'}}]}"));

    GeminiProvider.atVertex(transport, new ManualTime())
        .countTokens(VERTEX.withModel("gemini-2.5-flash"), request, CONNECT);

    assertThat(Json.parseObject(transport.calls.getFirst().body()).names())
        .containsExactly("contents", "systemInstruction", "tools", "generationConfig");
  }

  @Test
  void countThatIsNotToldIsNone() throws Exception {
    assertThat(
            new GeminiProvider(ScriptedTransport.answering(429, "{}"), new ManualTime())
                .countTokens(STUDIO, ChatRequest.of("m", "Hi"), CONNECT))
        .isEmpty();
  }
}
