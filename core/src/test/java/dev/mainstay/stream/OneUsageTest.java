package dev.mainstay.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** SEMANTICS 6.6: one usage. */
class OneUsageTest {
  private static final ChatEvent STOP = new Finished(FinishReason.STOP, "stop");
  private static final String END = "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]";

  private final OneUsage stage = new OneUsage();

  @Test
  void streamThatTellsNoneIsNotTouched() {
    List<ChatChunk> told = List.of(text("a", 0), chunk(END + "}", STOP), chunk(null));

    for (ChatChunk chunk : told) {
      assertThat(stage.add(chunk)).containsExactly(chunk);
    }
    assertThat(stage.release()).isEmpty();
  }

  @Test
  void oneOfItsOwnOrBesideTheEndGoesOutByteForByte() {
    List<ChatChunk> alone = List.of(text("a", 0), chunk(END + "}", STOP), usage(1));
    List<ChatChunk> beside =
        List.of(text("a", 0), chunk(END + ", \"usage\" : {\"total_tokens\": 1 } }", STOP, used(1)));
    List<ChatChunk> before = List.of(text("a", 0), usage(1), chunk(END + "}", STOP));

    assertThat(through(alone)).isEqualTo(alone);
    assertThat(through(beside)).isEqualTo(beside);
    assertThat(through(before)).isEqualTo(before);
  }

  @Test
  void ofSeveralTheLastGoesOut() {
    ChatChunk end = chunk(END + ",\"usage\":{\"total_tokens\":1}}", STOP, used(1));

    assertThat(jsons(through(List.of(text("a", 0), end, usage(2), usage(3)))))
        .containsExactly(jsonOf("a"), END + "}", "{\"choices\":[],\"usage\":{\"total_tokens\":3}}");
  }

  @Test
  void ofSeveralEndsTheLastTellsIt() {
    ChatChunk first = chunk(END + ",\"usage\":{\"total_tokens\":1}}", STOP, used(1));
    ChatChunk other =
        chunk(END + ",\"usage\":{\"total_tokens\":2}}", new OtherChoice(1, STOP), used(2));

    assertThat(jsons(through(List.of(first, other))))
        .containsExactly(END + "}", END + ",\"usage\":{\"total_tokens\":2}}");
  }

  @Test
  void textGoesOutAtOnceWithoutWhatItTellsAndTheEndTellsIt() {
    assertThat(jsons(stage.add(text("a", 1)))).containsExactly(jsonOf("a"));
    assertThat(jsons(stage.add(text("b", 2)))).containsExactly(jsonOf("b"));
    assertThat(stage.add(chunk(END + "}", STOP))).isEmpty();
    assertThat(jsons(stage.release())).containsExactly(END + ",\"usage\":{\"total_tokens\":2}}");
  }

  @Test
  void ofAnotherChoiceTheEndWaitsAndWhatIsNoEndDoesNot() {
    ChatChunk nothing =
        chunk(
            "{\"choices\":[{\"delta\":{}}],\"usage\":null}", new OtherChoice(1, new TextDelta("")));
    stage.add(text("a", 1));

    assertThat(stage.add(nothing)).containsExactly(nothing);
    assertThat(stage.add(chunk(END + "}", new OtherChoice(1, STOP)))).isEmpty();
    assertThat(jsons(stage.release())).containsExactly(END + ",\"usage\":{\"total_tokens\":1}}");
  }

  @Test
  void whatComesBehindAUsageBeforeTheEndKeepsItsPlace() {
    assertThat(stage.add(usage(1))).isEmpty();
    assertThat(jsons(stage.add(text("a", 0)))).containsExactly(jsonOf("a"));
    assertThat(jsons(through(List.of(chunk(END + "}", STOP)))))
        .containsExactly(END + ",\"usage\":{\"total_tokens\":1}}");
  }

  /** As of a caller who did not ask, to whom the provider tells it beside text all the same. */
  @Test
  void whatIsNotTheLastDoesNotGoOutWhereTheLastIsNotShown() {
    ChatChunk end = chunk(END + ",\"usage\":{\"total_tokens\":2}}", STOP, used(2));

    assertThat(jsons(through(List.of(text("a", 1), end, chunk(null, used(4))))))
        .containsExactly(jsonOf("a"), END + "}");
    assertThat(jsons(through(List.of(text("a", 1), chunk(null, used(2)), chunk(END + "}", STOP)))))
        .containsExactly(jsonOf("a"), END + "}");
  }

