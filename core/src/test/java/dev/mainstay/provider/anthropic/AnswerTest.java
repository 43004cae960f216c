package dev.mainstay.provider.anthropic;

import static dev.mainstay.provider.anthropic.Asking.events;
import static dev.mainstay.provider.anthropic.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatEvent.Restarted;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Prefill;
import dev.mainstay.model.ToolCall;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelFeature;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.provider.wire.ContentBlocks;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.time.ManualTime;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Anthropic answers, beyond what the recorded exchanges show. */
class AnswerTest {
  private static final String START =
      "{'type':'message_start','message':{'id':'msg_1','model':'claude-x','content':[],'usage':"
          + "{'input_tokens':10,'cache_read_input_tokens':5,'cache_creation_input_tokens':2,"
          + "'output_tokens':1}}}";
  private static final String BLOCK =
      "{'type':'content_block_start','index':0,'content_block':{'type':'text','text':''}}";
  private static final String HI =
      "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'Hi'}}";
  private static final String END =
      "{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':{'output_tokens':7}}";
  private static final String STOP = "{'type':'message_stop'}";

  @Test
  void streamIsToldInOpenAisChunks() {
    Heard heard =
        Asking.over(ScriptedTransport.streaming(events(START, BLOCK, HI, END, STOP)))
            .ask("{'messages':[],'stream':true,'stream_options':{'include_usage':true}}");

    String head =
        "{'id':'msg_1','object':'chat.completion.chunk','created':"
            + new ManualTime().now().getEpochSecond()
            + ",'model':'claude-x','choices':";
    assertThat(heard.chunks)
        .containsExactly(
            json(head + "[{'index':0,'delta':{'role':'assistant'},'finish_reason':null}]}"),
            json(head + "[{'index':0,'delta':{'content':'Hi'},'finish_reason':null}]}"),
            json(
                head
                    + "[{'index':0,'delta':{},'finish_reason':'stop','native_finish_reason':'end_turn'}]}"),
            json(
                head
                    + "[],'usage':{'prompt_tokens':17,'completion_tokens':7,'total_tokens':24,"
                    + "'prompt_tokens_details':{'cached_tokens':5},'cache_creation_input_tokens':2,"
                    + "'cache_read_input_tokens':5}}"));
  }

  @Test
  void promptTokensHoldThoseOfTheCache() {
    Heard heard = Asking.stream(events(START, BLOCK, HI, END, STOP));

    assertThat(heard.usage).hasValue(Usage.of(17, 7).withCachedTokens(5).withCacheWriteTokens(2));
    assertThat(heard.chunks).noneMatch(chunk -> chunk.has("usage"));
  }

  @Test
  void signatureComesWithTheWholeThoughtAtItsEnd() {
    Heard heard =
        Asking.stream(
            events(
                START,
                "{'type':'content_block_start','index':0,'content_block':{'type':'thinking','thinking':''}}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'h'}}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'m'}}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'signature_delta','signature':'sig'}}",
                "{'type':'content_block_stop','index':0}",
                "{'type':'content_block_start','index':1,'content_block':{'type':'redacted_thinking','data':'xx'}}",
                "{'type':'content_block_stop','index':1}",
                END));

    List<JsonObject> thoughts =
        heard.chunks.stream()
            .flatMap(chunk -> chunk.array("choices").orElseThrow().objects())
            .flatMap(
                choice -> choice.object("delta").orElseThrow().array("thinking_blocks").stream())
            .flatMap(blocks -> blocks.objects())
            .toList();
    assertThat(heard.reasoning).hasToString("hm");
    assertThat(thoughts)
        .containsExactly(
            json("{'type':'thinking','thinking':'hm','signature':'sig'}"),
            json("{'type':'redacted_thinking','data':'xx'}"));
  }

