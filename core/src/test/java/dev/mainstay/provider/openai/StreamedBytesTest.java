package dev.mainstay.provider.openai;

import static dev.mainstay.provider.openai.Asking.DONE;
import static dev.mainstay.provider.openai.Asking.STOP;
import static dev.mainstay.provider.openai.Asking.events;
import static dev.mainstay.provider.openai.Asking.finish;
import static dev.mainstay.provider.openai.Asking.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpHead;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the bytes of a stream become the characters of its text. */
class StreamedBytesTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void characterWhoseBytesAreCutOverTwoEventsIsJoined(int cut) {
    byte[] earth = "🌍".getBytes(StandardCharsets.UTF_8);

    Heard heard =
        Asking.over(
            streaming(
                textOf("ü", Arrays.copyOf(earth, cut)),
                textOf("", Arrays.copyOfRange(earth, cut, earth.length)),
                events(finish("stop"), DONE).getBytes(StandardCharsets.UTF_8)))
            .stream();

    assertThat(heard.events).containsExactly(new TextDelta("ü"), new TextDelta("🌍"), STOP);
    assertThat(heard.isSuccess()).isTrue();
  }

  @Test
  void characterThatIsNeverWholeIsMalformed() {
    byte[] latin = {(byte) 0xE9};

    Heard heard =
        Asking.over(
            streaming(
                textOf("a", latin),
                events(text("b"), finish("stop"), DONE).getBytes(StandardCharsets.UTF_8)))
            .stream();

    assertThat(heard.text).hasToString("a");
    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.MalformedAnswer.class);
  }

  private static byte[] textOf(String start, byte[] rest) {
    String[] parts = events(text(start + "|")).split("\\|");
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    event.writeBytes(parts[0].getBytes(StandardCharsets.UTF_8));
    event.writeBytes(rest);
    event.writeBytes(parts[1].getBytes(StandardCharsets.UTF_8));
    return event.toByteArray();
  }

  private static ScriptedTransport streaming(byte[]... events) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] event : events) {
      body.writeBytes(event);
    }
    HttpHead head = new HttpHead(200, Headers.of("Content-Type", "text/event-stream"));
    return new ScriptedTransport(head, body.toByteArray(), ScriptedTransport.Ending.CLOSED);
  }

  @Test
  void bytesThatAreNoUtf8AreMalformed() {
    byte[] body = events(text("aXb"), finish("stop")).getBytes(StandardCharsets.ISO_8859_1);
    body[new String(body, StandardCharsets.ISO_8859_1).indexOf('X')] = (byte) 0xFF;

    Heard heard = hear(body);

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.MalformedAnswer.class);
  }

  @Test
  void byteOrderMarkAndBlankLinesBeforeTheFirstEventAreSkipped() {
    Heard heard =
        hear(("\uFEFF\n\n" + events(text("é"), finish("stop"))).getBytes(StandardCharsets.UTF_8));

    assertThat(heard.text).hasToString("é");
    assertThat(heard.isSuccess()).isTrue();
  }

  /** SEMANTICS 0.3: with the field went its text, and the rest was told as whole. */
  @ParameterizedTest
  @MethodSource("strangeBytes")
  void textBehindBytesThatHideItsFieldIsNotLost(String strange) {
    String body = events(text("a")) + strange + events(text("b"), finish("stop"), "[DONE]");

    Heard heard = hear(body.getBytes(StandardCharsets.UTF_8));

    assertThat(heard.text).hasToString("ab");
    assertThat(heard.isSuccess()).isTrue();
  }

  static Stream<String> strangeBytes() {
    return Stream.of("\uFEFF", "\0", "\0".repeat(100_000), "\u200B", "\u00A0", "\u007F");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e99999999", "-1e99999999", "1e-99999999", "1e400"})
  void numbersBeyondEveryRangeHarmNothing(String number) {
    String body =
        events(text("a"), text("b").replace("{'choices'", "{'created':" + number + ",'choices'"))
            + events(finish("stop"));

    assertThat(hear(body.getBytes(StandardCharsets.UTF_8)).text).hasToString("ab");

    String indexed = events(text("a").replace("'index':0", "'index':" + number));
    assertThat(hear(indexed.getBytes(StandardCharsets.UTF_8)).failure.orElseThrow())
        .isInstanceOf(Failure.Truncated.class);
  }

  private static Heard hear(byte[] body) {
    HttpHead head = new HttpHead(200, Headers.of("Content-Type", "text/event-stream"));
    return Asking.over(new ScriptedTransport(head, body, ScriptedTransport.Ending.CLOSED)).stream();
  }
}
