package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Usage;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CanonicalChunksTest {
  private static final Usage USAGE = new Usage(10, 5, 15, OptionalLong.of(4), OptionalLong.empty());

  private final CanonicalChunks chunks = new CanonicalChunks("id-1", 1700000000, "claude-x");

  @Test
  void roleStandsInTheFirstChunkOfAChoiceOnly() {
    ChatChunk first = chunks.chunk(List.of());
    ChatChunk second = chunks.chunk(List.of(new TextDelta("Hi")));

    assertThat(json(first))
        .isEqualTo(chunk("{'index':0,'delta':{'role':'assistant'},'finish_reason':null}"));
    assertThat(json(second))
        .isEqualTo(chunk("{'index':0,'delta':{'content':'Hi'},'finish_reason':null}"));
    assertThat(second.events()).containsExactly(new TextDelta("Hi"));
  }

  @Test
  void furtherMembersOfADeltaTravelAlong() {
    chunks.chunk(List.of());

    ChatChunk thought =
        chunks.chunk(
            List.of(new ReasoningDelta("hm")), JsonObject.builder().put("signature", "s").build());

    assertThat(json(thought))
        .isEqualTo(
            chunk(
                "{'index':0,'delta':{'reasoning_content':'hm','signature':'s'},'finish_reason':null}"));
  }

  // Clients put together what stands at one index over chunks, not within one.
  @Test
  void piecesOfOneToolCallInOneChunkAreOnePiece() {
    chunks.chunk(List.of());

    ChatChunk both =
        chunks.chunk(
            List.of(
                new ToolCallDelta(0, "t0", "f", ""),
                new ToolCallDelta(1, "t1", "g", ""),
                new ToolCallDelta(0, "", "", "{}"),
                new ToolCallDelta(1, "", "", "{\"a\":")));

    assertThat(json(both))
        .isEqualTo(
            chunk(
                "{'index':0,'delta':{'tool_calls':[{'index':0,'id':'t0','type':'function',"
                    + "'function':{'name':'f','arguments':'{}'}},{'index':1,'id':'t1',"
                    + "'type':'function','function':{'name':'g','arguments':'{\\'a\\':'}}]},"
                    + "'finish_reason':null}"));
  }

  @Test
  void toolCallSaysItsNameOnce() {
    chunks.chunk(List.of());

    ChatChunk begin = chunks.chunk(List.of(new ToolCallDelta(1, "t1", "f", "")));
    ChatChunk rest = chunks.chunk(List.of(new ToolCallDelta(1, "", "", "{}")));

    assertThat(json(begin))
        .isEqualTo(
            chunk(
                "{'index':0,'delta':{'tool_calls':[{'index':1,'id':'t1','type':'function',"
                    + "'function':{'name':'f','arguments':''}}]},'finish_reason':null}"));
    assertThat(json(rest))
        .isEqualTo(
            chunk(
                "{'index':0,'delta':{'tool_calls':[{'index':1,'function':{'arguments':'{}'}}]},"
                    + "'finish_reason':null}"));
  }

  @Test
  void endIsInOpenAisWordWithTheProvidersOwnBesideIt() {
    chunks.chunk(List.of());

    ChatChunk end = chunks.chunk(List.of(new Finished(FinishReason.PAUSE, "pause_turn")));

    assertThat(json(end))
        .isEqualTo(
            chunk(
                "{'index':0,'delta':{},'finish_reason':'stop',"
                    + "'native_finish_reason':'pause_turn'}"));
  }

  @Test
  void eachChoiceHasItsDelta() {
    List<ChatEvent> events = List.of(new OtherChoice(1, new TextDelta("b")), new TextDelta("a"));

    assertThat(json(chunks.chunk(events)).array("choices").orElseThrow().toJson())
        .isEqualTo(
            Json.parse(
                    ("[{'index':0,'delta':{'role':'assistant','content':'a'},'finish_reason':null},"
                            + "{'index':1,'delta':{'role':'assistant','content':'b'},'finish_reason':null}]")
                        .replace('\'', '"'))
                .toJson());
  }

  @Test
  void usageHasAChunkOfItsOwn() {
    ChatChunk usage = chunks.usage(USAGE);

    assertThat(usage.events()).containsExactly(new UsageReported(USAGE));
    assertThat(json(usage).array("choices").orElseThrow().isEmpty()).isTrue();
    assertThat(json(usage).object("usage").orElseThrow())
        .isEqualTo(
            object(
                "{'prompt_tokens':10,'completion_tokens':5,'total_tokens':15,"
                    + "'prompt_tokens_details':{'cached_tokens':4}}"));
    assertThatThrownBy(() -> chunks.chunk(List.of(new UsageReported(USAGE))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void wholeAnswerIsPutTogether() {
    List<ChatEvent> events =
        List.of(
            new ReasoningDelta("hm"),
            new TextDelta("Hi, "),
            new TextDelta("you"),
            new ToolCallDelta(0, "t0", "f", "{"),
            new ToolCallDelta(0, "", "", "}"),
            new UsageReported(USAGE),
            new Finished(FinishReason.TOOL_CALLS, "tool_use"));

    JsonObject answer =
        CanonicalAnswer.of("id-1", 1700000000, "claude-x", events, object("{'signature':'s'}"));

    assertThat(answer)
        .isEqualTo(
            object(
                "{'id':'id-1','object':'chat.completion','created':1700000000,'model':'claude-x',"
                    + "'choices':[{'index':0,'message':{'role':'assistant','content':'Hi, you',"
                    + "'reasoning_content':'hm','tool_calls':[{'id':'t0','type':'function',"
                    + "'function':{'name':'f','arguments':'{}'}}],'signature':'s'},"
                    + "'finish_reason':'tool_calls','native_finish_reason':'tool_use'}],"
                    + "'usage':{'prompt_tokens':10,'completion_tokens':5,'total_tokens':15,"
                    + "'prompt_tokens_details':{'cached_tokens':4}}}"));
  }

  private static JsonObject json(ChatChunk chunk) {
    return chunk.json().orElseThrow();
  }

  private static JsonObject chunk(String choice) {
    return object(
        "{'id':'id-1','object':'chat.completion.chunk','created':1700000000,'model':'claude-x',"
            + "'choices':["
            + choice
            + "]}");
  }

  private static JsonObject object(String singleQuoted) {
    return Json.parseObject(singleQuoted.replace('\'', '"'));
  }
}
