package dev.mainstay.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Usage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** SEMANTICS 7.1: how a finish reason goes out. */
class FinishHoldTest {
  private static final ChatEvent STOP = new Finished(FinishReason.STOP, "stop");
  private static final ChatEvent USAGE =
      new UsageReported(new Usage(1, 2, 3, OptionalLong.empty(), OptionalLong.empty()));

  private final Hold hold = new Hold(1);

  /** A hold, and the end that hears its chunks before it. */
  private static final class Hold {
    private final SemanticEnd end;
    private final FinishHold hold;

    Hold(int choices) {
      end = new SemanticEnd(choices);
      hold = new FinishHold(end);
    }

    List<ChatChunk> add(ChatChunk chunk) {
      end.hear(chunk);
      return hold.add(chunk);
    }

    List<ChatChunk> release() {
      return hold.release();
    }
  }

  @Test
  void chunkThatEndsNothingGoesOutAsItCame() {
    ChatChunk text = chunk("{'choices':[{'delta':{'content':'a'}}]}", new TextDelta("a"));

    assertThat(hold.add(text)).containsExactly(text);
    assertThat(hold.release()).isEmpty();
  }

  @Test
  void endsOfAsManyChoicesAsWereAskedForAreHeld() {
    Hold many = new Hold(40);

    for (int i = 0; i < 40; i++) {
      assertThat(many.add(ChatChunk.of(new OtherChoice(i, STOP)))).isEmpty();
    }

    assertThat(many.release()).hasSize(40);
  }

  @Test
  void whatComesBehindTheEndStaysHeldWhateverFollowsThatSaysNothing() {
    ChatChunk end = ChatChunk.of(STOP);
    ChatChunk usage = ChatChunk.of(USAGE);

    assertThat(hold.add(end)).isEmpty();
    assertThat(hold.add(usage)).isEmpty();
    assertThat(hold.add(ChatChunk.of())).isEmpty();

    assertThat(hold.release()).containsExactly(end, usage, ChatChunk.of());
  }

  @Test
  void finishChunkWithoutOutputIsHeldAndGoesOutByteForByte() {
    String json = "{\"x\": 1.0,\"choices\":[ {\"delta\":{},\"finish_reason\":\"stop\"} ]}";
    ChatChunk end = new ChatChunk(List.of(STOP), Optional.of(Json.parseObject(json)));
    ChatChunk usage = chunk("{'choices':[],'usage':{}}", USAGE);

    assertThat(hold.add(end)).isEmpty();
    assertThat(hold.add(usage)).isEmpty();

    List<ChatChunk> released = hold.release();
    assertThat(released).containsExactly(end, usage);
    assertThat(released.getFirst().json().orElseThrow().toJson()).isEqualTo(json);
  }

  @Test
  void endsOfChoicesThatNobodyAskedForAreNotHeldWithoutEnd() {
    int out = 0;
    for (int i = 0; i < 10_000; i++) {
      ChatChunk end =
          chunk(
              "{'choices':[{'index':" + i + ",'delta':{},'finish_reason':'stop'}]}",
              i == 0 ? STOP : new OtherChoice(i, STOP));
      out += hold.add(end).size();
    }

    assertThat(hold.release()).hasSizeLessThan(100).hasSize(10_000 - out);
  }

  @Test
  void textBesideAFinishReasonGoesOutAtOnceAndTheReasonAlone() {
    ChatChunk last =
        chunk(
            "{'id':'c','choices':[{'index':0,'delta':{'content':'a'},'x':1,'finish_reason':'stop'}],"
                + "'usage':{'y':1}}",
            new TextDelta("a"),
            USAGE,
            STOP);

    assertThat(hold.add(last))
        .containsExactly(
            chunk(
                "{'id':'c','choices':[{'index':0,'delta':{'content':'a'},'x':1,'finish_reason':null}],"
                    + "'usage':{'y':1}}",
                new TextDelta("a"),
                USAGE));
    assertThat(hold.release())
        .containsExactly(
            chunk(
                "{'id':'c','choices':[{'index':0,'x':1,'finish_reason':'stop','delta':{}}]}",
                STOP));
  }