  @Test
  void plainAnswerHasItsThoughtsInTheMessage() {
    Heard heard =
        Asking.plain(
            "{'type':'message','id':'i','model':'m','content':[{'type':'thinking','thinking':'hm',"
                + "'signature':'sig'},{'type':'text','text':'a'},{'type':'server_tool_use','id':'s'},"
                + "{'type':'tool_use','id':'t','name':'f','input':{}}],'stop_reason':'tool_use',"
                + "'usage':{'input_tokens':1,'output_tokens':2}}");

    JsonObject choice =
        heard.chunks.getFirst().array("choices").orElseThrow().objects().toList().getFirst();
    assertThat(choice.object("message"))
        .hasValue(
            json(
                "{'role':'assistant','content':'a','reasoning_content':'hm','tool_calls':[{'id':'t',"
                    + "'type':'function','function':{'name':'f','arguments':'{}'}}],"
                    + "'thinking_blocks':[{'type':'thinking','thinking':'hm','signature':'sig'}],"
                    + "'content_blocks':[{'type':'thinking','thinking':'hm','signature':'sig'},"
                    + "{'type':'text','text':'a'},{'type':'server_tool_use','id':'s'},"
                    + "{'type':'tool_use','id':'t','name':'f','input':{}}]}"));
    assertThat(choice.text("finish_reason")).hasValue("tool_calls");
  }

  @Test
  void namesOfEventsUnknownEventsAndUnknownBlocksDoNotMatter() {
    String stream =
        "data: "
            + START
            + "\n\n"
            + "data: {'type':'ping'}\n\n"
            + "event: news\n"
            + "data: {'type':'news','message':'x'}\n\n"
            + "data:"
            + " {'type':'content_block_start','index':9,'content_block':{'type':'web_search_tool_result'}}\n\n"
            + "data:"
            + " {'type':'content_block_delta','index':9,'delta':{'type':'input_json_delta','partial_json':'{'}}\n\n"
            + "data: "
            + BLOCK
            + "\n\ndata: "
            + HI
            + "\n\ndata: "
            + END
            + "\n\n";
    Heard heard = Asking.stream(stream.replace('\'', '"'));

    assertThat(heard.isSuccess()).isTrue();
    assertThat(heard.text).hasToString("Hi");
    assertThat(heard.toolCalls).isEmpty();
  }

  @Test
  void messageStopWithoutStopReasonProvesNothing() {
    Heard heard = Asking.stream(events(START, BLOCK, HI, STOP));

    assertThat(heard.failure).get().isInstanceOf(Failure.Truncated.class);
  }

  /** SEMANTICS 6.1. */
  @Test
  void outputBehindAnEndRevokesIt() {
    Heard revoked = Asking.stream(events(START, BLOCK, HI, END, BLOCK, HI));
    Heard whole = Asking.stream(events(START, BLOCK, HI, END, BLOCK, HI, END, STOP));

    assertThat(revoked.failure).get().isInstanceOf(Failure.Truncated.class);
    assertThat(whole.isSuccess()).isTrue();
    assertThat(whole.text).hasToString("HiHi");
  }

  @Test
  void toolCallGoesOnBehindAnEndThatWasToldBeforeItsLast() {
    Heard heard =
        Asking.stream(
            events(
                START,
                "{'type':'content_block_start','index':0,'content_block':"
                    + "{'type':'tool_use','id':'t','name':'f','input':{}}}",
                arguments("{"),
                END,
                arguments("}"),
                END,
                STOP));

    assertThat(heard.toolCalls).containsExactly(new ToolCall("t", "f", "{}"));
    assertThat(heard.isSuccess()).isTrue();
  }

  private static String arguments(String piece) {
    return "{'type':'content_block_delta','index':0,'delta':{'type':'input_json_delta',"
        + "'partial_json':'"
        + piece
        + "'}}";
  }

