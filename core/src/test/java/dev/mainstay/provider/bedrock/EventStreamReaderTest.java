package dev.mainstay.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.failure.Failure;
import dev.mainstay.http.SseEvent;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.transport.TransportException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The framing of an event stream: what is given out is what was sent, or nothing. */
class EventStreamReaderTest {
  // Of one event, whoever sends it.
  private static final int MOST = 16 * 1024 * 1024;

  private static final byte[] HELLO = Frames.hello().bytes();

  @Test
  void eventsAreGivenOutByTheirNames() throws IOException {
    List<SseEvent> events = events(HELLO);

    assertThat(events)
        .extracting(SseEvent::name)
        .containsExactly(
            "messageStart",
            "contentBlockDelta",
            "contentBlockDelta",
            "contentBlockStop",
            "messageStop",
            "metadata");
    assertThat(json(events.get(1)).object("delta").orElseThrow().text("text")).hasValue("Hello");
  }

  /** Every bit of one message: its lengths, its checksums, its headers, its payload. */
  @Test
  void anyBitThatFlipsIsFoundOut() throws IOException {
    byte[] before = Frames.begin().event("messageStart", "{'role':'assistant'}").bytes();
    byte[] whole =
        Frames.begin()
            .event("messageStart", "{'role':'assistant'}")
            .event("contentBlockDelta", "{'contentBlockIndex':0,'delta':{'text':'Hello'}}")
            .bytes();
    byte[] after = Frames.hello().bytes();
    for (int bit = before.length * 8; bit < whole.length * 8; bit++) {
      byte[] damaged = Arrays.copyOf(whole, whole.length + after.length);
      System.arraycopy(after, 0, damaged, whole.length, after.length);
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      EventStreamReader reader = reader(damaged);

      assertThat(reader.next()).as("bit %s", bit).isPresent();
      assertThatThrownBy(reader::next)
          .as("bit %s", bit)
          .isInstanceOfSatisfying(
              TransportException.class,
              e -> assertThat(e.failure()).isInstanceOf(Failure.MalformedAnswer.class));
    }
  }

  @Test
  void messageThatIsCutIsNone() throws IOException {
    int whole = events(HELLO).size();
    for (int cut = 0; cut < HELLO.length; cut++) {
      assertThat(events(Arrays.copyOf(HELLO, cut))).as("cut at %s", cut).hasSizeLessThan(whole);
    }
  }

  @Test
  void endIsTheEndFromThenOn() throws IOException {
    EventStreamReader reader = reader(new byte[0]);

    assertThat(reader.next()).isEmpty();
    assertThat(reader.next()).isEmpty();
  }

  @Test
  void nothingIsReadBehindAWholeMessage() throws IOException {
    byte[] first = Frames.begin().event("messageStart", "{}").bytes();
    EventStreamReader reader =
        new EventStreamReader(
            new InputStream() {
              private int at;

              @Override
              public int read() {
                if (at == first.length) {
                  throw new AssertionError("read on, where a whole message is there");
                }
                return first[at++] & 0xFF;
              }
            });

    assertThat(reader.next()).map(SseEvent::name).hasValue("messageStart");
  }

  @Test
  void exceptionIsAnErrorOfItsType() throws IOException {
    byte[] stream =
        Frames.begin()
            .exception("modelStreamErrorException", "{'message':'no','originalStatusCode':500}")
            .bytes();

    SseEvent error = events(stream).getFirst();

    assertThat(error.name()).isEqualTo("error");
    assertThat(json(error))
        .isEqualTo(
            Json.parseObject(
                "{\"message\":\"no\",\"originalStatusCode\":500,"
                    + "\"type\":\"modelStreamErrorException\"}"));
  }

  @Test
  void exceptionWhosePayloadIsNoObjectIsToldAsItIs() throws IOException {
    byte[] stream = Frames.begin().exception("throttlingException", "slow down").bytes();

    assertThat(json(events(stream).getFirst()).text("message")).hasValue("slow down");
  }

