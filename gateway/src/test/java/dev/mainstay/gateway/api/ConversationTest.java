package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.model.ToolCall;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Match;
import dev.mainstay.simulator.script.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One conversation goes from any dialect to any other and back, in the middle of its tool calls.
 * The simulator refuses as the vendors do: foreign signatures, ids it does not take, results
 * without calls, calls of this turn without signatures, turns out of order.
 */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class ConversationTest {
  private static final List<String> MODELS =
      List.of(
          "openai/gpt-4o",
          "azure/gpt-4o-azure",
          "anthropic/claude-sonnet-4-5",
          "anthropic/claude-opus-4-6",
          "gemini/gemini-2.5-flash",
          "gemini/gemini-3-flash-preview",
          "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0",
          "bedrock/us.amazon.nova-pro-v1:0",
          "vertex_ai/gemini-3-flash",
          "vertex_ai/claude-sonnet-4-5@20250929",
          "mistral/mistral-large-latest",
          "deepseek/deepseek-reasoner",
          "cohere/command-a-reasoning-08-2025",
          "ollama/llama3.1");
  private static final String PICTURE = "iVBORw0KGgo=";
  private static final ChatRequest QUESTION =
      new ChatRequest(
          Json.parseObject(
              """
              {"model":"first","drops_unsupported":true,"max_tokens":4096,"reasoning_effort":"low",
               "messages":[
                {"role":"system","content":"Be brief."},
                {"role":"user","content":[{"type":"text","text":"How is the weather there?"},
                 {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}]}],
               "tools":[{"type":"function","function":{"name":"weather","description":"tells it",
                "parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}],
               "response_format":{"type":"json_schema","json_schema":{"name":"answer",
                "schema":{"type":"object","properties":{"sky":{"type":"string"}}}}}}
              """
                  .formatted(PICTURE)));
  // Ids as others make them, which Anthropic and Bedrock refuse.
  private static final Answer BEGINNING =
      Answer.text("Let me see.")
          .reasoning("I ", "look.")
          .andCalling(new ToolCall("functions.weather:0", "weather", "{\"city\":\"Paris\"}"))
          .andCalling(new ToolCall("call/2|x", "weather", "{\"city\":\"Rome\"}"));
  private static final Answer MIDDLE =
      Answer.calling("weather", "{\"city\":\"Oslo\"}").reasoning("Once ", "more.");
  private static final Answer END = Answer.text("{\"sky\":\"blue\"}").reasoning("Done.");

  static Stream<Arguments> pairs() {
    return MODELS.stream()
        .flatMap(first -> MODELS.stream().map(second -> Arguments.of(first, second)))
        .filter(pair -> !pair.get()[0].equals(pair.get()[1]));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void conversationGoesToTheFallbackAndBack(String first, String second) {
    Script script =
        Script.builder()
            .when(Match.model(bare(first)))
            .first(BEGINNING)
            .then(Fault.status(500))
            .thenAlways(END)
            .otherwise()
            .thenAlways(MIDDLE)
            .build();
    try (Simulator simulator = Simulator.start(script);
        Mainstay mainstay = mainstay(simulator, first, second)) {
      ChatResponse begun = mainstay.chat(QUESTION);
      ChatRequest goesOn = after(QUESTION, begun);
      ChatResponse fromFallback = stream(mainstay, goesOn);
      ChatRequest goesBack = after(goesOn, fromFallback);
      ChatResponse ended = stream(mainstay, goesBack);

      assertThat(begun.toolCalls()).hasSize(2);
      assertThat(begun.message().json().text("reasoning_content")).hasValue("I look.");
      assertThat(fromFallback.metadata().fallbackCount()).isEqualTo(1);
      assertThat(fromFallback.toolCalls()).hasSize(1);
      assertThat(ended.metadata().fallbackCount()).isZero();
      assertThat(ended.text()).isEqualTo(END.fullText());
      assertThat(simulator.requests().stream().map(ReceivedRequest::text))
          .hasSize(4)
          .allMatch(asked -> asked.contains("How is the weather there?"))
          .allMatch(asked -> asked.contains("Be brief.") && asked.contains(PICTURE));
      assertThat(simulator.requests().getLast().text())
          .contains("Paris", "Rome", "Oslo", "18 degrees in Paris", "18 degrees in Oslo");
    }
  }

  private static Mainstay mainstay(Simulator simulator, String first, String second) {
    return Mainstay.builder()
        .group("first", SimulatedWire.deployment(first, simulator.url()).withKey("sk-test"))
        .group("second", SimulatedWire.deployment(second, simulator.url()).withKey("sk-test"))
        .fallback("first", "second")
        .retries(RetryPolicy.of(0))
        .build();
  }

  private static ChatResponse stream(Mainstay mainstay, ChatRequest request) {
    try (ChatStream stream = mainstay.stream(request)) {
      stream.forEach(event -> {});
      return stream.response();
    }
  }

  private static ChatRequest after(ChatRequest request, ChatResponse answer) {
    List<JsonObject> all =
        new ArrayList<>(request.json().array("messages").orElseThrow().objects().toList());
    all.add(answer.message().json());
    for (ToolCall call : answer.toolCalls()) {
      String city = Json.parseObject(call.arguments()).text("city").orElseThrow();
      all.add(Message.tool(call.id(), "18 degrees in " + city).json());
    }
    return new ChatRequest(request.json().with("messages", JsonArray.of(all)));
  }

  private static String bare(String model) {
    return model.substring(model.indexOf('/') + 1);
  }
}
