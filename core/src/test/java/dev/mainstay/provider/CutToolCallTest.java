package dev.mainstay.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.anthropic.AnthropicProvider;
import dev.mainstay.provider.bedrock.BedrockProvider;
import dev.mainstay.provider.bedrock.Frames;
import dev.mainstay.provider.openai.OpenAiProvider;
import dev.mainstay.provider.openai.Vendor;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.provider.wire.ScriptedTransport.Ending;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpHead;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 0.1 and 6.1: an end in mid-call is not believed where the stream breaks behind it. */
class CutToolCallTest {
  private static final String FIRST =
      "{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'c','type':'function',"
          + "'function':{'name':'weather','arguments':'%s'}}]},'finish_reason':'%s'}]}";
  private static final String CUT = "{\\'city\\': ";
  private static final String WHOLE = "{\\'city\\': \\'Bonn\\'}";
  private static final String DONE = "data: [DONE]\n\n";
  private static final String USAGE =
      "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,"
          + "\"total_tokens\":3}}\n\n";
  private static final String ERROR = "data: {\"error\":{\"message\":\"x\",\"code\":502}}\n\n";

  @ParameterizedTest
  @EnumSource(names = {"CLOSED", "BROKEN"})
  void callCutInTheFirstChunkThatSaysStopIsABreak(Ending ending) {
    assertThat(openai(FIRST.formatted(CUT, "stop"), "", ending).failure).isPresent();
    assertThat(openai(FIRST.formatted(CUT, "tool_calls"), "", ending).failure).isPresent();
    assertThat(openai(FIRST.formatted("", "stop"), "", ending).failure).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {ERROR, "data: {\"choi"})
  void whatComesBehindItInPlaceOfAnEndIsABreakToo(String behind) {
    assertThat(openai(FIRST.formatted(CUT, "stop"), behind, Ending.CLOSED).failure).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {DONE, USAGE})
  void lastWordOrUsageProvesTheEndAsTheModelMadeIt(String behind) {
    Heard heard = openai(FIRST.formatted(CUT, "stop"), behind, Ending.CLOSED);

    assertThat(heard.failure).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"length, CLOSED", "length, BROKEN", "content_filter, BROKEN"})
  void endThatSaysThatItCutsIsBelieved(String reason, Ending ending) {
    assertThat(openai(FIRST.formatted(CUT, reason), "", ending).failure).isEmpty();
  }

  @Test
  void wholeCallBesideItsEndIsBelievedWhereTheBodyEnds() {
    Heard heard = openai(FIRST.formatted(WHOLE, "stop"), "", Ending.CLOSED);

    assertThat(heard.failure).isEmpty();
    assertThat(heard.toolCalls.getFirst().arguments()).isEqualTo("{\"city\": \"Bonn\"}");
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOSED", "BROKEN"})
  void soItIsInAnthropicsDialect(Ending ending) {
    String body =
        List.of(
                "{'type':'message_start','message':{'id':'m','model':'m','usage':{'input_tokens':1}}}",
                "{'type':'content_block_start','index':0,'content_block':{'type':'tool_use',"
                    + "'id':'t','name':'weather','input':{}}}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'input_json_delta',"
                    + "'partial_json':'"
                    + CUT
                    + "'}}",
                "{'type':'message_delta','delta':{'stop_reason':'tool_use'},"
                    + "'usage':{'output_tokens':1}}")
            .stream()
            .map(CutToolCallTest::event)
            .reduce("", String::concat);
    ScriptedTransport transport = transport("text/event-stream", body.getBytes(UTF_8), ending);

    Heard heard = hear(new AnthropicProvider(transport, new ManualTime()), "anthropic/m");

    assertThat(heard.failure).isPresent();
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOSED", "BROKEN"})
  void soItIsInBedrocks(Ending ending) {
    byte[] body =
        Frames.begin()
            .event("messageStart", "{'role':'assistant'}")
            .event(
                "contentBlockStart",
                "{'contentBlockIndex':0,'start':{'toolUse':{'toolUseId':'t','name':'weather'}}}")
            .event(
                "contentBlockDelta",
                "{'contentBlockIndex':0,'delta':{'toolUse':{'input':'" + CUT + "'}}}")
            .event("messageStop", "{'stopReason':'tool_use'}")
            .bytes();
    ScriptedTransport transport = transport("application/vnd.amazon.eventstream", body, ending);

    Heard heard = hear(new BedrockProvider(transport, new ManualTime()), "bedrock/us-east-1/m");

    assertThat(heard.failure.orElseThrow())
        .isInstanceOfAny(Failure.Truncated.class, Failure.ConnectionFailed.class);
  }

  private static Heard openai(String first, String behind, Ending ending) {
    ScriptedTransport transport =
        transport("text/event-stream", (event(first) + behind).getBytes(UTF_8), ending);
    return hear(
        new OpenAiProvider(Vendor.named("openai").orElseThrow(), transport, new ManualTime()),
        "openai/m");
  }

  private static Heard hear(Provider provider, String model) {
    ChatRequest request = new ChatRequest(Json.parseObject("{\"messages\":[],\"stream\":true}"));
    return Heard.from(
        provider.open(
            Deployment.of(model).withKey("key-0123456789"), request, Duration.ofSeconds(5)));
  }

  private static ScriptedTransport transport(String type, byte[] body, Ending ending) {
    return new ScriptedTransport(new HttpHead(200, Headers.of("Content-Type", type)), body, ending);
  }

  private static String event(String json) {
    return "data: " + json.replace('\'', '"') + "\n\n";
  }
}
