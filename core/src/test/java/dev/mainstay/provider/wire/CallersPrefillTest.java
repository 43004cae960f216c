package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.anthropic.AnthropicMessages;
import dev.mainstay.transport.HttpCall;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller of the Messages API may begin the answer itself, whoever is to go on with it. */
class CallersPrefillTest {
  private static final String BEGUN = "{'role':'assistant','content':'The king'}";
  private static final String TOLD =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"%s\"}}]}\n\n";
  private static final String END =
      "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
          + "data: [DONE]\n\n";

  @ParameterizedTest
  @EnumSource(names = {"OPENAI", "GEMINI", "GEMINI_AT_VERTEX", "NOVA", "COHERE", "OLLAMA"})
  void whoPromisesNothingIsAskedToGoOn(EveryDialect dialect) {
    String sent = sent(dialect, dialect.deployment(), BEGUN);

    assertThat(sent).contains("The king").doesNotContain("prefix");
    assertThat(sent.indexOf("Go on with your last message"))
        .isGreaterThan(sent.indexOf("The king"));
  }

  @ParameterizedTest
  @CsvSource({"anthropic, ANTHROPIC", "anthropic, CLAUDE_AT_VERTEX", "bedrock, CLAUDE_AT_BEDROCK"})
  void claudeThatRefusesAPrefillIsAskedToGoOn(String provider, EveryDialect dialect) {
    String model = provider.equals("bedrock") ? "anthropic.claude-opus-4-6-v1" : "claude-opus-4-6";
    Deployment newer =
        Deployment.of(provider + "/" + model)
            .withKey("k-0123456789")
            .withEndpoint(dialect.deployment().endpoint().orElseThrow());

    assertThat(sent(dialect, newer, BEGUN)).contains("The king", "Go on with your last message");
  }

  @ParameterizedTest
  @EnumSource(names = {"ANTHROPIC", "CLAUDE_AT_VERTEX", "CLAUDE_AT_BEDROCK"})
  void claudeThatTakesItIsSentItAsItIs(EveryDialect dialect) {
    assertThat(sent(dialect, dialect.deployment(), BEGUN))
        .contains("The king")
        .doesNotContain("Go on", "prefix");
  }

  @Test
  void vendorsMarkIsWritten() {
    assertThat(last(sent(EveryDialect.MISTRAL, EveryDialect.MISTRAL.deployment(), BEGUN)))
        .isEqualTo(json("{'role':'assistant','content':'The king','prefix':true}"));
    assertThat(sent(EveryDialect.VLLM, EveryDialect.VLLM.deployment(), BEGUN))
        .contains("\"continue_final_message\":true")
        .doesNotContain("prefix");
  }

  @Test
  void newerClaudeGoesOnWithItsOwnPausedTurn() {
    Deployment newer = Deployment.of("anthropic/claude-opus-4-6").withKey("k-0123456789");
    String paused =
        "{'role':'assistant','content':[{'type':'text','text':'I look.'},"
            + "{'type':'server_tool_use','id':'s1','name':'web_search','input':{}}]}";

    assertThat(sent(EveryDialect.ANTHROPIC, newer, paused)).doesNotContain("Go on");
  }

  @Test
  void thoughtsMayStandBeforeWhatIsBegun() {
    String thought =
        "{'role':'assistant','content':[{'type':'thinking','thinking':'Hm.','signature':'s'},"
            + "{'type':'text','text':'The king'}]}";

    assertThat(last(sent(EveryDialect.MISTRAL, EveryDialect.MISTRAL.deployment(), thought)))
        .isEqualTo(json("{'role':'assistant','content':'The king','prefix':true}"));
    assertThat(last(sent(EveryDialect.OPENAI, EveryDialect.OPENAI.deployment(), thought)).toJson())
        .contains("Go on");
  }

  @Test
  void callsThatWereMadeAreNoPrefill() {
    String called =
        "{'role':'assistant','content':[{'type':'text','text':'I look.'},"
            + "{'type':'tool_use','id':'c1','name':'w','input':{}}]}";

    assertThat(sent(EveryDialect.OPENAI, EveryDialect.OPENAI.deployment(), called))
        .doesNotContain("Go on", "prefix");
  }