  @Test
  void secondBeginningRevokesWhatCameBefore() {
    Heard heard = Asking.stream(events(START, BLOCK, HI, START, BLOCK, HI, END, STOP));

    assertThat(heard.events).contains(new Restarted());
    assertThat(heard.text).hasToString("Hi");
    assertThat(heard.finish).hasValue(FinishReason.STOP);
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn, STOP",
    "stop_sequence, STOP",
    "max_tokens, LENGTH",
    "model_context_window_exceeded, LENGTH",
    "tool_use, TOOL_CALLS",
    "pause_turn, PAUSE",
    "refusal, CONTENT_FILTER",
    "a_later_word, STOP"
  })
  void stopReasons(String word, FinishReason reason) {
    Heard heard =
        Asking.plain(
            "{'type':'message','content':[{'type':'text','text':'a'}],'stop_reason':'"
                + word
                + "'}");

    assertThat(heard.finish).hasValue(reason);
    assertThat(heard.nativeFinish).hasValue(word);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'message','content':[],'stop_reason':null} | Truncated",
        "{'completion':'old'} | MalformedAnswer",
        "{'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}} | Overloaded",
        "{'detail':'nobody is there'} | ServerError"
      })
  void whatIsNoWholeMessageIsAFailure(String body, String kind) {
    assertThat(Asking.plain(body).failure.map(Failure::kind)).hasValue(kind);
  }

  @Test
  void prefillIsPromisedUpToFourFiveUnlessTheModelIsKnownBetter() {
    AnthropicProvider provider =
        new AnthropicProvider(ScriptedTransport.answering(200, ""), new ManualTime());
    Deployment later = Deployment.of("anthropic/claude-opus-4-6");

    assertThat(provider.prefill(Deployment.of("anthropic/claude-haiku-4-5")))
        .isEqualTo(Prefill.CONTINUES);
    assertThat(provider.prefill(later)).isEqualTo(Prefill.NONE);
    assertThat(
            provider.prefill(
                later.withInfo(ModelInfo.unknown().with(ModelFeature.ASSISTANT_PREFILL, true))))
        .isEqualTo(Prefill.CONTINUES);
  }

  @ParameterizedTest
  @CsvSource({"max_tokens, ''", "refusal, ''", "tool_use, {}", "end_turn, {}"})
  void lastCallThatIsCutBeforeItsArgumentsDoesNotLookWhole(String stopReason, String arguments) {
    String first = "{'type':'tool_use','id':'t','name':'f','input':{}}";
    String second = "{'type':'tool_use','id':'u','name':'g','input':{}}";
    Heard streamed =
        Asking.stream(
            Asking.events(
                "{'type':'message_start','message':{'id':'m','usage':{}}}",
                "{'type':'content_block_start','index':0,'content_block':" + first + "}",
                "{'type':'content_block_stop','index':0}",
                "{'type':'content_block_start','index':1,'content_block':" + second + "}",
                "{'type':'content_block_stop','index':1}",
                "{'type':'message_delta','delta':{'stop_reason':'" + stopReason + "'}}",
                "{'type':'message_stop'}"));
    Heard plain =
        Asking.plain(
            "{'type':'message','content':["
                + first
                + ","
                + second
                + "],'stop_reason':'"
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
  void callThatIsCutBeforeTheEndOfItsBlockDoesNotLookWhole() {
    Heard heard =
        Asking.stream(
            Asking.events(
                "{'type':'message_start','message':{'id':'m','usage':{}}}",
                "{'type':'content_block_start','index':0,'content_block':{'type':'tool_use',"
                    + "'id':'t','name':'f','input':{}}}",
                "{'type':'message_delta','delta':{'stop_reason':'max_tokens'}}",
                "{'type':'message_stop'}"));

    assertThat(arguments(heard, 0)).isEmpty();
    assertThat(heard.isSuccess()).isTrue();
  }

  @Test
  void streamThatOpensBlocksWithoutEndIsMalformed() {
    StringBuilder stream = new StringBuilder();
    for (int i = 0; i <= ContentBlocks.MOST_OPEN; i++) {
      stream.append(
          Asking.events(
              "{'type':'content_block_start','index':"
                  + i
                  + ",'content_block':{'type':'thinking','thinking':''}}"));
    }

    assertThat(Asking.stream(stream.toString()).failure.orElseThrow())
        .isInstanceOf(Failure.MalformedAnswer.class);
  }

  @Test
  void cacheOfAnHourIsToldApart() {
    Heard heard =
        Asking.plain(
            "{'type':'message','content':[],'stop_reason':'end_turn','usage':{'input_tokens':1,"
                + "'output_tokens':1,'cache_creation_input_tokens':9,"
                + "'cache_creation':{'ephemeral_5m_input_tokens':4,'ephemeral_1h_input_tokens':5}}}");

    assertThat(heard.usage.orElseThrow().hourCacheWriteTokens()).hasValue(5);
    assertThat(heard.usage.orElseThrow().cacheWriteTokens()).hasValue(9);
  }
}
