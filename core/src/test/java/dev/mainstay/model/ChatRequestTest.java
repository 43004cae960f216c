package dev.mainstay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRequestTest {

  @Test
  void builderWritesOpenAisForm() {
    ChatRequest request =
        ChatRequest.builder("chat")
            .system("Be brief.")
            .user(Content.text("What is this?"), Content.image("image/png", new byte[] {1, 2, 3}))
            .assistant("A picture.")
            .message(Message.assistant(List.of(new ToolCall("c1", "look", "{\"at\":1}"))))
            .messages(List.of(Message.tool("c1", "a cat"), Message.of("developer", "Go on.")))
            .tool(Tool.function("look", "Looks at it.", "{ \"type\": \"object\" }"))
            .responseFormat(ResponseFormat.jsonObject())
            .temperature(0.2)
            .maxCompletionTokens(100)
            .stop("END", "\n")
            .field("seed", JsonNumber.of(7))
            .build();

    assertThat(request.json().toJson())
        .isEqualTo(
            """
            {"model":"chat",\
            "response_format":{"type":"json_object"},\
            "temperature":0.2,\
            "max_completion_tokens":100,\
            "stop":["END","\\n"],\
            "seed":7,\
            "messages":[\
            {"role":"system","content":"Be brief."},\
            {"role":"user","content":[\
            {"type":"text","text":"What is this?"},\
            {"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}}]},\
            {"role":"assistant","content":"A picture."},\
            {"role":"assistant","content":null,"tool_calls":[\
            {"id":"c1","type":"function","function":{"name":"look","arguments":"{\\"at\\":1}"}}]},\
            {"role":"tool","tool_call_id":"c1","content":"a cat"},\
            {"role":"developer","content":"Go on."}],\
            "tools":[{"type":"function","function":\
            {"name":"look","description":"Looks at it.","parameters":{ "type": "object" }}}]}\
            """);
    assertThat(request.messages()).hasSize(6);
    assertThat(request.tools()).extracting(Tool::name).containsExactly("look");
  }

  @Test
  void onlyWhatIsSetIsSent() {
    assertThat(ChatRequest.of("chat", "Hello").json().toJson())
        .isEqualTo("{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");
  }

  @Test
  void schemaIsSentStrict() {
    JsonObject schema = Json.parseObject("{\"type\":\"object\"}");

    assertThat(ResponseFormat.jsonSchema("answer", schema).json().toJson())
        .isEqualTo(
            "{\"type\":\"json_schema\",\"json_schema\":"
                + "{\"name\":\"answer\",\"strict\":true,\"schema\":{\"type\":\"object\"}}}");
  }

  @Test
  void requestWithoutAMessageIsRefused() {
    assertThatThrownBy(() -> ChatRequest.builder("chat").build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no message")
        .hasMessageContaining("user(");
  }

  @Test
  void whatIsSetByNameStandsUnderOpenAisName() {
    ChatRequest request =
        ChatRequest.builder("chat")
            .user("Hi")
            .topP(0.9)
            .seed(7)
            .maxTokens(100)
            .reasoningEffort("low")
            .toolChoice(ToolChoice.function("look"))
            .parallelToolCalls(false)
            .field("text", "a")
            .field("whole", 1)
            .field("part", 1.5)
            .field("flag", true)
            .build();

    assertThat(request.json().without(Set.of("model", "messages")).toJson())
        .isEqualTo(
            """
            {"top_p":0.9,"seed":7,"max_tokens":100,"reasoning_effort":"low",\
            "tool_choice":{"type":"function","function":{"name":"look"}},\
            "parallel_tool_calls":false,"text":"a","whole":1,"part":1.5,"flag":true}\
            """);
    assertThat(List.of(ToolChoice.auto(), ToolChoice.none(), ToolChoice.required()))
        .extracting(choice -> choice.json().toJson())
        .containsExactly("\"auto\"", "\"none\"", "\"required\"");
  }

  @Test
  void documentsAndSoundAreParts() {
    byte[] bytes = {1, 2, 3};

    assertThat(Content.pdf("a.pdf", bytes).toJson().toJson())
        .isEqualTo(
            """
            {"type":"file","file":{"filename":"a.pdf",\
            "file_data":"data:application/pdf;base64,AQID"}}\
            """);
    assertThat(Content.audio("wav", bytes).toJson().toJson())
        .isEqualTo(
            "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AQID\",\"format\":\"wav\"}}");
  }

  @Test
  void conversationAndToolsGrowAtTheirEnds() {
    ChatRequest request = ChatRequest.of("chat", "Hi");
    Tool look = Tool.function("look", "Looks.", "{}");

    ChatRequest more = request.with(Message.assistant("Hello")).withTools(List.of(look));

    assertThat(more.messages()).containsExactly(Message.user("Hi"), Message.assistant("Hello"));
    assertThat(more.withTools(List.of(look)).tools()).containsExactly(look, look);
    assertThat(request.withTools(List.of())).isSameAs(request);
  }

  @Test
  void builtRequestStaysAsItIsWhenItsBuilderGoesOn() {
    ChatRequestBuilder builder = ChatRequest.builder("chat").user("One");

    ChatRequest first = builder.build();
    ChatRequest second = builder.user("Two").temperature(1).build();

    assertThat(first).isEqualTo(ChatRequest.of("chat", "One"));
    assertThat(second.messages()).extracting(Message::text).containsExactly("One", "Two");
  }

  @Test
  void nothingButTheModelChangesWithTheModel() {
    ChatRequest request = request("{\"x\": 1.0, \"model\":\"a\", \"messages\":[ {} ]}");

    assertThat(request.withModel("b").json().toJson())
        .isEqualTo("{\"x\":1.0,\"model\":\"b\",\"messages\":[ {} ]}");
  }

  @Test
  void requestThatIsStreamedAlreadyIsLeftByteForByte() {
    ChatRequest streamed = request("{ \"stream\" : true }");
    ChatRequest plain = request("{ }");

    assertThat(streamed.withStream(true)).isSameAs(streamed);
    assertThat(plain.withStream(false)).isSameAs(plain);
    assertThat(streamed.withStream(false).isStream()).isFalse();
    assertThat(plain.withStream(true).isStream()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        """
        {"model":null,"messages":null,"tools":null,"stream":null,"n":null,"stream_options":null}\
        """,
        """
        {"model":1,"messages":{},"tools":"x","stream":"true","n":"2","stream_options":[true]}\
        """,
        """
        {"model":[],"messages":[1,"x",null],"tools":[[]],"stream":1,"n":{},
         "stream_options":{"include_usage":"true"}}\
        """
      })
  void strangeRequestHasTheDefaults(String json) {
    ChatRequest request = request(json);

    assertThat(request.model()).isEmpty();
    assertThat(request.messages()).isEmpty();
    assertThat(request.tools()).isEmpty();
    assertThat(request.isStream()).isFalse();
    assertThat(request.choices()).isEqualTo(1);
    assertThat(request.includesUsage()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "3, 3",
    "2.9, 2",
    "0, 1",
    "-4, 1",
    "5000000000, 2147483647",
    "1e99999999999, 2147483647",
    "-1e99999999999, 1"
  })
  void numberOfChoicesIsAtLeastOne(String n, int expected) {
    assertThat(request("{\"n\":" + n + "}").choices()).isEqualTo(expected);
  }

  @Test
  void usageIsAskedForInTheStreamsOptions() {
    assertThat(request("{\"stream_options\":{\"include_usage\":true}}").includesUsage()).isTrue();
    assertThat(request("{\"stream_options\":{\"include_usage\":false}}").includesUsage()).isFalse();
  }

  @Test
  void toolOfAnotherTypeHasNoName() {
    assertThat(new Tool(JsonObject.of("type", new JsonString("web_search"))).name()).isEmpty();
  }

  private static ChatRequest request(String json) {
    return new ChatRequest(Json.parseObject(json));
  }
}
