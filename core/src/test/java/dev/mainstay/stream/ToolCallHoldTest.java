package dev.mainstay.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.RefusalDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Usage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** SEMANTICS 6.4: tool calls wait for the semantic end, at most one Mi characters of them. */
class ToolCallHoldTest {
  private static final ChatChunk TEXT = ChatChunk.of(new TextDelta("Look:"));
  private static final ChatChunk CALL = ChatChunk.of(call("{"));
  private static final ChatChunk MORE = ChatChunk.of(call("}"));
  private static final ChatChunk USAGE =
      ChatChunk.of(
          new UsageReported(new Usage(1, 1, 2, OptionalLong.empty(), OptionalLong.empty())));
  private static final ChatChunk END = ChatChunk.of(finished());
  private static final ChatChunk OTHER_END = ChatChunk.of(new OtherChoice(1, finished()));

  private final ToolCallHold hold = new ToolCallHold(1);

  @Test
  void answerWithoutToolCallsIsNotHeld() {
    for (ChatChunk chunk : List.of(TEXT, ChatChunk.of(), END, USAGE)) {
      assertThat(hold.add(chunk)).containsExactly(chunk);
    }
    assertThat(hold.release()).isEmpty();
  }

  @Test
  void fromTheFirstPieceOnEverythingWaitsForTheEndSoThatTheOrderStays() {
    assertThat(hold.add(TEXT)).containsExactly(TEXT);
    assertThat(hold.add(CALL)).isEmpty();
    assertThat(hold.add(TEXT)).isEmpty();
    assertThat(hold.add(USAGE)).isEmpty();
    assertThat(hold.add(MORE)).isEmpty();
    assertThat(hold.add(END)).containsExactly(CALL, TEXT, USAGE, MORE, END);
    assertThat(hold.add(USAGE)).containsExactly(USAGE);
    assertThat(hold.release()).isEmpty();
  }

  @Test
  void nameThatIsToldWithEveryPieceIsNotPutTogether() {
    ChatChunk first = ChatChunk.of(new ToolCallDelta(0, "id", "f", "{"));
    ChatChunk again = ChatChunk.of(new ToolCallDelta(0, "", "f", "}"));
    hold.add(first);
    hold.add(again);

    assertThat(hold.add(END)).containsExactly(first, again, END);
  }

  @Test
  void callsWhoseNamesCameInTimeGoOutAsTheyCame() {
    ChatChunk first = ChatChunk.of(new ToolCallDelta(0, "id", "f", "{"));
    ChatChunk more = ChatChunk.of(new ToolCallDelta(0, "", "", "}"));
    hold.add(first);
    hold.add(more);

    List<ChatChunk> all = hold.add(END);
    assertThat(all.getFirst()).isSameAs(first);
    assertThat(all.get(1)).isSameAs(more);
  }

  @Test
  void whatIsHeldIsEstimated() {
    hold.add(TEXT);
    assertThat(hold.estimatedTokensHeld()).isZero();

    hold.add(CALL);
    hold.add(TEXT);
    OutputEstimate held = new OutputEstimate();
    List.of(CALL, TEXT).forEach(chunk -> chunk.events().forEach(held::add));

    assertThat(hold.estimatedTokensHeld()).isEqualTo(held.tokens()).isPositive();
  }

  @Test
  void toolCallThatComesWholeAndWithTheEndIsNotHeld() {
    ChatChunk whole = ChatChunk.of(call("{}"), finished());

    assertThat(hold.add(whole)).containsExactly(whole);
  }

  @Test
  void nameThatComesLateOrInPiecesIsToldWhereItsCallBegins() {
    hold.add(chunk("{'index':0,'id':'a','function':{'arguments':''}}", named(0, "a", "")));
    hold.add(chunk("{'index':0,'function':{'name':'get_'}}", named(0, "", "get_")));
    hold.add(chunk("{'index':1,'id':'b','function':{'name':'g'}}", named(1, "b", "g")));
    hold.add(chunk("{'index':0,'function':{'name':'weather'}}", named(0, "", "weather")));

    assertThat(hold.add(END))
        .containsExactly(
            chunk(
                "{'index':0,'id':'a','function':{'arguments':'','name':'get_weather'}}",
                named(0, "a", "get_weather")),
            chunk("{'index':0,'function':{}}", named(0, "", "")),
            chunk("{'index':1,'id':'b','function':{'name':'g'}}", named(1, "b", "g")),
            chunk("{'index':0,'function':{}}", named(0, "", "")),
            END);
  }