  @Test
  void eventsTellItAsOftenAsItWasTold() {
    List<ChatEvent> events =
        through(List.of(text("a", 1), usage(2), usage(3))).stream()
            .flatMap(chunk -> chunk.events().stream())
            .toList();

    assertThat(events).containsExactly(new TextDelta("a"), used(1), used(2), used(3));
  }

  @Test
  void endsWithoutNumberAreNotHeld() {
    int out = stage.add(usage(1)).size();
    for (int i = 0; i < 10_000; i++) {
      out += stage.add(chunk(END + "}", new OtherChoice(i + 1, STOP))).size();
    }

    List<ChatChunk> released = stage.release();
    assertThat(released).hasSizeLessThan(2_000).hasSize(10_001 - out);
    assertThat(jsons(released).getLast()).contains("usage");
  }

  @Test
  void asManyAsOneThousandAndTwentyFourWaitAndNotOneMore() {
    assertThat(stage.add(usage(1))).isEmpty();
    for (int i = 1; i < 1_024; i++) {
      assertThat(stage.add(chunk(END + "}", new OtherChoice(i, STOP)))).isEmpty();
    }

    assertThat(stage.add(chunk(END + "}", STOP))).hasSize(1_024);
    assertThat(stage.release()).hasSize(1);
    assertThat(stage.release()).isEmpty();
  }

  @Test
  void whatSaysNothingBehindAnEndThatWaitsWaitsToo() {
    ChatChunk nothing = chunk("{\"choices\":[{\"delta\":{}}]}");
    ChatChunk hidden = chunk(null, new OtherChoice(1, STOP));
    stage.add(text("a", 1));
    stage.add(chunk(END + "}", STOP));

    assertThat(stage.add(nothing)).isEmpty();
    assertThat(stage.add(hidden)).isEmpty();

    List<ChatChunk> released = stage.release();
    assertThat(jsons(released))
        .containsExactly(
            END + "}", "{\"choices\":[{\"delta\":{}}],\"usage\":{\"total_tokens\":1}}");
    assertThat(released.getLast()).isEqualTo(hidden);
  }

  @Test
  void whoAsksForItWithEveryChunkHasIt() {
    ChatRequest each =
        new ChatRequest(Json.parseObject("{\"stream_options\":{\"continuous_usage_stats\":true}}"));

    assertThat(OneUsage.isWanted(each)).isFalse();
    assertThat(OneUsage.isWanted(ChatRequest.of("m", "Hello"))).isTrue();
  }

  private List<ChatChunk> through(List<ChatChunk> chunks) {
    List<ChatChunk> out = new ArrayList<>();
    chunks.forEach(chunk -> out.addAll(stage.add(chunk)));
    out.addAll(stage.release());
    return out;
  }

  private static ChatChunk text(String text, int usage) {
    String json = jsonOf(text);
    return usage == 0
        ? chunk(json, new TextDelta(text))
        : chunk(
            json.substring(0, json.length() - 1) + ",\"usage\":{\"total_tokens\":" + usage + "}}",
            new TextDelta(text),
            used(usage));
  }

  private static String jsonOf(String text) {
    return "{\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}]}";
  }

  private static ChatChunk usage(int total) {
    return chunk("{\"choices\":[],\"usage\":{\"total_tokens\":" + total + "}}", used(total));
  }

  private static ChatEvent used(int total) {
    return new UsageReported(
        new Usage(0, total, total, OptionalLong.empty(), OptionalLong.empty()));
  }

  private static ChatChunk chunk(@Nullable String json, ChatEvent... events) {
    return new ChatChunk(List.of(events), Optional.ofNullable(json).map(Json::parseObject));
  }

  private static List<String> jsons(List<ChatChunk> chunks) {
    return chunks.stream()
        .flatMap(chunk -> chunk.json().stream())
        .map(json -> json.toJson())
        .toList();
  }
}
