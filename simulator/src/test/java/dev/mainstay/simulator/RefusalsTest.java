package dev.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each vendor is known to refuse is refused on its wire, in its words. */
class RefusalsTest {
  private static final Simulator SIMULATOR = Simulator.start(Script.always(Answer.text("Hello")));

  @AfterAll
  static void stop() {
    SIMULATOR.close();
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatTheVendorWouldRefuseIsRefused(Refusal refusal) {
    Heard heard = refusal.ask();

    assertThat(heard.status()).isIn(400, 422);
    assertThat(heard.body()).contains(refusal.words);
  }

  static List<Refusal> refusals() throws IOException {
    try (InputStream in = RefusalsTest.class.getResourceAsStream("refusals.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Refusal::of)
          .toList();
    }
  }

  /** Rules that hold for some models do not for their neighbours. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "anthropic claude-opus-4-6 | {'max_tokens':9,'temperature':0.5,'messages':[{'role':'user','content':'q'}]}",
        "anthropic claude-opus-4-7 | {'max_tokens':9,'temperature':1,'messages':[{'role':'user','content':'q'}]}",
        "anthropic claude-opus-5 | {'max_tokens':9,'tools':[{'name':'f','input_schema':{'type':'object'}}],'tool_choice':{'type':'any'},'messages':[{'role':'user','content':'q'}]}",
        "anthropic claude-haiku-5-5 | {'max_tokens':9,'tools':[{'name':'f','input_schema':{'type':'object'}}],'tool_choice':{'type':'any'},'messages':[{'role':'user','content':'q'}]}",
        "anthropic claude-opus-4-5 | {'max_tokens':9,'output_config':{'effort':'low'},'messages':[{'role':'user','content':'q'}]}",
        "anthropic claude-sonnet-4-5 | {'max_tokens':9,'messages':[{'role':'user','content':'q'},{'role':'assistant','content':'a'}]}",
        "gemini-3-flash | {'contents':[{'parts':[{'text':'q'}]}],'tools':[{'functionDeclarations':[{'name':'f'}]}],'generationConfig':{'responseMimeType':'application/json'}}",
        "openai gpt-5-mini | {'messages':[{'role':'user','content':'q'}],'temperature':1,'top_p':1,'presence_penalty':0}",
        "openai gpt-5.2 | {'messages':[{'role':'user','content':'q'}],'temperature':0.5}",
        "openai gpt-5-chat-latest | {'messages':[{'role':'user','content':'q'}],'max_tokens':9}",
        "openai o1 | {'messages':[{'role':'user','content':'q'}],'stop':'x'}",
        "openai gpt-oss-120b | {'messages':[{'role':'user','content':'q'}],'top_k':3}",
        "openai qwen3 | {'messages':[{'role':'user','content':'q'}],'user':'u','max_tokens':9}"
      })
  void whatIsTakenIsAnswered(String who, String body) {
    assertThat(Refusal.of(who + "|" + body + "|").ask().status()).isEqualTo(200);
  }

  /**
   * A row of the table.
   *
   * @param who the wire, and the model
   */
  record Refusal(String who, String body, String words) {
    static Refusal of(String line) {
      String[] columns = line.split("[|]", 3);
      return new Refusal(columns[0].strip(), columns[1].strip(), columns[2].strip());
    }

    Heard ask() {
      JsonObject json = Json.parseObject(body.replace('\'', '"'));
      String[] parts = who.split(" ", 2);
      String model = parts[parts.length - 1];
      return switch (parts[0]) {
        case "bedrock" -> send("/model/" + model + "/converse", json);
        case "anthropic" -> send("/v1/messages", json.with("model", model));
        case "cohere" -> send("/v2/chat", json.with("model", model));
        case "ollama" -> send("/api/chat", parts.length == 1 ? json : json.with("model", model));
        case "openai" -> send("/v1/chat/completions", json.with("model", model));
        case "azure" ->
            send("/openai/deployments/" + model + "/chat/completions?api-version=2024-10-21", json);
        default -> send("/v1beta/models/" + model + ":generateContent", json);
      };
    }

    private static Heard send(String path, JsonObject json) {
      String body = json.toJson();
      try (RawClient client = RawClient.connect(SIMULATOR)) {
        return client.postTo(path, body, "anthropic-version: 2023-06-01").hear();
      }
    }
  }
}
