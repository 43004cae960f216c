package dev.mainstay.provider.bedrock;

import static dev.mainstay.provider.bedrock.Asking.answer;
import static dev.mainstay.provider.bedrock.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.wire.Heard;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Bedrock says, thinks, counts and ends with, beyond what the recorded exchanges show. */
class AnswerTest {
  private static final String WITH_USAGE =
      "{'messages':[],'stream':true,'stream_options':{'include_usage':true}}";

  @Test
  void streamIsToldInOpenAisChunks() {
    Heard heard = Asking.over(Asking.streaming(Frames.hello())).ask(WITH_USAGE);

    assertThat(heard.failure).isEmpty();
    assertThat(heard.chunks.getFirst())
        .isEqualTo(
            Asking.json(
                    "{'id':'req-1','object':'chat.completion.chunk','created':0,"
                        + "'model':'us.anthropic.claude-sonnet-4-5-20250929-v1:0','choices':[{'index':0,"
                        + "'delta':{'role':'assistant'},'finish_reason':null}]}")
                .with("created", heard.chunks.getFirst().get("created").orElseThrow()));
    assertThat(heard.text).hasToString("Hello, you");
    assertThat(heard.chunks.getLast().object("usage").orElseThrow())
        .isEqualTo(Asking.json("{'prompt_tokens':5,'completion_tokens':3,'total_tokens':8}"));
  }

  @Test
  void usageIsShownToThoseWhoAskedAlone() {
    Heard heard = Asking.stream(Frames.hello());

    assertThat(heard.usage)
        .hasValue(new Usage(5, 3, 8, OptionalLong.empty(), OptionalLong.empty()));
    assertThat(heard.chunks).noneMatch(chunk -> chunk.has("usage"));
  }

  @Test
  void whatACacheHadToDoWithIsPartOfThePrompt() {
    Frames frames =
        Frames.begin()
            .event("contentBlockDelta", "{'contentBlockIndex':0,'delta':{'text':'Hi'}}")
            .event("messageStop", "{'stopReason':'end_turn'}")
            .event(
                "metadata",
                "{'usage':{'inputTokens':5,'outputTokens':3,'totalTokens':38,"
                    + "'cacheReadInputTokens':20,'cacheWriteInputTokens':10}}");

    Heard heard = Asking.over(Asking.streaming(frames)).ask(WITH_USAGE);

    assertThat(heard.usage).hasValue(Usage.of(35, 3).withCachedTokens(20).withCacheWriteTokens(10));
    assertThat(heard.chunks.getLast().object("usage").orElseThrow())
        .isEqualTo(
            Asking.json(
                "{'prompt_tokens':35,'completion_tokens':3,'total_tokens':38,"
                    + "'prompt_tokens_details':{'cached_tokens':20},"
                    + "'cache_creation_input_tokens':10,'cache_read_input_tokens':20}"));
  }

  @Test
  void thoughtsAreGivenOutWithTheirSignatures() {
    Frames frames =
        Frames.begin()
            .event("messageStart", "{'role':'assistant'}")
            .event("contentBlockDelta", reasoning(0, "'text':'Let me '"))
            .event("contentBlockDelta", reasoning(0, "'text':'see'"))
            .event("contentBlockDelta", reasoning(0, "'signature':'c2ln'"))
            .event("contentBlockStop", "{'contentBlockIndex':0}")
            .event("contentBlockDelta", reasoning(1, "'redactedContent':'QUI='"))
            .event("contentBlockDelta", reasoning(1, "'redactedContent':'Qw=='"))
            .event("contentBlockStop", "{'contentBlockIndex':1}")
            .event("contentBlockDelta", "{'contentBlockIndex':2,'delta':{'text':'42'}}")
            .event("messageStop", "{'stopReason':'end_turn'}");

    Heard heard = Asking.stream(frames);

    assertThat(heard.reasoning).hasToString("Let me see");
    assertThat(heard.text).hasToString("42");
    assertThat(thoughts(heard))
        .containsExactly(
            Asking.json("{'type':'thinking','thinking':'Let me see','signature':'c2ln'}"),
            Asking.json("{'type':'redacted_thinking','data':'QUJD'}"));
  }

