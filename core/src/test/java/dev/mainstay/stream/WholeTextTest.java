package dev.mainstay.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.RefusalDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** SEMANTICS 6.4: what goes out is whole characters. */
class WholeTextTest {
  private final WholeText whole = new WholeText();

  @Test
  void halfOfAPairGoesOutWithTheOther() {
    ChatChunk first = take(chunk("Hi \ud83d"));
    ChatChunk second = take(chunk("\ude00!"));

    assertThat(first.events()).containsExactly(new TextDelta("Hi "));
    assertThat(content(first)).isEqualTo("Hi ");
    assertThat(second.events()).containsExactly(new TextDelta("\ud83d\ude00!"));
    assertThat(content(second)).isEqualTo("\ud83d\ude00!");
    assertThat(take(chunk("x")).events()).containsExactly(new TextDelta("x"));
  }

  @Test
  void pieceOfNothingBetweenTheHalvesDoesNotPartThem() {
    take(chunk("\ud83d"));

    assertThat(content(take(chunk("")))).isEmpty();
    assertThat(content(take(chunk("\ude00")))).isEqualTo("\ud83d\ude00");
  }

  @Test
  void everythingElseOfTheChunkStays() {
    JsonObject json = take(chunk("\ud83d")).json().orElseThrow();

    assertThat(json.text("id")).hasValue("c1");
    assertThat(json.toString()).contains("\"role\":\"assistant\"").contains("\"extra\":1");
  }

  @Test
  void halfWhoseOtherNeverComesIsDropped() {
    take(chunk("\ud83d"));

    assertThat(take(chunk("plain")).events()).containsExactly(new TextDelta("plain"));
  }

  @Test
  void halvesOfOverAThousandTextsDoNotAllWait() {
    for (int choice = 1; choice <= 1025; choice++) {
      take(ChatChunk.of(new OtherChoice(choice, new TextDelta("\ud83d"))));
    }

    assertThat(rest(1024)).isEqualTo(new TextDelta("\ud83d\ude00"));
    assertThat(rest(1025)).isEqualTo(new TextDelta(""));
  }

  private ChatEvent rest(int choice) {
    ChatChunk rest = take(ChatChunk.of(new OtherChoice(choice, new TextDelta("\ude00"))));
    return ((OtherChoice) rest.events().getFirst()).event();
  }

  @Test
  void halvesAreNotJoinedOverWhatCameBetween() {
    take(chunk("a\ud83d"));
    take(chunk("plain"));

    assertThat(take(chunk("\ude00b")).events()).containsExactly(new TextDelta("b"));
  }

  @Test
  void neitherAreThoseOfChunksWithoutJson() {
    take(ChatChunk.of(new TextDelta("a\ud83d")));
    take(ChatChunk.of(new TextDelta("plain")));

    assertThat(take(ChatChunk.of(new TextDelta("\ude00b"))).events())
        .containsExactly(new TextDelta("b"));
  }

  @Test
  void chunkOfWholeCharactersIsPassedOnAsItIs() {
    ChatChunk plain = chunk("\ud83d\ude00 and more");

    assertThat(take(plain)).isSameAs(plain);
  }

  /** Of whatever depth and names a provider sends: what nobody reads is not looked at. */
  @Test
  void halfWhereNobodyLooksForTextStaysAsItCame() {
    ChatChunk deep =
        parsed(
            "[{'index':0,'delta':{'%s':'\\ud83d'}}]".formatted("x".repeat(300)),
            new TextDelta("\ud83d\ude00"));

    assertThat(take(deep)).isSameAs(deep);
  }