  @Test
  void plainAnswerHasWhatFollowsAlone() {
    assertThat(plain("The king had sons.")).isEqualTo(" had sons.");
    assertThat(plain(" had sons.")).isEqualTo(" had sons.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"The king had sons.", "The| king| had sons.", "T|h|e king had| sons."})
  void streamHasWhatFollowsAlone(String pieces) {
    Heard heard = streamed(pieces);

    assertThat(heard.text).hasToString(" had sons.");
    assertThat(texts(heard)).isEqualTo(" had sons.");
    assertThat(heard.finish).isPresent();
  }

  /** Nobody loses what was said. */
  @ParameterizedTest
  @ValueSource(strings = {"The| kind| man.", "The", " had sons.", "The k"})
  void answerThatDoesNotRepeatItIsWhole(String pieces) {
    Heard heard = streamed(pieces);

    assertThat(heard.text).hasToString(pieces.replace("|", ""));
    assertThat(texts(heard)).isEqualTo(pieces.replace("|", ""));
  }

  /** Some write what was begun without the white space at its end. */
  @ParameterizedTest
  @CsvSource({
    "'The king ', The king had sons., had sons.",
    "'The king ', The king| had sons., had sons.",
    "'The king ', Had sons., Had sons.",
    "'The king\\n', The king\\nhad sons., had sons.",
    "'The king\\n', The king| had| sons., ' had sons.'",
    "'The king\\n', The king, ''"
  })
  void whiteSpaceAtItsEndIsRepeatedOrNot(String begun, String pieces, String told) {
    Heard heard =
        streamed(
            request("{'role':'assistant','content':'" + begun + "'}", true), pieces.split("\\|"));

    assertThat(heard.text).hasToString(told);
    assertThat(texts(heard)).isEqualTo(told);
  }

  /** The caller's dialect has one answer; the others, as defaults may ask for, are left alone. */
  @Test
  void otherAnswersKeepTheirOwnTexts() {
    String both =
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"The king had\"}},"
            + "{\"index\":1,\"delta\":{\"content\":\"The king is\"}}]}\n\n"
            + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"},"
            + "{\"index\":1,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    Deployment two = EveryDialect.MISTRAL.deployment().withDefaults(json("{'n':2}"));

    Heard heard =
        EveryDialect.MISTRAL.ask(ScriptedTransport.streaming(both), two, request(BEGUN, true));

    assertThat(heard.text).hasToString(" had");
    assertThat(heard.chunks.getFirst().toJson()).contains("\" had\"", "\"The king is\"");
  }

  @ParameterizedTest
  @CsvSource({"MISTRAL, prefix", "VLLM, continue_final_message", "OPENAI, Go on", "COHERE, Go on"})
  void formOfTheAnswerIsAskedForAsWell(EveryDialect dialect, String goesOn) {
    JsonObject schema = json("{'type':'json_schema','json_schema':{'name':'n','schema':{}}}");
    ChatRequest begun = request(BEGUN, false);
    ScriptedTransport transport = ScriptedTransport.answering(500, "");

    dialect.ask(
        transport,
        dialect.deployment(),
        new ChatRequest(begun.json().with("response_format", schema), begun.original()));

    assertThat(new String(transport.calls.getFirst().body(), StandardCharsets.UTF_8))
        .contains("The king", goesOn, "\"response_format\"");
  }

  private static String texts(Heard heard) {
    StringBuilder text = new StringBuilder();
    heard.chunks.stream()
        .flatMap(chunk -> chunk.array("choices").orElse(JsonArray.of()).objects())
        .forEach(choice ->
            text.append(choice.object("delta").flatMap(d -> d.text("content")).orElse("")));
    return text.toString();
  }

  private static String plain(String text) {
    String answer =
        "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
            + text
            + "\"},\"finish_reason\":\"stop\"}]}";
    ScriptedTransport mistral =
        ScriptedTransport.answering(200, answer, "Content-Type", "application/json");
    Heard heard =
        EveryDialect.MISTRAL.ask(mistral, EveryDialect.MISTRAL.deployment(), request(BEGUN, false));
    JsonObject message =
        heard.chunks.getFirst().array("choices").orElseThrow().objects().findFirst().orElseThrow();
    assertThat(message.object("message").orElseThrow().text("content"))
        .hasValue(heard.text.toString());
    return heard.text.toString();
  }

  private static Heard streamed(String pieces) {
    return streamed(request(BEGUN, true), pieces.split("\\|"));
  }

  private static Heard streamed(ChatRequest request, String... pieces) {
    StringBuilder body = new StringBuilder();
    for (String piece : pieces) {
      body.append(TOLD.formatted(piece));
    }
    return EveryDialect.MISTRAL.ask(
        ScriptedTransport.streaming(body + END), EveryDialect.MISTRAL.deployment(), request);
  }

  private static String sent(EveryDialect dialect, Deployment deployment, String last) {
    ScriptedTransport transport = ScriptedTransport.answering(500, "");
    dialect.ask(transport, deployment, request(last, false));
    HttpCall call = transport.calls.getFirst();
    return new String(call.body(), StandardCharsets.UTF_8);
  }

  private static JsonObject last(String body) {
    return Json.parseObject(body)
        .array("messages")
        .orElseThrow()
        .objects()
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private static ChatRequest request(String last, boolean isStream) {
    return AnthropicMessages.request(
        json(
            "{'model':'m','max_tokens':9,'stream':"
                + isStream
                + ",'messages':[{'role':'user','content':'A story.'},"
                + last
                + "]}"),
        List.of());
  }

  private static JsonObject json(String singleQuoted) {
    return Json.parseObject(singleQuoted.replace('\'', '"'));
  }
}
