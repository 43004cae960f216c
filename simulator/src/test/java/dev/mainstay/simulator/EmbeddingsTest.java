package dev.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.JsonArray;
import dev.mainstay.model.Embedding;
import dev.mainstay.simulator.Heard.How;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Catalogue;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Reply;
import dev.mainstay.simulator.script.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Embeddings on every wire that has them. */
@Timeout(20)
final class EmbeddingsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "/v1/embeddings | {'model':'e','input':['Hi','Ho'],'dimensions':2}"
            + " | {'object':'list','data':[{'object':'embedding','index':0,'embedding':V},"
            + "{'object':'embedding','index':1,'embedding':V}],'model':'e',"
            + "'usage':{'prompt_tokens':N,'total_tokens':N}}",
        "/openai/deployments/my-e/embeddings?api-version=2024-10-21"
            + " | {'input':'Hi','dimensions':2}"
            + " | {'object':'list','data':[{'object':'embedding','index':0,'embedding':V}],"
            + "'model':'my-e','usage':{'prompt_tokens':N,'total_tokens':N}}",
        "/v1beta/models/e:batchEmbedContents"
            + " | {'requests':[{'content':{'parts':[{'text':'Hi'}]},'outputDimensionality':2}]}"
            + " | {'embeddings':[{'values':V}]}",
        "/v1beta/models/e:embedContent"
            + " | {'content':{'parts':[{'text':'Hi'}]},'outputDimensionality':2}"
            + " | {'embedding':{'values':V}}",
        "/v1/projects/p/locations/l/publishers/google/models/e:predict"
            + " | {'instances':[{'content':'Hi'}],'parameters':{'outputDimensionality':2}}"
            + " | {'predictions':[{'embeddings':{'statistics':{'truncated':false,'token_count':N},"
            + "'values':V}}]}",
        "/model/amazon.titan-embed-text-v2%3A0/invoke | {'inputText':'Hi','dimensions':2}"
            + " | {'inputTextTokenCount':N,'embedding':V}",
        "/model/cohere.embed-english-v3/invoke"
            + " | {'texts':['Hi'],'input_type':'search_document','output_dimension':2}"
            + " | {'id':'req_simulated_1','response_type':'embeddings_floats','embeddings':[V],"
            + "'texts':['Hi']}",
        "/v2/embed"
            + " | {'model':'e','texts':['Hi'],'input_type':'search_document','output_dimension':2}"
            + " | {'id':'req_simulated_1','embeddings':{'float':[V]},'texts':['Hi'],"
            + "'meta':{'billed_units':{'input_tokens':N}},'response_type':'embeddings_by_type'}",
        "/api/embed | {'model':'e','input':'Hi','dimensions':2}"
            + " | {'model':'e','embeddings':[V],'total_duration':N,'load_duration':N,"
            + "'prompt_eval_count':N}",
      })
  void vectorsComeInEachVendorsForm(String path, String body, String form) {
    Heard heard = ask(Answer.standard(), path, body);

    assertThat(heard.status()).isEqualTo(200);
    String answer =
        heard
            .body()
            .replaceAll("\\[-?0\\.\\d+,-?0\\.\\d+\\]", "V")
            .replaceAll("(?<!\"index\"):\\d+", ":N");
    assertThat(answer).isEqualTo(form.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "/api.openai.com/v1/embeddings | {'model':'e'} | Missing required parameter: 'input'.",
        "/api.openai.com/v1/embeddings | {'model':'e','input':['a','']} | '$.input' is invalid",
        "/v1/embeddings | {'model':'e','input':'a','dimensions':0} | 1 to 4096 dimensions",
        "/openai/deployments/e/embeddings | {'input':'a'} | Resource not found",
        "/v1beta/models/e:batchEmbedContents | {'requests':[{'content':{},'truncate':1}]}"
            + " | Unknown name \\\"truncate\\\"",
        "/v1/projects/p/locations/l/publishers/google/models/gemini-embedding-001:predict"
            + " | {'instances':[{'content':'a'},{'content':'b'}]} | the maximum is 1",
        "/model/amazon.titan-embed-text-v2%3A0/invoke | {'inputText':'a','truncate':'END'}"
            + " | extraneous key [truncate]",
        "/model/cohere.embed-english-v3/invoke | {'texts':['a']}"
            + " | required key [input_type] not found",
        "/v2/embed | {'model':'e','texts':['a']} | valid input_type must be provided",
        "/v2/embed | {'model':'e','texts':['a'],'input_type':'x','user':'u'}"
            + " | parameter user is not a valid field",
        "/api/embed | {'model':'e','input':[[1,2]]} | invalid input type",
      })
  void whatAVendorRefusesIsRefusedInItsForm(String path, String body, String words) {
    Heard heard = ask(Answer.standard(), path, body);

    assertThat(heard.status()).isIn(400, 404, 422);
    assertThat(heard.body()).contains(words);
  }

  @Test
  void textHasOneVectorAndTextsThatShareWordsAreNear() {
    float[] cats = vector("Cats sleep all day");

    assertThat(vector("Cats sleep all day")).isEqualTo(cats);
    assertThat(product(cats, cats)).isBetween(0.9999, 1.0001);
    assertThat(product(cats, vector("cats sleep at night")))
        .isGreaterThan(product(cats, vector("Interest rates rose")));
  }

  private static float[] vector(String text) {
    Heard heard =
        ask(
            Answer.standard(),
            "/v1/embeddings",
            "{'model':'e','input':'" + text + "','encoding_format':'base64'}");
    return Embedding.floats(
        heard
            .json()
            .array("data")
            .orElseThrow()
            .objects()
            .toList()
            .getFirst()
            .get("embedding")
            .orElseThrow());
  }

  private static double product(float[] one, float[] other) {
    assertThat(one).hasSize(16).hasSameSizeAs(other);
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  @Test
  void faultsAreThoseOfChats() {
    Fault limit = Fault.status(429);
    Reply end = Catalogue.find("end").orElseThrow().reply();
    String two = "{'model':'e','input':['a','b']}";

    assertThat(ask(limit, "/v1/embeddings", two).status()).isEqualTo(429);
    assertThat(ask(limit, "/v2/embed", "{'model':'e','texts':['a'],'input_type':'x'}").body())
        .isEqualTo("{\"id\":\"err_simulated\",\"message\":\"Rate limit reached.\"}");
    assertThat(ask(end, "/v1/embeddings", two).json().array("data").map(JsonArray::size))
        .hasValue(1);
  }

  @Test
  void stepsForSomeModelsAndTextsAreForEmbeddingsToo() {
    Script script = Script.parse("when:\n  - {prompt: bad, always: [{status: 503}]}");

    assertThat(ask(script, "/api/embed", "{'model':'e','input':['good']}").status()).isEqualTo(200);
    assertThat(ask(script, "/api/embed", "{'model':'e','input':['good','bad']}").status())
        .isEqualTo(503);
  }

  /** What the standard answer says would be more than the limit. */
  @Test
  void limitCountsWhatIsReadAlone() {
    Script script = Script.parse("limit: {tokens: 30, per: 1m, window: fixed}");
    String body = "{\"model\":\"e\",\"input\":\"a\"}";
    String request =
        "POST /api/embed HTTP/1.1\r\nhost: s\r\ncontent-length: "
            + body.length()
            + "\r\n\r\n"
            + body;

    try (Simulator simulator = Simulator.start(script);
        RawClient client = RawClient.connect(simulator)) {
      assertThat(client.send(request).hear().status()).isEqualTo(200);
      assertThat(client.send(request).hear().status()).isEqualTo(200);
    }
  }

  private static Heard ask(Reply reply, String path, String body) {
    return ask(Script.always(reply), path, body);
  }

  private static Heard ask(Script script, String path, String quoted) {
    String body = quoted.replace('\'', '"');
    try (Simulator simulator = Simulator.start(script);
        RawClient client = RawClient.connect(simulator)) {
      Heard heard =
          client
              .send(
                  "POST "
                      + path
                      + " HTTP/1.1\r\nhost: simulator\r\ncontent-length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
              .hear();
      assertThat(heard.how()).isEqualTo(How.WHOLE);
      return heard;
    }
  }
}