  @Test
  void errorOutsideTheModelIsReadFromItsHeaders() throws IOException {
    byte[] stream = Frames.begin().error("InternalServerError", "it broke").bytes();

    assertThat(json(events(stream).getFirst()))
        .isEqualTo(Json.parseObject("{\"message\":\"it broke\",\"type\":\"InternalServerError\"}"));
  }

  @Test
  void headersOfEveryTypeArePassedOver() throws IOException {
    ByteBuffer headers = ByteBuffer.allocate(1024);
    headers.put(Frames.header("true", 0)).put(Frames.header("false", 1));
    headers.put(Frames.header("byte", 2, 1)).put(Frames.header("short", 3, 0, 1));
    headers.put(Frames.header("int", 4, 0, 0, 0, 1));
    headers.put(Frames.header("long", 5, 0, 0, 0, 0, 0, 0, 0, 1));
    headers.put(Frames.header("bytes", 6, 0, 2, 9, 9));
    headers.put(Frames.header("time", 8, 0, 0, 0, 0, 0, 0, 0, 1));
    headers.put(Frames.header("uuid", 9, new int[16]));
    headers.put(Frames.headers(":event-type", "messageStart", ":message-type", "event"));
    byte[] all = Arrays.copyOf(headers.array(), headers.position());

    assertThat(events(Frames.begin().message(all, Frames.utf8("{}")).bytes()))
        .containsExactly(new SseEvent("messageStart", Frames.utf8("{}")));
  }

  @Test
  void headerThatEndsTooEarlyOrIsOfNoTypeIsRefused() {
    for (byte[] headers :
        List.of(
            Frames.header("a", 10),
            Frames.header("a", 7, 0, 9, 'x'),
            Frames.header("a", 7, 0),
            Frames.header("a", 5, 0, 0),
            new byte[] {9, 'a'})) {
      byte[] stream = Frames.begin().message(headers, Frames.utf8("{}")).bytes();

      assertThatThrownBy(() -> events(stream)).isInstanceOf(TransportException.class);
    }
  }

  /** A length that its checksum confirms, but that nobody sends, is not waited for. */
  @Test
  void messageLargerThanTheServiceSendsIsRefusedByItsLength() {
    assertThatThrownBy(() -> events(prelude(16 + MOST + 1, 0))).hasMessageContaining("larger");
    assertThatThrownBy(() -> events(prelude(1 << 20, EventStreamReader.MAX_HEADER_BYTES + 1)))
        .hasMessageContaining("larger");
    assertThatThrownBy(() -> events(prelude(-1, 0))).hasMessageContaining("larger");
    assertThatThrownBy(() -> events(prelude(-1, -1))).hasMessageContaining("shorter");
    assertThatThrownBy(() -> events(prelude(15, 0))).hasMessageContaining("shorter");
    assertThatThrownBy(() -> events(prelude(20, 5))).hasMessageContaining("shorter");
  }

  @Test
  void largestLengthIsWaitedForWithoutItsMemory() throws IOException {
    assertThat(events(prelude(16 + MOST, 0))).isEmpty();
  }

  private static byte[] prelude(int total, int headers) {
    ByteBuffer prelude = ByteBuffer.allocate(12).putInt(total).putInt(headers);
    return prelude.putInt(Frames.crc(prelude.array(), 8)).array();
  }

  private static List<SseEvent> events(byte[] stream) throws IOException {
    EventStreamReader reader = reader(stream);
    List<SseEvent> events = new ArrayList<>();
    for (Optional<SseEvent> e = reader.next(); e.isPresent(); e = reader.next()) {
      events.add(e.get());
    }
    return events;
  }

  private static EventStreamReader reader(byte[] stream) {
    return new EventStreamReader(new ByteArrayInputStream(stream));
  }

  private static JsonObject json(SseEvent event) {
    return Json.parseObject(event.data());
  }
}