  @Test
  void outputBehindAFinishReasonRevokesIt() {
    ChatChunk first =
        chunk(
            "{'choices':[{'delta':{'content':'a'},'finish_reason':'stop'}]}",
            new TextDelta("a"),
            STOP);
    ChatChunk second = chunk("{'choices':[{'delta':{'content':'b'}}]}", new TextDelta("b"));
    hold.add(first);

    assertThat(hold.add(second)).containsExactly(second);
    assertThat(hold.release()).isEmpty();
  }

  @Test
  void revokedFinishChunkGoesOutWithoutItsReasonSoThatNothingElseIsLost() {
    ChatChunk end = chunk("{'choices':[{'delta':{},'finish_reason':'stop'}],'x':1}", STOP);
    ChatChunk text = chunk("{'choices':[{'delta':{'content':'b'}}]}", new TextDelta("b"));
    hold.add(end);

    assertThat(hold.add(text))
        .containsExactly(chunk("{'choices':[{'delta':{},'finish_reason':null}],'x':1}"), text);
  }

  @Test
  void whatCameBehindARevokedFinishGoesOutAheadOfTheOutputThatRevokesIt() {
    ChatChunk end = chunk("{'choices':[{'delta':{},'finish_reason':'stop'}]}", STOP);
    ChatChunk usage = chunk("{'choices':[],'usage':{}}", USAGE);
    ChatChunk text = chunk("{'choices':[{'delta':{'content':'b'}}]}", new TextDelta("b"));
    hold.add(end);
    hold.add(usage);

    assertThat(hold.add(text))
        .containsExactly(chunk("{'choices':[{'delta':{},'finish_reason':null}]}"), usage, text);
  }

  @Test
  void whatIsReleasedGoesOutOnce() {
    ChatChunk end = chunk("{'choices':[{'delta':{},'finish_reason':'stop'}]}", STOP);
    hold.add(end);

    assertThat(hold.release()).containsExactly(end);
    assertThat(hold.release()).isEmpty();
  }

  @Test
  void reasonToldTwiceGoesOutOnceTheLast() {
    ChatEvent length = new Finished(FinishReason.LENGTH, "length");
    ChatChunk second = chunk("{'choices':[{'delta':{},'finish_reason':'length'}]}", length);
    hold.add(chunk("{'choices':[{'delta':{},'finish_reason':'stop'}]}", STOP));

    assertThat(hold.add(second))
        .containsExactly(chunk("{'choices':[{'delta':{},'finish_reason':null}]}"));
    assertThat(hold.release()).containsExactly(second);
  }

  @Test
  void endOfOneChoiceIsNotRevokedByTheOutputOfAnother() {
    Hold two = new Hold(2);
    ChatChunk end = chunk("{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}]}", STOP);
    ChatChunk both =
        chunk(
            "{'choices':[{'index':1,'delta':{'content':'b'},'finish_reason':'stop'}]}",
            new OtherChoice(1, new TextDelta("b")),
            new OtherChoice(1, STOP));
    two.add(end);

    assertThat(two.add(both))
        .containsExactly(
            chunk(
                "{'choices':[{'index':1,'delta':{'content':'b'},'finish_reason':null}]}",
                new OtherChoice(1, new TextDelta("b"))));
    assertThat(two.release())
        .containsExactly(
            end,
            chunk(
                "{'choices':[{'index':1,'finish_reason':'stop','delta':{}}]}",
                new OtherChoice(1, STOP)));
  }

  @Test
  void whatSaysNothingBeforeTheLastChoicesEndGoesOutAtOnce() {
    Hold two = new Hold(2);
    ChatChunk usage = ChatChunk.of(USAGE);
    two.add(ChatChunk.of(STOP));

    assertThat(two.add(usage)).containsExactly(usage);
    assertThat(two.add(ChatChunk.of(new OtherChoice(1, STOP)))).isEmpty();
    assertThat(two.release()).hasSize(2);
  }

