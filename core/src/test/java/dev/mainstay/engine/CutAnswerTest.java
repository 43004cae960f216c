package dev.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.provider.CutAnswer;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.provider.wire.ScriptedTransport.Ending;
import dev.mainstay.provider.wire.SequenceTransport;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SEMANTICS 0.1 and 6.1, from the wire to the caller: an end that stands in mid-call, or behind a
 * thought alone, is not believed where the stream breaks behind it.
 */
@Timeout(30)
class CutAnswerTest {
  private static final String ERROR =
      "data: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"x\"}}\n\n";
  private static final CallOptions ONCE = CallOptions.none().withRetries(0);

  private final ManualTime time = new ManualTime();

  static Stream<Arguments> breaks() {
    return Arrays.stream(CutAnswer.values())
        .flatMap(each ->
            Stream.of(Ending.CLOSED, Ending.BROKEN).map(ending -> Arguments.of(each, ending)));
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void cutCallIsNotWhole(CutAnswer answer, Ending ending) {
    try (Mainstay mainstay = mainstay(answer, answer.answers(answer.call(), ending))) {
      assertBreaks(mainstay);
      assertThatThrownBy(() -> mainstay.chat(ChatRequest.of("g", "Hi"), ONCE))
          .isInstanceOf(MainstayException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI", "OPENAI_WITH_USAGE", "ANTHROPIC", "GEMINI"})
  void errorBehindACutCallIsOne(CutAnswer answer) {
    try (Mainstay mainstay =
        mainstay(answer, answer.answers(answer.call() + ERROR, Ending.CLOSED))) {
      assertBreaks(mainstay);
    }
  }

  @ParameterizedTest
  @EnumSource
  void silenceBehindACutCallIsOne(CutAnswer answer) {
    assertSilenceBreaks(answer, answer.call());
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void cutCallIsAskedForAgainUnseen(CutAnswer answer, Ending ending) {
    SequenceTransport wire =
        new SequenceTransport(
            answer.answers(answer.call(), ending), answer.answers(answer.whole(), Ending.CLOSED));
    try (Mainstay mainstay = mainstay(answer, wire);
        ChatStream stream = mainstay.stream(ChatRequest.of("g", "Hi"))) {
      stream.forEach(event -> {});

      assertThat(stream.response().text()).isEqualTo(CutAnswer.FINE);
      assertThat(stream.response().toolCalls()).isEmpty();
      assertThat(wire.calls).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void thoughtAloneIsNotWholeWhereTheWireBreaks(CutAnswer answer) {
    try (Mainstay mainstay = mainstay(answer, answer.answers(answer.thought(), Ending.BROKEN))) {
      assertBreaks(mainstay);
    }
  }

  @ParameterizedTest
  @EnumSource
  void silenceBehindAThoughtIsABreak(CutAnswer answer) {
    assertSilenceBreaks(answer, answer.thought());
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI", "OPENAI_WITH_USAGE", "ANTHROPIC", "BEDROCK", "GEMINI"})
  void thoughtAloneIsWholeWhereItsEndIsToldAndTheBodyEnds(CutAnswer answer) {
    try (Mainstay mainstay = mainstay(answer, answer.answers(answer.thought(), Ending.CLOSED));
        ChatStream stream = mainstay.stream(ChatRequest.of("g", "Hi"), ONCE)) {
      List<ChatEvent> events = new ArrayList<>();
      stream.forEach(events::add);

      assertThat(events).contains(new ReasoningDelta("Hm"));
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"GEMINI", "COHERE", "OLLAMA"})
  void textWithItsLastWordIsWholeWhateverComesBehindIt(CutAnswer answer) {
    try (Mainstay mainstay = mainstay(answer, answer.answers(answer.whole(), Ending.BROKEN));
        ChatStream stream = mainstay.stream(ChatRequest.of("g", "Hi"), ONCE)) {
      stream.forEach(event -> {});

      assertThat(stream.response().text()).isEqualTo(CutAnswer.FINE);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GEMINI", "COHERE", "OLLAMA"})
  void onePieceWithItsEndIsWholeWhereThereIsNoLastWordAndTheBodyEnds(CutAnswer answer) {
    try (Mainstay mainstay = mainstay(answer, answer.answers(answer.whole(), Ending.CLOSED));
        ChatStream stream = mainstay.stream(ChatRequest.of("g", "Hi"), ONCE)) {
      stream.forEach(event -> {});

      assertThat(stream.response().text()).isEqualTo(CutAnswer.FINE);
    }
  }

  private static void assertBreaks(Mainstay mainstay) {
    assertThatThrownBy(() -> listen(mainstay)).isInstanceOf(MainstayException.class);
  }

  private void assertSilenceBreaks(CutAnswer answer, String body) {
    ScriptedTransport silent = answer.answers(body, Ending.SILENT);
    try (Mainstay mainstay = mainstay(answer, silent)) {
      Thread clock = Thread.ofVirtual().start(() -> passOnceSilent(silent));

      assertBreaks(mainstay);
      clock.interrupt();
    }
  }

  private void passOnceSilent(ScriptedTransport wire) {
    try {
      wire.silence.await();
      time.advance(Duration.ofHours(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<?> listen(Mainstay mainstay) {
    try (ChatStream stream = mainstay.stream(ChatRequest.of("g", "Hi"), ONCE)) {
      stream.forEach(event -> {});
      return List.of(stream.response().text(), stream.response().toolCalls());
    }
  }

  private Mainstay mainstay(CutAnswer answer, Transport wire) {
    return Mainstay.builder()
        .provider(answer.providerName(), answer.provider(wire, time))
        .group("g", answer.deployment())
        .time(time)
        .build();
  }
}
