package dev.mainstay.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent.TextDelta;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** SEMANTICS 6.4: what goes out is whole characters. */
class WholeTextTest {
  private final WholeText whole = new WholeText();

  @Test
  void halfOfAPairGoesOutWithTheOther() {
    ChatChunk first = whole.take(chunk("Hi \ud83d"));
    ChatChunk second = whole.take(chunk("\ude00!"));

    assertThat(first.events()).containsExactly(new TextDelta("Hi "));
    assertThat(content(first)).isEqualTo("Hi ");
    assertThat(second.events()).containsExactly(new TextDelta("\ud83d\ude00!"));
    assertThat(content(second)).isEqualTo("\ud83d\ude00!");
    assertThat(whole.take(chunk("x")).events()).containsExactly(new TextDelta("x"));
  }

  @Test
  void everythingElseOfTheChunkStays() {
    JsonObject json = whole.take(chunk("\ud83d")).json().orElseThrow();

    assertThat(json.text("id")).hasValue("c1");
    assertThat(json.toString()).contains("\"role\":\"assistant\"").contains("\"extra\":1");
  }

  @Test
  void halfWhoseOtherNeverComesIsDropped() {
    whole.take(chunk("\ud83d"));

    assertThat(whole.take(chunk("plain")).events()).containsExactly(new TextDelta("plain"));
  }

  @Test
  void chunkOfWholeCharactersIsPassedOnAsItIs() {
    ChatChunk plain = chunk("\ud83d\ude00 and more");

    assertThat(whole.take(plain)).isSameAs(plain);
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
}
