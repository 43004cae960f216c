package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the configuration added to embeddings, and a provider refuses, does not cost the call. */
class TakingBackEmbeddingsTest {
  private static final String SIZE = "(?i).*(output_?)?dimension(s|ality)?\":2.*";

  private final List<String> sent = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "OPENAI,           text-embedding-3-small,       user,       user",
    "GEMINI,           gemini-embedding-001,         task_type,  taskType",
    "GEMINI,           gemini-embedding-001,         input_type, taskType",
    "GEMINI_AT_VERTEX, text-embedding-005,           taskType,   task_type",
    "COHERE,           embed-v4.0,                   truncate,   truncate",
    "NOVA,             cohere.embed-english-v3,      truncate,   truncate",
    "OLLAMA,           nomic-embed-text,             keep_alive, keep_alive",
  })
  void fieldOfOursThatIsRefusedIsTakenBackAndRemembered(
      EveryDialect dialect, String model, String field, String asSent) {
    Provider provider = dialect.provider(refusing(asSent));
    Deployment deployment =
        dialect
            .deployment()
            .withModel(model)
            .withDefaults(json("{'dimensions':2,'" + field + "':'X'}"));

    ask(provider, deployment, "{'model':'e','input':['a']}");
    ask(provider, deployment, "{'model':'e','input':['a']}");

    assertThat(sent)
        .extracting(body -> body.contains("\"" + asSent + "\""))
        .containsExactly(true, false, false);
    assertThat(sent).allMatch(body -> body.matches(SIZE));
  }

  @ParameterizedTest
  @CsvSource({
    "GEMINI, gemini-embedding-001,     task_type,  taskType",
    "COHERE, embed-v4.0,               truncate,   truncate",
    "OLLAMA, nomic-embed-text,         keep_alive, keep_alive",
  })
  void whatTheCallerSentIsTheCallersToLearn(
      EveryDialect dialect, String model, String field, String asSent) {
    Provider provider = dialect.provider(refusing(asSent));
    Deployment deployment =
        dialect.deployment().withModel(model).withDefaults(json("{'" + field + "':'X'}"));

    ask(provider, deployment, "{'model':'e','input':['a'],'" + field + "':'Y'}");

    assertThat(sent).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "GEMINI, gemini-embedding-001,         dimensions, outputDimensionality",
    "COHERE, embed-v4.0,                   dimensions, output_dimension",
    "COHERE, embed-v4.0,                   input_type, input_type",
    "NOVA,   amazon.titan-embed-text-v2:0, normalize,  normalize",
    "OLLAMA, nomic-embed-text,             dimensions, dimensions",
  })
  void whatFormsTheVectorsIsNeverTakenBack(
      EveryDialect dialect, String model, String field, String asSent) {
    Provider provider = dialect.provider(refusing(asSent));
    Deployment deployment =
        dialect.deployment().withModel(model).withDefaults(json("{'" + field + "':2}"));

    ask(provider, deployment, "{'model':'e','input':['a']}");

    assertThat(sent).hasSize(1);
  }

  private static void ask(Provider provider, Deployment deployment, String request) {
    Heard.from(
        provider.embed(deployment, new EmbeddingRequest(json(request)), Duration.ofSeconds(5)));
  }

  /** Refuses {@code field}, and whatever else it is sent as something else. */
  private Transport refusing(String field) {
    return new Transport() {
      @Override
      public Exchange open(HttpCall call) {
        String body = new String(call.body());
        sent.add(body);
        String why =
            body.contains("\"" + field + "\"") ? "unknown field " + field : "try another day";
        return ScriptedTransport.answering(400, "{\"error\":{\"message\":\"" + why + "\"}}")
            .open(call);
      }

      @Override
      public void close() {}
    };
  }

  private static JsonObject json(String text) {
    return Json.parseObject(text.replace('\'', '"'));
  }
}
