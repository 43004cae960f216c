package dev.mainstay.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.ToolCall;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Bedrock answers, beyond what the recorded exchanges show. */
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

    assertThat(heard.usage)
        .hasValue(
            new Usage(35, 3, 38, OptionalLong.of(20), OptionalLong.empty(), OptionalLong.of(10)));
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
  void callWithoutArgumentsHasAnEmptyObjectOfThem() {
    Frames frames =
        Frames.begin()
            .event("messageStart", "{'role':'assistant'}")
            .event("contentBlockStart", use(0, "t1", "now"))
            .event("contentBlockStop", "{'contentBlockIndex':0}")
            .event("contentBlockStart", use(1, "t2", "add"))
            .event("contentBlockDelta", "{'contentBlockIndex':1,'delta':{'toolUse':{'input':''}}}")
            .event(
                "contentBlockDelta", "{'contentBlockIndex':1,'delta':{'toolUse':{'input':'[1]'}}}")
            .event("messageStop", "{'stopReason':'tool_use'}");

    assertThat(Asking.stream(frames).toolCalls)
        .containsExactly(new ToolCall("t1", "now", "{}"), new ToolCall("t2", "add", "[1]"));
  }

  @Test
  void toolsThatRunAtAwsAreNotTheCallers() {
    String use = "{'toolUse':{'toolUseId':'t1','name':'search','type':'server_tool_use'}}";
    Frames frames =
        Frames.begin()
            .event("contentBlockStart", "{'contentBlockIndex':0,'start':" + use + "}")
            .event(
                "contentBlockDelta", "{'contentBlockIndex':0,'delta':{'toolUse':{'input':'{}'}}}")
            .event("contentBlockStop", "{'contentBlockIndex':0}")
            .event("contentBlockStart", "{'contentBlockIndex':1,'start':{'toolResult':{}}}")
            .event("contentBlockDelta", "{'contentBlockIndex':1,'delta':{'toolResult':[]}}")
            .event("contentBlockDelta", "{'contentBlockIndex':2,'delta':{'text':'Found'}}")
            .event("messageStop", "{'stopReason':'end_turn'}");

    Heard heard = Asking.stream(frames);

    assertThat(heard.toolCalls).isEmpty();
    assertThat(heard.text).hasToString("Found");
    assertThat(Asking.plain(answer(use + ",{'text':'Found'}", "end_turn")).toolCalls).isEmpty();
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

  @ParameterizedTest
  @ValueSource(strings = {"malformed_model_output", "malformed_tool_use"})
  void malformedOutputOfWhichNothingWasSaidIsAFailure(String word) {
    Frames frames =
        Frames.begin()
            .event("messageStart", "{'role':'assistant'}")
            .event("messageStop", "{'stopReason':'" + word + "'}");

    for (Heard heard : List.of(Asking.stream(frames), Asking.plain(answer("", word)))) {
      assertThat(heard.failure).get().isInstanceOf(Failure.MalformedAnswer.class);
    }
  }

  @Test
  void answerWithoutAStopReasonIsTruncated() {
    assertThat(Asking.stream(text().event("messageStop", "{}")).failure)
        .get()
        .isInstanceOf(Failure.Truncated.class);
    assertThat(Asking.plain("{'output':{'message':{'content':[{'text':'Hi'}]}}}").failure)
        .get()
        .isInstanceOf(Failure.Truncated.class);
  }

  /** WIRE 2.6 and 7: a lock that passes, told with a 400. */
  @Test
  void conflictMayBeAskedAgain() {
    ScriptedTransport locked =
        ScriptedTransport.answering(
            400, "{\"message\":\"No.\"}", "x-amzn-ErrorType", "ConflictException:http://x");

    Failure failure = Asking.over(locked).ask("{'messages':[]}").failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.ServerError.class);
    assertThat(failure.isRetryable()).isTrue();
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

  @ParameterizedTest
  @CsvSource({
    "throttlingException, RateLimited",
    "conflictException, ServerError",
    "serviceUnavailableException, Overloaded",
    "internalServerException, ServerError",
    "modelStreamErrorException, ServerError",
    "validationException, BadRequest",
    "modelTimeoutException, TimedOut",
    "somethingNewException, ServerError"
  })
  void exceptionInTheStreamIsTheErrorItIsWithAStatus(String type, String kind) {
    Heard first = Asking.stream(Frames.begin().exception(type, "{'message':'no'}"));
    Heard later = Asking.stream(text().exception(type, "{'message':'no'}"));

    assertThat(first.failure.map(Failure::kind)).hasValue(kind);
    assertThat(first.failure.map(Failure::message)).hasValue("no");
    assertThat(later.failure.map(Failure::kind)).hasValue(kind);
    assertThat(later.text).hasToString("Hi");
  }

  @Test
  void exceptionBehindTheEndTakesNothingBack() {
    Frames frames =
        text()
            .event("messageStop", "{'stopReason':'end_turn'}")
            .exception("internalServerException", "{'message':'no'}");

    assertThat(Asking.stream(frames).finish).hasValue(FinishReason.STOP);
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
  void errorInPlaceOfAStreamIsToldApart() {
    Heard heard =
        Asking.over(ScriptedTransport.answering(200, "\n{\"message\":\"Too many requests\"}"))
            .ask("{'messages':[],'stream':true}");

    assertThat(heard.failure).get().isInstanceOf(Failure.RateLimited.class);
    assertThat(heard.failure.map(Failure::message)).hasValue("Too many requests");
  }

  @Test
  void pageInPlaceOfAStreamIsMalformed() {
    for (String page : List.of("<html><title>Proxy</title>", "no event stream at all", "\0\0\0")) {
      Heard heard =
          Asking.over(ScriptedTransport.answering(200, page)).ask("{'messages':[],'stream':true}");

      assertThat(heard.failure)
          .get()
          .isInstanceOfAny(Failure.MalformedAnswer.class, Failure.Truncated.class);
    }
  }

  @Test
  void whatAGuardrailFoundTravelsAlong() {
    Heard heard =
        Asking.plain(
            answer("{'text':'Hi'}", "end_turn").replaceFirst("}$", ",'trace':{'guardrail':{}}}"));

    assertThat(heard.chunks.getFirst().object("trace")).hasValue(Asking.json("{'guardrail':{}}"));
  }

  private static Frames text() {
    return Frames.begin()
        .event("messageStart", "{'role':'assistant'}")
        .event("contentBlockDelta", "{'contentBlockIndex':0,'delta':{'text':'Hi'}}");
  }

  private static String reasoning(int index, String delta) {
    return "{'contentBlockIndex':" + index + ",'delta':{'reasoningContent':{" + delta + "}}}";
  }

  private static String use(int index, String id, String name) {
    return "{'contentBlockIndex':"
        + index
        + ",'start':{'toolUse':{'toolUseId':'"
        + id
        + "','name':'"
        + name
        + "'}}}";
  }

  private static String answer(String content, String stopReason) {
    return "{'output':{'message':{'role':'assistant','content':["
        + content
        + "]}},'stopReason':'"
        + stopReason
        + "','usage':{'inputTokens':1,'outputTokens':1,'totalTokens':2}}";
  }

  private static List<JsonObject> thoughts(Heard heard) {
    return heard.chunks.stream()
        .flatMap(chunk -> chunk.array("choices").orElseThrow().objects())
        .map(choice -> choice.object("delta").flatMap(delta -> delta.array("thinking_blocks")))
        .flatMap(Optional::stream)
        .flatMap(blocks -> blocks.objects())
        .toList();
  }

  /** SEMANTICS 6.1. */
  @Test
  void toolCallGoesOnBehindAnEndThatWasToldBeforeItsLast() {
    Frames frames =
        Frames.begin()
            .event("messageStart", "{'role':'assistant'}")
            .event(
                "contentBlockStart",
                "{'contentBlockIndex':0,'start':{'toolUse':{'toolUseId':'t','name':'f'}}}");
    for (String piece : List.of("{", "}")) {
      frames
          .event(
              "contentBlockDelta",
              "{'contentBlockIndex':0,'delta':{'toolUse':{'input':'" + piece + "'}}}")
          .event("messageStop", "{'stopReason':'tool_use'}");
    }

    Heard heard = Asking.stream(frames.event("metadata", "{}"));

    assertThat(heard.toolCalls).containsExactly(new ToolCall("t", "f", "{}"));
    assertThat(heard.isSuccess()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"max_tokens, ''", "guardrail_intervened, ''", "tool_use, {}", "end_turn, {}"})
  void lastCallThatIsCutBeforeItsArgumentsDoesNotLookWhole(String stopReason, String arguments) {
    Heard streamed =
        Asking.stream(
            new Frames()
                .event("messageStart", "{'role':'assistant'}")
                .event(
                    "contentBlockStart",
                    "{'contentBlockIndex':0,'start':{'toolUse':{'toolUseId':'t','name':'f'}}}")
                .event("contentBlockStop", "{'contentBlockIndex':0}")
                .event(
                    "contentBlockStart",
                    "{'contentBlockIndex':1,'start':{'toolUse':{'toolUseId':'u','name':'g'}}}")
                .event("contentBlockStop", "{'contentBlockIndex':1}")
                .event("messageStop", "{'stopReason':'" + stopReason + "'}"));
    Heard plain =
        Asking.plain(
            "{'output':{'message':{'content':[{'toolUse':{'toolUseId':'t','name':'f','input':{}}},"
                + "{'toolUse':{'toolUseId':'u','name':'g','input':{}}}]}},'stopReason':'"
                + stopReason
                + "'}");

    for (Heard heard : List.of(streamed, plain)) {
      assertThat(arguments(heard, 0)).isEqualTo("{}");
      assertThat(arguments(heard, 1)).isEqualTo(arguments);
    }
  }

  private static String arguments(Heard heard, int call) {
    return heard.events.stream()
        .filter(ToolCallDelta.class::isInstance)
        .map(ToolCallDelta.class::cast)
        .filter(piece -> piece.index() == call)
        .map(ToolCallDelta::arguments)
        .collect(Collectors.joining());
  }

  @Test
  void streamThatOpensBlocksWithoutEndIsMalformed() {
    Frames frames = new Frames();
    for (int i = 0; i <= ConverseEvents.MOST_OPEN; i++) {
      frames.event(
          "contentBlockDelta",
          "{'contentBlockIndex':" + i + ",'delta':{'reasoningContent':{'text':'x'}}}");
    }

    assertThat(Asking.stream(frames).failure.orElseThrow())
        .isInstanceOf(Failure.MalformedAnswer.class);
  }
}