  @Test
  void outputOfAChoiceThatNobodyAskedForIsNotHeldBehindTheEnd() {
    ChatChunk other = ChatChunk.of(new OtherChoice(1, new TextDelta("b")));
    hold.add(ChatChunk.of(STOP));

    assertThat(hold.add(other)).containsExactly(other);
  }

  @Test
  void sixteenChunksAreHeldAndSeventeenEndsOfOneChoiceThatWasAskedFor() {
    hold.add(ChatChunk.of(STOP));
    for (int i = 1; i < 16; i++) {
      assertThat(hold.add(ChatChunk.of())).as("chunk %s", i).isEmpty();
    }
    assertThat(hold.add(ChatChunk.of())).hasSize(1);

    Hold ends = new Hold(1);
    for (int i = 0; i < 17; i++) {
      assertThat(ends.add(ChatChunk.of(new OtherChoice(i, STOP)))).as("end %s", i).isEmpty();
    }
    assertThat(ends.add(ChatChunk.of(new OtherChoice(17, STOP)))).hasSize(1);
  }

  @Test
  void chunksOfOverEightMibAreNotHeldTogether() {
    JsonObject json = JsonObject.builder().put("x", "x".repeat(2 * 1_000_000)).build();
    ChatChunk large = new ChatChunk(List.of(), Optional.of(json));
    hold.add(ChatChunk.of(STOP));

    for (int i = 0; i < 5; i++) {
      assertThat(hold.add(large)).isEmpty();
    }
    assertThat(hold.add(large)).containsExactly(large);
  }

  @Test
  void endThatNobodyRevokesGoesOutByteForByteBesideOneThatSpeaks() {
    String json = "{\"choices\":[ {\"delta\":{ },\"finish_reason\":\"stop\"} ]}";
    Hold two = new Hold(2);
    two.add(new ChatChunk(List.of(STOP), Optional.of(Json.parseObject(json))));
    two.add(ChatChunk.of(new OtherChoice(1, new TextDelta("b"))));

    assertThat(two.release().getFirst().json().map(JsonObject::toJson)).hasValue(json);
  }

  @Test
  void choicesWithoutIndexAreCountedByTheirPlace() {
    Hold two = new Hold(2);
    ChatChunk both =
        chunk(
            "{'choices':[{'delta':{'content':'a'},'finish_reason':null},"
                + "{'delta':{'content':'b'},'finish_reason':'stop'}]}",
            new TextDelta("a"),
            new OtherChoice(1, new TextDelta("b")),
            new OtherChoice(1, STOP));

    assertThat(two.add(both))
        .containsExactly(
            chunk(
                "{'choices':[{'delta':{'content':'a'},'finish_reason':null},"
                    + "{'delta':{'content':'b'},'finish_reason':null}]}",
                new TextDelta("a"),
                new OtherChoice(1, new TextDelta("b"))));
    assertThat(two.release())
        .containsExactly(
            chunk(
                "{'choices':[{'finish_reason':'stop','delta':{},'index':1}]}",
                new OtherChoice(1, STOP)));
  }

  @Test
  void endsOfTwoChoicesInOneChunkAreParted() {
    Hold two = new Hold(2);
    two.add(
        chunk(
            "{'choices':[{'index':0,'delta':{},'finish_reason':'stop'},"
                + "{'index':1,'delta':{},'finish_reason':'stop'}]}",
            STOP,
            new OtherChoice(1, STOP)));
    ChatChunk text =
        chunk(
            "{'choices':[{'index':1,'delta':{'content':'b'}}]}",
            new OtherChoice(1, new TextDelta("b")));

    assertThat(two.add(text)).containsExactly(text);
    assertThat(two.release())
        .containsExactly(
            chunk(
                "{'choices':[{'index':0,'delta':{},'finish_reason':'stop'},"
                    + "{'index':1,'delta':{},'finish_reason':null}]}",
                STOP));
  }

  private static ChatChunk chunk(String json, ChatEvent... events) {
    return new ChatChunk(List.of(events), Optional.of(Json.parseObject(json.replace('\'', '"'))));
  }
}