  @Test
  void callThatBeginsWithoutItsFunctionHasItsNameThere() {
    hold.add(chunk("{'index':0,'id':'a','type':'function'}", named(0, "a", "")));
    hold.add(chunk("{'index':0,'function':{'name':'f'}}", named(0, "", "f")));
    hold.add(chunk("{'index':0,'type':'function'}", named(0, "", "")));
    hold.add(chunk("{'index':1,'id':'b','type':'custom'}", named(1, "b", "")));
    hold.add(chunk("{'index':1,'custom':{'name':'g'}}", named(1, "", "g")));

    assertThat(hold.add(END))
        .containsExactly(
            chunk(
                "{'index':0,'id':'a','type':'function','function':{'name':'f'}}",
                named(0, "a", "f")),
            chunk("{'index':0,'function':{}}", named(0, "", "")),
            chunk("{'index':0,'type':'function'}", named(0, "", "")),
            chunk("{'index':1,'id':'b','type':'custom','custom':{'name':'g'}}", named(1, "b", "g")),
            chunk("{'index':1,'custom':{}}", named(1, "", "")),
            END);
  }

  /** A legacy call is told beside the others, without a number. */
  @Test
  void nameOfALegacyFunctionCallInPiecesIsToldWhereItBeginsToo() {
    hold.add(
        ofDelta(
            "'tool_calls':[{'index':0,'id':'a','function':{'name':'f'}}],"
                + "'function_call':{'name':'get_'}",
            named(0, "a", "f"),
            named(1, "", "get_")));
    hold.add(ofDelta("'function_call':{'name':'it'}", named(1, "", "it")));

    assertThat(hold.add(END))
        .containsExactly(
            ofDelta(
                "'tool_calls':[{'index':0,'id':'a','function':{'name':'f'}}],"
                    + "'function_call':{'name':'get_it'}",
                named(0, "a", "f"),
                named(1, "", "get_it")),
            ofDelta("'function_call':{}", named(1, "", "")),
            END);
  }

  @Test
  void nameOfAnotherChoicesLegacyFunctionCallIsItsOwn() {
    ToolCallHold two = new ToolCallHold(2);
    two.add(ofDelta("'function_call':{'name':'f'}", named(0, "", "f")));
    two.add(ofSecond("{'name':'get_'}", named(1, "", "get_")));
    two.add(ofSecond("{'name':'it'}", named(1, "", "it")));
    two.add(END);

    assertThat(two.add(OTHER_END))
        .containsExactly(
            ofDelta("'function_call':{'name':'f'}", named(0, "", "f")),
            ofSecond("{'name':'get_it'}", named(1, "", "get_it")),
            ofSecond("{}", named(1, "", "")),
            END,
            OTHER_END);
  }

  @Test
  void callThatIsNeverNamedGoesOutAsItCame() {
    hold.add(chunk("{'index':0,'id':'a','function':{}}", named(0, "a", "")));
    hold.add(chunk("{'index':0,'function':{'name':'f'}}", named(0, "", "f")));
    ChatChunk nameless =
        chunk(
            "{'index':1,'id':'b','function':{'arguments':'1'}}",
            new ToolCallDelta(1, "b", "", "1"));
    hold.add(nameless);

    assertThat(hold.add(END)).element(2).isEqualTo(nameless);
  }

  @Test
  void piecesOfANameInOneChunkTellItOnce() {
    String first = "{'index':0,'id':'a','function':{'name':'get_'}}";
    String second = "{'index':0,'function':{'name':'it','arguments':'{}'}}";
    ToolCallDelta rest = new ToolCallDelta(0, "", "it", "{}");
    hold.add(chunk(first + "," + second, named(0, "a", "get_"), rest));

    assertThat(hold.add(END).getFirst())
        .isEqualTo(
            chunk(
                "{'index':0,'id':'a','function':{'name':'get_it'}},"
                    + "{'index':0,'function':{'arguments':'{}'}}",
                named(0, "a", "get_it"),
                new ToolCallDelta(0, "", "", "{}")));
  }

  @Test
  void nameInPiecesIsToldWholeThoughNotEveryChoiceHasEnded() {
    ToolCallHold two = new ToolCallHold(2);
    two.add(ChatChunk.of(named(0, "a", "get_")));
    two.add(ChatChunk.of(named(0, "", "it")));
    two.add(END);

    assertThat(two.release())
        .containsExactly(
            ChatChunk.of(named(0, "a", "get_it")), ChatChunk.of(named(0, "", "")), END);
  }

