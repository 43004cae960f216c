package dev.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each vendor is known to refuse is refused on its wire, in its words; the rest is taken. */
class RefusalsTest {
  private static final Simulator SIMULATOR = Simulator.start(Script.always(Answer.text("Hello")));

  @AfterAll
  static void stop() {
    SIMULATOR.close();
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatTheVendorWouldRefuseIsRefused(Row row) {
    Heard heard = row.ask();

    assertThat(heard.status()).isIn(400, 422);
    assertThat(heard.body()).contains(row.words);
  }

  static List<Row> refusals() throws IOException {
    return rows("refusals.txt");
  }

  /** Whatever documents have is sound, and what a rule forbids some models their neighbours may. */
  @ParameterizedTest
  @MethodSource("taken")
  void whatIsSoundIsAnswered(Row row) {
    Heard heard = row.ask();

    assertThat(heard.status() + " " + heard.body()).startsWith("200 ");
  }

  static List<Row> taken() throws IOException {
    return rows("taken.txt");
  }

  @Test
  void modelIsAskedForWhereTheVendorNeedsOne() {
    String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]}";

    assertThat(ask("/api.openai.com/v1/chat/completions", body).status()).isEqualTo(400);
    assertThat(ask("/api.openai.com/v1/completions", "{\"prompt\":\"q\"}").status()).isEqualTo(400);
    assertThat(ask("/api.openai.com/v1/embeddings", "{\"input\":\"q\"}").status()).isEqualTo(400);
    assertThat(ask("/api.mistral.ai/v1/chat/completions", body).status()).isEqualTo(422);
    assertThat(ask("/api.cerebras.ai/v1/chat/completions", body).status()).isEqualTo(422);
    assertThat(ask("/api.groq.com/openai/v1/chat/completions", body).body())
        .contains("property 'model' is missing");
    assertThat(ask("/v1/messages", body, "anthropic-version: 2023-06-01").body())
        .contains("model: Field required");
    assertThat(ask("/v2/chat", body).body()).contains("model is required");
  }

  @Test
  void bedrockTakes2500TextsToStopAt() {
    String stops = "\"s\"" + ",\"s\"".repeat(2_499);
    String body =
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"q\"}]}],"
            + "\"inferenceConfig\":{\"stopSequences\":[%s]}}";
    String path = "/model/us.amazon.nova-pro-v1:0/converse";

    assertThat(ask(path, body.formatted(stops)).status()).isEqualTo(200);
    assertThat(ask(path, body.formatted(stops + ",\"s\"")).body())
        .contains("less than or equal to 2500");
  }

  private static List<Row> rows(String file) throws IOException {
    try (InputStream in = RefusalsTest.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(Row::of)
          .toList();
    }
  }

  private static Heard ask(String path, String body, String... headers) {
    try (RawClient client = RawClient.connect(SIMULATOR)) {
      return client.postTo(path, body, headers).hear();
    }
  }

  /**
   * A row of a table.
   *
   * @param who the wire, and the model
   * @param words in which it is refused; empty where it is not
   */
  record Row(String who, String body, String words) {
    private static final String HEADER = "#";

    static Row of(String line) {
      String[] columns = line.split("[|]", 3);
      return new Row(
          columns[0].strip(), columns[1].strip(), columns.length < 3 ? "" : columns[2].strip());
    }

    Heard ask() {
      JsonObject json = Json.parseObject(body.replace('\'', '"'));
      List<String> headers = new ArrayList<>(List.of("anthropic-version: 2023-06-01"));
      json.text(HEADER).ifPresent(headers::add);
      String[] parts = who.split(" ", 2);
      String model = parts.length == 1 ? "" : parts[1];
      JsonObject sent = json.without(Set.of(HEADER));
      return RefusalsTest.ask(
          path(parts[0], model),
          (isNamedInBody(parts[0]) && !model.isEmpty() ? sent.with("model", model) : sent).toJson(),
          headers.toArray(String[]::new));
    }

    private static boolean isNamedInBody(String wire) {
      return switch (wire) {
        case "azure",
            "bedrock",
            "bedrock-embed",
            "gemini",
            "gemini-embed",
            "vertex",
            "vertex-claude" ->
            false;
        default -> true;
      };
    }

    private static String path(String wire, String model) {
      return switch (wire) {
        case "anthropic" -> "/v1/messages";
        case "anybody" -> "/v1/chat/completions";
        case "anybody-embed" -> "/v1/embeddings";
        case "azure" -> "/openai/deployments/" + model + "/chat/completions?api-version=2024-10-21";
        case "bedrock" -> "/model/" + model + "/converse";
        case "bedrock-embed" -> "/model/" + model + "/invoke";
        case "cerebras" -> "/api.cerebras.ai/v1/chat/completions";
        case "cerebras-text" -> "/api.cerebras.ai/v1/completions";
        case "cohere" -> "/v2/chat";
        case "cohere-embed" -> "/v2/embed";
        case "foundry" -> "/models/chat/completions?api-version=2024-05-01-preview";
        case "gemini" -> "/v1beta/models/" + model + ":generateContent";
        case "gemini-embed" -> "/v1beta/models/" + model + ":embedContent";
        case "groq" -> "/api.groq.com/openai/v1/chat/completions";
        case "mistral" -> "/api.mistral.ai/v1/chat/completions";
        case "ollama" -> "/api/chat";
        case "openai" -> "/api.openai.com/v1/chat/completions";
        case "openai-embed" -> "/api.openai.com/v1/embeddings";
        case "openai-text" -> "/api.openai.com/v1/completions";
        case "vertex" -> vertex("google", model, "generateContent");
        case "vertex-claude" -> vertex("anthropic", model, "rawPredict");
        default -> throw new IllegalArgumentException("no wire is called " + wire);
      };
    }

    private static String vertex(String publisher, String model, String operation) {
      return "/v1/projects/p/locations/global/publishers/%s/models/%s:%s"
          .formatted(publisher, model, operation);
    }
  }
}