  @Test
  void textOfOtherChoicesIsNotLostWhereAHalfWaits() {
    ChatChunk both =
        take(
            parsed(
                "[{'index':0,'delta':{'content':'a\\ud83d'}},{'index':1,'delta':{'content':'b'}}]",
                new TextDelta("a\ud83d"),
                new OtherChoice(1, new TextDelta("b"))));
    ChatChunk between =
        take(
            parsed(
                "[{'index':1,'delta':{'content':'c'}}]", new OtherChoice(1, new TextDelta("c"))));
    ChatChunk rest =
        take(parsed("[{'index':0,'delta':{'content':'\\ude00'}}]", new TextDelta("\ude00")));

    assertThat(both)
        .isEqualTo(
            parsed(
                "[{'index':0,'delta':{'content':'a'}},{'index':1,'delta':{'content':'b'}}]",
                new TextDelta("a"),
                new OtherChoice(1, new TextDelta("b"))));
    assertThat(between.events()).containsExactly(new OtherChoice(1, new TextDelta("c")));
    assertThat(rest)
        .isEqualTo(
            parsed(
                "[{'index':0,'delta':{'content':'\ud83d\ude00'}}]", new TextDelta("\ud83d\ude00")));
  }

  static List<Arguments> texts() {
    return List.of(
        arguments("'reasoning_content':'%s'", (Function<String, ChatEvent>) ReasoningDelta::new),
        arguments("'refusal':'%s'", (Function<String, ChatEvent>) RefusalDelta::new),
        arguments(
            "'tool_calls':[{'index':3,'function':{'arguments':'%s'}}]",
            (Function<String, ChatEvent>) text -> new ToolCallDelta(3, "", "", text)),
        arguments(
            "'content':[{'type':'text','text':'%s'}]",
            (Function<String, ChatEvent>) TextDelta::new));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void everyTextOfEveryChoiceIsWholeCharacters(String delta, Function<String, ChatEvent> event) {
    for (int choice = 0; choice < 2; choice++) {
      List<ChatChunk> out = new ArrayList<>();
      for (String piece : List.of("a\ud83d", "\ude00b", "c\ud83dd", "\ude00e")) {
        out.add(take(said(choice, delta, event, piece)));
      }

      assertThat(out)
          .containsExactly(
              said(choice, delta, event, "a"),
              said(choice, delta, event, "\ud83d\ude00b"),
              said(choice, delta, event, "cd"),
              said(choice, delta, event, "e"));
    }
  }

  @Test
  void plainAnswerIsWholeCharactersToo() {
    assertThat(take(parsed("[{'message':{'content':'a\\ud83d'}}]", new TextDelta("a\ud83d"))))
        .isEqualTo(parsed("[{'message':{'content':'a'}}]", new TextDelta("a")));
  }

  private static ChatChunk said(
      int choice, String delta, Function<String, ChatEvent> event, String piece) {
    ChatEvent said = event.apply(piece);
    return parsed(
        "[{'index':" + choice + ",'delta':{" + delta.formatted(escaped(piece)) + "}}]",
        choice == 0 ? said : new OtherChoice(choice, said));
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.chars().forEach(c -> escaped.append(String.format(Locale.ROOT, "\\u%04x", c)));
    return escaped.toString();
  }

  private static ChatChunk parsed(String choices, ChatEvent... events) {
    return new ChatChunk(
        List.of(events),
        Optional.of(Json.parseObject(("{'choices':" + choices + "}").replace('\'', '"'))));
  }

  private static ChatChunk chunk(String text) {
    JsonObject delta =
        JsonObject.builder().put("role", "assistant").put("content", text).put("extra", 1).build();
    JsonObject json =
        Json.parseObject("{\"id\":\"c1\",\"choices\":[{\"index\":0}]}")
            .with(
                "choices",
                JsonArray.of(JsonObject.builder().put("index", 0).put("delta", delta).build()));
    return new ChatChunk(List.of(new TextDelta(text)), Optional.of(json));
  }

  private static String content(ChatChunk chunk) {
    return chunk
        .json()
        .flatMap(json -> json.array("choices"))
        .flatMap(choices -> choices.objects().findFirst())
        .flatMap(choice -> choice.object("delta"))
        .flatMap(delta -> delta.text("content"))
        .orElseThrow();
  }

  private ChatChunk take(ChatChunk chunk) {
    return whole.add(chunk).getFirst();
  }
}
