package dev.mainstay.continuation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.FinishReason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SEMANTICS 6.4 and 6.6: what of a chunk's JSON goes out of an attempt that goes on. */
class ChunkTextTest {
  private static final String TOLD =
      "{'id':'x','choices':[{'index':0,'delta':{'role':'assistant','content':'a king who',"
          + "'reasoning':'Hm','reasoning_content':'Hm','reasoning_details':[1],'tool_calls':[2],"
          + "'function_call':{}},'finish_reason':null}],'usage':{'total_tokens':3}}";

  @Test
  void textIsTheOneThatGoesOutAndWhatDoesNotIsLeftOut() {
    assertThat(written(TOLD, new TextDelta("wh"), new TextDelta("o")))
        .isEqualTo(
            "{'id':'x','choices':[{'index':0,'delta':{'content':'who'},'finish_reason':null}]}");
  }

  @Test
  void thoughtsAndCallsThatGoOutStayAsTheyCame() {
    assertThat(written(TOLD, new ReasoningDelta("Hm"), new ToolCallDelta(0, "c", "f", "")))
        .isEqualTo(
            "{'id':'x','choices':[{'index':0,'delta':{'reasoning':'Hm','reasoning_content':'Hm',"
                + "'reasoning_details':[1],'tool_calls':[2],'function_call':{}},"
                + "'finish_reason':null}]}");
  }

  @Test
  void endIsToldInTheProvidersOwnWordWhereItHasOne() {
    ChatEvent end = new Finished(FinishReason.STOP, "stop");

    assertThat(written("{'choices':[{'index':0,'finish_reason':'eos'}]}", new TextDelta("."), end))
        .isEqualTo("{'choices':[{'index':0,'finish_reason':'eos','delta':{'content':'.'}}]}");
    assertThat(written("{'choices':[{'index':0,'delta':{}}]}", end))
        .isEqualTo("{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}]}");
    assertThat(written("{'choices':[{'index':0,'delta':{},'finish_reason':'eos'}]}"))
        .isEqualTo("{'choices':[{'index':0,'delta':{},'finish_reason':null}]}");
  }

  @Test
  void choiceHasItsIndexAlsoWhereTheProviderToldNone() {
    assertThat(written("{'choices':[{'delta':{'content':'a'},'seed':7}]}", new TextDelta("a")))
        .isEqualTo(
            "{'choices':[{'index':0,'delta':{'content':'a'},'seed':7,'finish_reason':null}]}");
    assertThat(written("{'usage':{}}", new TextDelta("a")))
        .isEqualTo("{'choices':[{'index':0,'delta':{'content':'a'},'finish_reason':null}]}");
  }

  /** A thought's signature is told in them, and by no event. */
  @Test
  void signedThoughtsAreCarriedBesideWhatEventsTell() {
    assertThat(carriesMore("{'choices':[{'delta':{'thinking_blocks':[1]}}]}")).isTrue();
    assertThat(carriesMore("{'choices':[{'delta':{'thinking_blocks':null}}]}")).isFalse();
    assertThat(carriesMore(TOLD)).isFalse();
    assertThat(carriesMore("{'choices':[]}")).isFalse();
  }

  private static String written(String json, ChatEvent... events) {
    return ChunkText.write(Json.parseObject(json.replace('\'', '"')), List.of(events))
        .toJson()
        .replace('"', '\'');
  }

  private static boolean carriesMore(String json) {
    return ChunkText.carriesMore(Json.parseObject(json.replace('\'', '"')));
  }
}