  @Test
  void thoughtsOfAPlainAnswerKeepTheirSignatures() {
    Heard heard =
        Asking.plain(
            answer(
                "{'reasoningContent':{'reasoningText':{'text':'hm','signature':'c2ln'}}},"
                    + "{'reasoningContent':{'redactedContent':'QUJD'}},{'text':'42'}",
                "end_turn"));

    JsonObject message =
        heard
            .chunks
            .getFirst()
            .array("choices")
            .orElseThrow()
            .objects()
            .findFirst()
            .orElseThrow()
            .object("message")
            .orElseThrow();
    assertThat(message.text("reasoning_content")).hasValue("hm");
    assertThat(message.array("thinking_blocks").orElseThrow().objects())
        .containsExactly(
            Asking.json("{'type':'thinking','thinking':'hm','signature':'c2ln'}"),
            Asking.json("{'type':'redacted_thinking','data':'QUJD'}"));
  }

  @Test
  void citedTextIsText() {
    Heard heard =
        Asking.plain(
            answer(
                "{'text':'A '},{'citationsContent':{'content':[{'text':'B'}],'citations':[]}}",
                "end_turn"));

    assertThat(heard.text).hasToString("A B");
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn, STOP",
    "stop_sequence, STOP",
    "something_new, STOP",
    "max_tokens, LENGTH",
    "model_context_window_exceeded, LENGTH",
    "tool_use, TOOL_CALLS",
    "guardrail_intervened, CONTENT_FILTER",
    "content_filtered, CONTENT_FILTER",
    "malformed_model_output, STOP"
  })
  void stopReasonIsTheEnd(String word, FinishReason reason) {
    Heard streamed = Asking.stream(text().event("messageStop", "{'stopReason':'" + word + "'}"));
    Heard plain = Asking.plain(answer("{'text':'Hi'}", word));

    for (Heard heard : List.of(streamed, plain)) {
      assertThat(heard.failure).isEmpty();
      assertThat(heard.finish).hasValue(reason);
      assertThat(heard.nativeFinish).hasValue(word);
    }
  }

  @Test
  void cacheOfAnHourIsToldApart() {
    Heard heard =
        Asking.plain(
            "{'output':{'message':{'content':[{'text':'Hi'}]}},'stopReason':'end_turn','usage':"
                + "{'inputTokens':1,'outputTokens':1,'cacheWriteInputTokens':9,'cacheDetails':["
                + "{'ttl':'1h','inputTokens':5},{'ttl':'5m','inputTokens':4}]}}");

    assertThat(heard.usage.orElseThrow().hourCacheWriteTokens()).hasValue(5);
  }

  @Test
  void secondMessageInAStreamBreaksTheFirst() {
    Frames frames = text().event("messageStart", "{'role':'assistant'}");

    assertThat(Asking.stream(frames).events).contains(new ChatEvent.Restarted());
  }

  @Test
  void eventsOfALaterDaySayNothing() {
    Frames frames =
        Frames.begin()
            .event("somethingNew", "{'contentBlockIndex':0,'delta':{'text':'no'}}")
            .event("contentBlockDelta", "{'contentBlockIndex':0,'delta':{'text':'Hi'}}")
            .event("contentBlockDelta", "{'contentBlockIndex':1,'delta':{'hologram':{}}}")
            .event("messageStop", "{'stopReason':'end_turn'}");

    assertThat(Asking.stream(frames).text).hasToString("Hi");
  }

  @Test
  void whatAGuardrailFoundTravelsAlong() {
    Heard heard =
        Asking.plain(
            answer("{'text':'Hi'}", "end_turn").replaceFirst("}$", ",'trace':{'guardrail':{}}}"));

    assertThat(heard.chunks.getFirst().object("trace")).hasValue(Asking.json("{'guardrail':{}}"));
  }

  private static String reasoning(int index, String delta) {
    return "{'contentBlockIndex':" + index + ",'delta':{'reasoningContent':{" + delta + "}}}";
  }

  private static List<JsonObject> thoughts(Heard heard) {
    return heard.chunks.stream()
        .flatMap(chunk -> chunk.array("choices").orElseThrow().objects())
        .map(choice -> choice.object("delta").flatMap(delta -> delta.array("thinking_blocks")))
        .flatMap(Optional::stream)
        .flatMap(blocks -> blocks.objects())
        .toList();
  }
}
