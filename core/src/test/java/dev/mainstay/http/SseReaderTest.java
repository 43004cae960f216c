package dev.mainstay.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.failure.Failure;
import dev.mainstay.transport.TransportException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseReaderTest {
  @Test
  void dataWithAndWithoutSpaceIsTheSame() throws IOException {
    assertThat(events("data: {}\n\ndata:{}\n\ndata:  {}\n\n"))
        .containsExactly(event("{}"), event("{}"), event(" {}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void anyLineEndEndsALine(String lineEnd) throws IOException {
    String stream = "event: a\ndata: 1\ndata: 2\n\n: comment\n\ndata: 3\n\n".replace("\n", lineEnd);

    assertThat(events(stream)).containsExactly(event("a", "1\n2"), event("3"));
  }

  @Test
  void lineEndsMayBeMixed() throws IOException {
    assertThat(events("data: 1\r\ndata: 2\rdata: 3\n\r\ndata: 4\r\rdata: 5\n\n"))
        .containsExactly(event("1\n2\n3"), event("4"), event("5"));
  }

  @Test
  void byteOrderMarkIsSkippedAtTheStartOfALine() throws IOException {
    assertThat(events("\uFEFFdata: 1\n\n\uFEFFdata: 2\n\ndata: \uFEFF3\n\n"))
        .containsExactly(event("1"), event("2"), event("\uFEFF3"));
  }

  @Test
  void commentsNeverSurface() throws IOException {
    assertThat(events(": OPENROUTER PROCESSING\n\n:\n\ndata: 1\n: keep-alive\ndata: 2\n\n:x\n"))
        .containsExactly(event("1\n2"));
  }

  @Test
  void eventWithoutDataIsSkippedAndItsNameForgotten() throws IOException {
    assertThat(events("event: ping\n\ndata: 1\n\n")).containsExactly(event("1"));
  }

  @Test
  void emptyDataLinesAreData() throws IOException {
    assertThat(events("data\n\ndata\ndata:\n\ndata: \n\n"))
        .containsExactly(event(""), event("\n"), event(""));
  }

  @Test
  void lastNameCountsAndHoldsForOneEvent() throws IOException {
    assertThat(
            events(
                "event: a\ndata: 1\nevent: b\n\nevent:c\ndata: 2\n\nevent:é\ndata: 3\n\ndata: 4\n\n"))
        .containsExactly(event("b", "1"), event("c", "2"), event("é", "3"), event("4"));
  }

  @Test
  void eventThatCameIsReadyAndPartOfOneIsNot() throws IOException {
    ArrivingStream in = new ArrivingStream();
    SseReader reader = new SseReader(in);

    assertThat(reader.isReady()).isFalse();
    in.came("data: 1\n\n: comment\n\ndata: 2\n");
    assertThat(reader.isReady()).isTrue();
    assertThat(reader.next()).contains(event("1"));
    assertThat(reader.isReady()).isFalse();
    in.came("\n");
    assertThat(reader.isReady()).isTrue();
    assertThat(reader.isReady()).isTrue();
    assertThat(reader.next()).contains(event("2"));
    assertThat(reader.isReady()).isFalse();
  }

  @Test
  void otherFieldsArePassedOver() throws IOException {
    SseReader reader = reader("id: 7\nretry: 10\nid\nretry\ndata: 1\n\n");

    assertThat(rest(reader)).containsExactly(event("1"));
    assertThat(reader.unframed()).isEmpty();
  }

  @Test
  void everyEventHasAnArrayOfItsOwn() throws IOException {
    SseReader reader = reader("data: 1\n\ndata: 2\n\n");

    SseEvent first = reader.next().orElseThrow();
    first.data()[0] = 'x';

    assertThat(reader.next()).contains(event("2"));
    assertThat(first).isEqualTo(event("x"));
  }

  @Test
  void streamIsTheSameAtEverySplitInTwo() throws IOException {
    byte[] stream = ODD.getBytes(UTF_8);

    for (int split = 0; split <= stream.length; split++) {
      assertThat(rest(new SseReader(new SplitStream(stream, split))))
          .as("split at %d", split)
          .isEqualTo(ODD_EVENTS);
    }
  }

  @Test
  void streamIsTheSameByteByByte() throws IOException {
    assertThat(rest(new SseReader(SplitStream.byteByByte(ODD.getBytes(UTF_8)))))
        .isEqualTo(ODD_EVENTS);
  }

  @Test
  void eventIsGivenOutBeforeMoreIsRead() throws IOException {
    SplitStream stream = new SplitStream("data: 1\n\ndata: 2\n\ndata: 3\n\n".getBytes(UTF_8), 18);
    SseReader reader = new SseReader(stream);

    reader.next();
    reader.next();

    assertThat(stream.reads()).isEqualTo(1);
  }

  @Test
  void eventClosedByReturnsIsGivenOutBeforeTheLineFeedComes() throws IOException {
    SplitStream stream = new SplitStream("data: 1\r\n\r\ndata: 2\r\n\r\n".getBytes(UTF_8), 10);
    SseReader reader = new SseReader(stream);

    assertThat(reader.next()).contains(event("1"));
    assertThat(stream.reads()).isEqualTo(1);
    assertThat(rest(reader)).containsExactly(event("2"));
  }

  @Test
  void eventNotClosedByABlankLineIsUnfinished() throws IOException {
    SseReader reader = reader("data: 1\n\nevent: e\ndata: 2\ndata: 3\n");

    assertThat(rest(reader)).containsExactly(event("1"));
    assertThat(reader.unfinished()).contains(event("e", "2\n3"));
  }

  @Test
  void nameWithoutDataIsUnfinishedToo() throws IOException {
    SseReader reader = reader("data: 1\n\nevent: e\n");

    assertThat(rest(reader)).containsExactly(event("1"));
    assertThat(reader.unfinished()).contains(event("e", ""));
  }

  @Test
  void lineThatIsCutOffIsUnfinished() throws IOException {
    SseReader reader = reader("data: 1\n\ndata: {\"text\": \"hal");

    assertThat(rest(reader)).containsExactly(event("1"));
    assertThat(reader.unfinished()).contains(event("{\"text\": \"hal"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "data: 1\n\n", "data: 1\r\n\r\n", "data: 1\n\n: x", "data: 1\n\nid: 1\n"})
  void streamThatEndsBetweenEventsLeavesNothingUnfinished(String stream) throws IOException {
    SseReader reader = reader(stream);

    rest(reader);

    assertThat(reader.unfinished()).isEmpty();
  }

  @Test
  void nothingIsUnfinishedBeforeTheEnd() throws IOException {
    SseReader reader = reader("data: 1\n\ndata: 2\n");

    reader.next();

    assertThat(reader.unfinished()).isEmpty();
  }

  @Test
  void endStaysTheEnd() throws IOException {
    SseReader reader = reader("data: 1\ndata: 2");

    assertThat(reader.next()).isEmpty();
    assertThat(reader.next()).isEmpty();
    assertThat(reader.unfinished()).contains(event("1\n2"));
  }

  @Test
  void bareJsonIsKeptAsUnframed() throws IOException {
    SseReader reader = reader("data: 1\n\n{\n  \"error\": {\"code\": 429}\n}");

    assertThat(rest(reader)).containsExactly(event("1"));
    assertThat(reader.unframed()).asString(UTF_8).isEqualTo("{\n  \"error\": {\"code\": 429}\n}");
  }

  @Test
  void unframedTextIsBounded() throws IOException {
    SseReader reader = reader("<p>word</p>\n".repeat(10_000) + "x".repeat(1_000_000));

    assertThat(rest(reader)).isEmpty();
    assertThat(reader.unframed()).hasSize(SseReader.MAX_UNFRAMED_BYTES);
  }

  @Test
  void fieldNamesAreMatchedWhole() throws IOException {
    SseReader reader = reader("dat: 1\ndatas: 2\n data: 3\nDATA: 4\nevents: e\ndata: 5\n\n");

    assertThat(rest(reader)).containsExactly(event("5"));
    assertThat(reader.unframed())
        .asString(UTF_8)
        .contains("dat: 1", "datas: 2", " data: 3", "DATA: 4");
  }

  @Test
  void hugeEventPasses() throws IOException {
    String text = "x".repeat(SseReader.MAX_EVENT_BYTES);

    assertThat(events("data: 1\n\ndata: " + text + "\n\ndata: 2\n\n"))
        .containsExactly(event("1"), event(text), event("2"));
  }

  @Test
  void hugeEventOfManyLinesPasses() throws IOException {
    String line = "data: " + "y".repeat(1023) + "\n";

    List<SseEvent> events = events(line.repeat(16 * 1024) + "\ndata: 2\n\n");

    assertThat(events).hasSize(2);
    assertThat(events.getFirst().data()).hasSize(SseReader.MAX_EVENT_BYTES - 1);
    assertThat(events.getLast()).isEqualTo(event("2"));
  }

  @Test
  void eventOfExactlyTheLimitPassesAndOneByteMoreDoesNot() throws IOException {
    assertThat(rest(limited(10, "data: 0123456789\n\n"))).containsExactly(event("0123456789"));
    assertThat(rest(limited(10, "data: 01234\ndata: 6789\n\n")))
        .containsExactly(event("01234\n6789"));

    assertTooLarge(limited(10, "data: 0123456789a\n\n"));
    assertTooLarge(limited(10, "data: 01234\ndata: 6789a\n\n"));
  }

  @Test
  void lineWithoutEndIsTooLargeBeforeItIsAllRead() {
    InputStream endless =
        new SequenceInputStream(
            new ByteArrayInputStream("data: ".getBytes(UTF_8)), new EndlessStream());

    assertTooLarge(new SseReader(endless, 100_000));
  }

  @Test
  void commentWithoutEndIsTooLarge() {
    InputStream endless =
        new SequenceInputStream(new ByteArrayInputStream(":".getBytes(UTF_8)), new EndlessStream());

    assertTooLarge(new SseReader(endless, 100_000));
  }

  @Test
  void tooLargeSaysSoWithTheLimit() {
    assertThatThrownBy(() -> rest(limited(10, "data: 0123456789a\n\n")))
        .isInstanceOfSatisfying(
            TransportException.class,
            e -> assertThat(e.failure()).isInstanceOf(Failure.MalformedAnswer.class))
        .hasMessageContaining("larger than the limit of 10 bytes");
  }

  @Test
  void anyAmountOfCommentsAndEventsPassesASmallLimit() throws IOException {
    String stream = (": keep-alive and then some\n\ndata: 0123456789\n\n").repeat(20_000);

    assertThat(rest(limited(10, stream))).hasSize(20_000).containsOnly(event("0123456789"));
  }

  @Test
  void smallEventsNeedNoLargerBufferHoweverManyTheyAre() throws IOException {
    String event = "data: 0123456789\ndata: 0123456789\n\n";
    int[] insideEachEvent = IntStream.range(0, 10_000).map(i -> i * event.length() + 20).toArray();
    SplitStream pieces = new SplitStream(event.repeat(10_000).getBytes(UTF_8), insideEachEvent);

    assertThat(rest(new SseReader(pieces))).hasSize(10_000);
    assertThat(pieces.mostAsked()).isLessThanOrEqualTo(8 * 1024);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MAX_VALUE})
  void impossibleLimitIsRefused(int limit) {
    assertThatThrownBy(() -> new SseReader(InputStream.nullInputStream(), limit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxEventBytes must be 1 to 536870912, but is " + limit);
  }

  @Test
  void failureOfTheStreamComesThrough() throws IOException {
    IOException reset = new IOException("reset");
    SseReader reader =
        new SseReader(
            new SequenceInputStream(
                new ByteArrayInputStream("data: 1\n\ndata: 2".getBytes(UTF_8)),
                new BrokenStream(reset)));

    assertThat(reader.next()).contains(event("1"));
    assertThatThrownBy(reader::next).isSameAs(reset);
  }

  private static final String ODD =
      "\uFEFF: OPENROUTER PROCESSING\r\n\r\nevent: größe\r\ndata:{\"a\":\"€ 👍\"}\r\n\r\n"
          + "data: 1\rdata\rdata: ü\r\rid: 3\n\ndata: last\n: x\n\n";
  private static final List<SseEvent> ODD_EVENTS =
      List.of(event("größe", "{\"a\":\"€ 👍\"}"), event("1\n\nü"), event("last"));

  private static void assertTooLarge(SseReader reader) {
    assertThatThrownBy(() -> rest(reader)).isInstanceOf(TransportException.class);
  }

  private static SseEvent event(String data) {
    return event("", data);
  }

  private static SseEvent event(String name, String data) {
    return new SseEvent(name, data.getBytes(UTF_8));
  }

  private static SseReader reader(String stream) {
    return new SseReader(new ByteArrayInputStream(stream.getBytes(UTF_8)));
  }

  private static SseReader limited(int limit, String stream) {
    return new SseReader(new ByteArrayInputStream(stream.getBytes(UTF_8)), limit);
  }

  private static List<SseEvent> events(String stream) throws IOException {
    return rest(reader(stream));
  }

  private static List<SseEvent> rest(SseReader reader) throws IOException {
    List<SseEvent> events = new ArrayList<>();
    for (Optional<SseEvent> next = reader.next(); next.isPresent(); next = reader.next()) {
      events.add(next.get());
    }
    return events;
  }

  private static final class EndlessStream extends InputStream {
    @Override
    public int read() {
      return 'x';
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      Arrays.fill(target, offset, offset + length, (byte) 'x');
      return length;
    }
  }

  private static final class BrokenStream extends InputStream {
    private final IOException failure;

    BrokenStream(IOException failure) {
      this.failure = failure;
    }

    @Override
    public int read() throws IOException {
      throw failure;
    }
  }
}
