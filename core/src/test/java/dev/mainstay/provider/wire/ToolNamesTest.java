package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.ToolCall;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Names of tools that one provider takes and another does not. */
class ToolNamesTest {
  private static final String LONG = "mcp__" + "inventory_".repeat(9) + "find";
  private static final Pattern SHORT = Pattern.compile("\"(mcp__inventory_[a-z_]*_[0-9a-f]{8})\"");

  @ParameterizedTest
  @EnumSource(
      names = {"OPENAI", "MISTRAL", "GEMINI", "GEMINI_AT_VERTEX", "CLAUDE_AT_BEDROCK", "NOVA"})
  void longNameIsShortenedWhereverItStands(EveryDialect dialect) {
    String sent =
        sent(
            dialect,
            conversation(LONG, "{\"type\":\"function\",\"function\":{\"name\":\"" + LONG + "\"}}"));

    Matcher name = SHORT.matcher(sent);
    assertThat(name.find()).isTrue();
    assertThat(name.group(1)).hasSize(64);
    assertThat(sent).doesNotContain(LONG);
    assertThat(sent.split(name.group(1), -1)).hasSizeGreaterThanOrEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"OPENAI", "MISTRAL", "GEMINI", "GEMINI_AT_VERTEX", "CLAUDE_AT_BEDROCK", "NOVA"})
  void longNameIsShortenedInFurtherFieldsOfTheRequest(EveryDialect dialect) {
    JsonObject whole =
        conversation(LONG, "{\"type\":\"function\",\"function\":{\"name\":\"" + LONG + "\"}}")
            .json();
    JsonObject extra =
        JsonObject.builder()
            .put("tools", whole.get("tools").orElseThrow())
            .put("tool_choice", whole.get("tool_choice").orElseThrow())
            .build();
    String told = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]}";

    String sent = sent(dialect, new ChatRequest(Json.parseObject(told).with("extra_body", extra)));

    assertThat(sent).doesNotContain(LONG);
    assertThat(sent.split(shortName(dialect), -1)).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(names = {"ANTHROPIC", "CLAUDE_AT_VERTEX", "VLLM", "COHERE", "OLLAMA"})
  void nameThatIsTakenStays(EveryDialect dialect) {
    assertThat(sent(dialect, conversation(LONG, "\"auto\""))).contains(LONG);
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI, a.b",
    "MISTRAL, a.b",
    "ANTHROPIC, a.b",
    "NOVA, a.b",
    "GEMINI, a/b",
    "GEMINI, 7z"
  })
  void nameWithForeignCharactersIsWrittenWithoutThem(EveryDialect dialect, String name) {
    assertThat(sent(dialect, conversation(name, "\"auto\""))).doesNotContain("\"" + name + "\"");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "VLLM")
  void shortNameStays(EveryDialect dialect) {
    assertThat(sent(dialect, conversation("get_weather", "\"auto\""))).contains("\"get_weather\"");
  }

  @Test
  void answerCallsTheToolByItsOwnName() {
    String call =
        "{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"SHORT\",\"arguments\":\"{}\"}}";
    String answer =
        "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"tool_calls\":["
            + call
            + "]},\"finish_reason\":\"tool_calls\"},{\"index\":1,\"message\":{\"role\":\"assistant\","
            + "\"tool_calls\":["
            + call
            + "]},\"finish_reason\":\"tool_calls\"}]}";
    ChatRequest request = conversation(LONG, "\"auto\"");

    Heard heard =
        EveryDialect.OPENAI.ask(
            ScriptedTransport.answering(
                200,
                answer.replace("SHORT", shortName(EveryDialect.OPENAI)),
                "Content-Type",
                "application/json"),
            EveryDialect.OPENAI.deployment(),
            new ChatRequest(request.json().with("n", JsonNumber.of(2))));

    assertThat(heard.toolCalls).extracting(ToolCall::name).containsExactly(LONG);
    assertThat(heard.events)
        .filteredOn(OtherChoice.class::isInstance)
        .extracting(event -> ((OtherChoice) event).event())
        .filteredOn(ToolCallDelta.class::isInstance)
        .extracting(event -> ((ToolCallDelta) event).name())
        .containsExactly(LONG);
    assertThat(heard.chunks.getFirst().toJson()).contains(LONG).doesNotContain("_" + hash());
  }

  @Test
  void streamCallsTheToolByItsOwnName() {
    String name = shortName(EveryDialect.GEMINI);

    Heard heard =
        EveryDialect.GEMINI.ask(
            ScriptedTransport.streaming(
                "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"functionCall\":"
                    + "{\"name\":\""
                    + name
                    + "\",\"args\":{}}}]},\"finishReason\":\"STOP\"}]}\n\n"),
            EveryDialect.GEMINI.deployment(),
            conversation(LONG, "\"auto\"").withStream(true));

    assertThat(heard.toolCalls).extracting(ToolCall::name).containsExactly(LONG);
    assertThat(heard.chunks.toString()).contains(LONG).doesNotContain(name);
  }

  @Test
  void nameThatComesInPiecesIsTheCallers() {
    String name = shortName(EveryDialect.OPENAI);
    String body =
        piece("\"id\":\"c\",\"type\":\"function\",", name.substring(0, 20), "")
            + piece("", name.substring(20), "")
            + piece("", "", "{}")
            + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n"
            + "data: [DONE]\n\n";

    Heard heard = streamed(body, conversation(LONG, "\"auto\""));

    assertThat(heard.toolCalls).extracting(ToolCall::name).containsExactly(LONG);
    assertThat(heard.chunks.toString()).contains(LONG).doesNotContain(name.substring(20));
  }

  /** It is none of ours, but the arguments tell that no more of it comes. */
  @Test
  void nameThatOursBeginsWithIsTold() {
    String body =
        piece("\"id\":\"c\",\"type\":\"function\",", "mcp__inv", "")
            + piece("", "", "{}")
            + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n"
            + "data: [DONE]\n\n";

    Heard heard = streamed(body, conversation(LONG, "\"auto\""));

    assertThat(heard.toolCalls).extracting(ToolCall::name).containsExactly("mcp__inv");
    assertThat(heard.chunks.toString()).contains("mcp__inv");
  }

  private static Heard streamed(String body, ChatRequest request) {
    return EveryDialect.OPENAI.ask(
        ScriptedTransport.streaming(body),
        EveryDialect.OPENAI.deployment(),
        request.withStream(true));
  }

  private static String piece(String head, String name, String arguments) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,"
        + head
        + "\"function\":{\"name\":\""
        + name
        + "\",\"arguments\":\""
        + arguments
        + "\"}}]}}]}\n\n";
  }

  @Test
  void namesThatBeginAlikeStayApart() {
    String one = name(EveryDialect.OPENAI, LONG + "_1");
    String other = name(EveryDialect.OPENAI, LONG + "_2");

    assertThat(one).hasSize(64).isNotEqualTo(other);
    assertThat(name(EveryDialect.OPENAI, LONG + "_1")).isEqualTo(one);
  }

  private static String hash() {
    String name = shortName(EveryDialect.OPENAI);
    return name.substring(name.length() - 8);
  }

  private static String shortName(EveryDialect dialect) {
    return name(dialect, LONG);
  }

  private static String name(EveryDialect dialect, String name) {
    Matcher found = SHORT.matcher(sent(dialect, conversation(name, "\"auto\"")));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private static String sent(EveryDialect dialect, ChatRequest request) {
    ScriptedTransport transport = ScriptedTransport.answering(500, "");
    dialect.ask(transport, dialect.deployment(), request);
    return new String(transport.calls.getFirst().body(), StandardCharsets.UTF_8);
  }

  private static ChatRequest conversation(String name, String choice) {
    JsonObject json =
        Json.parseObject(
            """
            {"model": "m", "tool_choice": CHOICE, "tools": [{"type": "function", "function":
             {"name": "NAME", "description": "d", "parameters": {"type": "object", "properties": {}}}}],
             "messages": [{"role": "user", "content": "q"},
              {"role": "assistant", "content": "t", "tool_calls": [{"id": "call_1",
               "type": "function", "function": {"name": "NAME", "arguments": "{}"}}]},
              {"role": "tool", "tool_call_id": "call_1", "content": "r"}]}
            """
                .replace("NAME", name)
                .replace("CHOICE", choice));
    return new ChatRequest(json);
  }
}