  private static ToolCallDelta named(int index, String id, String name) {
    return new ToolCallDelta(index, id, name, "");
  }

  private static ChatChunk chunk(String calls, ChatEvent... events) {
    return ofDelta("'tool_calls':[" + calls + "]", events);
  }

  private static ChatChunk ofDelta(String members, ChatEvent... events) {
    return ofChoice(0, members, events);
  }

  private static ChatChunk ofSecond(String function, ToolCallDelta event) {
    return ofChoice(1, "'function_call':" + function, new OtherChoice(1, event));
  }

  private static ChatChunk ofChoice(int index, String members, ChatEvent... events) {
    String json = "{'choices':[{'index':" + index + ",'delta':{" + members + "}}]}";
    return new ChatChunk(List.of(events), Optional.of(Json.parseObject(json.replace('\'', '"'))));
  }

  @Test
  void severalChoicesAreLetGoWhenAllHaveEnded() {
    ToolCallHold two = new ToolCallHold(2);

    assertThat(two.add(CALL)).isEmpty();
    assertThat(two.add(END)).isEmpty();
    assertThat(two.add(END)).isEmpty();
    assertThat(two.add(OTHER_END)).containsExactly(CALL, END, END, OTHER_END);
  }

  @Test
  void toolCallOfAnotherChoiceIsHeldToo() {
    ToolCallHold two = new ToolCallHold(2);
    ChatChunk call = ChatChunk.of(new OtherChoice(1, call("{")));

    assertThat(two.add(END)).containsExactly(END);
    assertThat(two.add(call)).isEmpty();
    assertThat(two.add(OTHER_END)).containsExactly(call, OTHER_END);
  }

  @Test
  void whatIsStillHeldAtTheEndOfTheStreamIsLetGoOnce() {
    ToolCallHold two = new ToolCallHold(2);
    two.add(CALL);
    two.add(END);

    assertThat(two.release()).containsExactly(CALL, END);
    assertThat(two.release()).isEmpty();
  }

  static Stream<Arguments> sorts() {
    return Stream.of(
        sort("arguments", ToolCallHoldTest::call),
        sort("name", text -> new ToolCallDelta(0, "", text, "")),
        sort("text", TextDelta::new),
        sort("reasoning", ReasoningDelta::new),
        sort("refusal", RefusalDelta::new),
        sort("other choice", text -> new OtherChoice(1, new TextDelta(text))));
  }

  private static Arguments sort(String name, Function<String, ChatEvent> event) {
    return Arguments.of(name, event);
  }

  @ParameterizedTest
  @MethodSource("sorts")
  void beyondOneMiCharactersEverythingIsLetGoForGood(
      String name, Function<String, ChatEvent> event) {
    ChatChunk most = ChatChunk.of(event.apply("x".repeat(ToolCallHold.MAX_HELD - 1)));
    ChatChunk one = ChatChunk.of(event.apply("y"));

    assertThat(hold.add(CALL)).isEmpty();
    assertThat(hold.add(most)).isEmpty();
    assertThat(hold.add(one)).containsExactly(CALL, most, one);
    assertThat(hold.add(MORE)).containsExactly(MORE);
    assertThat(hold.add(END)).containsExactly(END);
  }

  @Test
  void manySmallPiecesAreLetGoTooSoThatMemoryIsBounded() {
    ChatChunk letter = ChatChunk.of(call("x"));
    for (int i = 0; i < ToolCallHold.MAX_CHUNKS; i++) {
      assertThat(hold.add(letter)).isEmpty();
    }

    assertThat(hold.add(letter)).hasSize(ToolCallHold.MAX_CHUNKS + 1);
    assertThat(hold.add(letter)).containsExactly(letter);
  }

  @Test
  void textThatWentOutBeforeIsNotCounted() {
    String much = "x".repeat(ToolCallHold.MAX_HELD + 1);
    hold.add(ChatChunk.of(new TextDelta(much)));
    hold.add(ChatChunk.of(new ReasoningDelta(much)));
    hold.add(ChatChunk.of(new RefusalDelta(much)));

    assertThat(hold.add(CALL)).isEmpty();
    assertThat(hold.add(END)).containsExactly(CALL, END);
  }

  private static ToolCallDelta call(String arguments) {
    return new ToolCallDelta(0, "", "", arguments);
  }

  private static Finished finished() {
    return new Finished(FinishReason.TOOL_CALLS, "tool_calls");
  }
}
