package dev.mainstay.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.TextDelta;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SEMANTICS 7.5: what counts against the bounds of a stream that is kept. */
class BulkBoundsTest {
  private static final int MIB = 1024 * 1024;
  private static final int CHUNK = 128;

  private final Bulk bulk = new Bulk();

  @ParameterizedTest
  @MethodSource("dev.mainstay.stream.Outputs#ofEverySort")
  void textOfEverySortCountsButForThatOfTheLargestChunk(Function<String, ChatEvent> sort) {
    ChatChunk large = ChatChunk.of(sort.apply("x".repeat(9 * MIB)));

    bulk.add(large);
    assertThat(bulk.isTooMuch()).isFalse();
    bulk.add(ChatChunk.of(sort.apply("x".repeat(7 * MIB))));
    assertThat(bulk.isTooMuch()).isFalse();
    bulk.add(ChatChunk.of(sort.apply("x".repeat(2 * MIB))));
    assertThat(bulk.isTooMuch()).isTrue();
  }

  @Test
  void picturesCountInAllAndWhatSaysSomethingIsNone() {
    ChatEvent text = new TextDelta("Look");

    for (int i = 0; i < 7; i++) {
      bulk.add(chunk(8 * MIB));
    }
    assertThat(bulk.isTooMuch()).isFalse();
    bulk.add(chunk(7 * MIB, text));
    assertThat(bulk.isTooMuch()).isFalse();
    bulk.add(chunk(2 * MIB, text));
    assertThat(bulk.isTooMuch()).isTrue();
  }

  @Test
  void asMuchAsMayBeIsNotTooMuch() {
    bulk.add(text(Bulk.MOST / 2));
    bulk.add(text(Bulk.MOST / 2));
    bulk.add(text(Bulk.MOST / 2));
    assertThat(bulk.isTooMuch()).isFalse();

    bulk.add(text(CHUNK));
    assertThat(bulk.isTooMuch()).isTrue();
  }

  @Test
  void asMuchAsMayBeInAllIsNotTooMuch() {
    for (int i = 0; i < 8; i++) {
      bulk.add(chunk(Bulk.MOST_WITH_PICTURES / 8 - CHUNK - "{'unknown':''}".length()));
    }
    assertThat(bulk.isTooMuch()).isFalse();

    bulk.add(ChatChunk.of());
    assertThat(bulk.isTooMuch()).isTrue();
  }

  @Test
  void chunkOfTwoMibIsNoPicture() {
    for (int i = 0; i < 5; i++) {
      bulk.add(chunk(2 * MIB - CHUNK - "{'unknown':''}".length()));
    }
    assertThat(bulk.isTooMuch()).isFalse();

    bulk.add(chunk(2 * MIB - CHUNK - "{'unknown':''}".length()));
    assertThat(bulk.isTooMuch()).isTrue();
  }

  /** A chunk that counts as {@code size} bytes. */
  private static ChatChunk text(int size) {
    return ChatChunk.of(new TextDelta("x".repeat(size - CHUNK)));
  }

  private static ChatChunk chunk(int bytes, ChatEvent... events) {
    JsonObject json = JsonObject.builder().put("unknown", "x".repeat(bytes)).build();
    return new ChatChunk(List.of(events), Optional.of(json));
  }
}
