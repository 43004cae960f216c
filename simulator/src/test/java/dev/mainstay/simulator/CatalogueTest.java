package dev.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Catalogue;
import dev.mainstay.simulator.script.Catalogue.Entry;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Reply;
import dev.mainstay.simulator.script.Script;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the catalogue says of its entries is what a client hears. */
@Timeout(20)
@Execution(ExecutionMode.CONCURRENT)
final class CatalogueTest {
  private static final Duration PATIENCE = Duration.ofMillis(300);

  static List<Entry> faults() {
    return Catalogue.faults();
  }

  static List<Entry> oddities() {
    return Catalogue.oddities();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void streamedFaultIsNoAnswerAndHasOutputOnlyIfItSaysSo(Entry entry) {
    Heard heard = ask(entry, true);

    // Who reads strictly stops at the first event that is none.
    boolean hasOutput =
        heard.events().stream()
            .takeWhile(CatalogueTest::isWholeJson)
            .anyMatch(event -> event.contains("\"content\":\"This\""));
    assertThat(isAnswer(heard)).isFalse();
    assertThat(hasOutput).isEqualTo(entry.isAfterOutput());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void plainFaultIsNoAnswer(Entry entry) {
    assertThat(isAnswer(ask(entry, false))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("oddities")
  void oddityIsAWholeAnswer(Entry entry) {
    Heard streamed = ask(entry, true);
    Heard plain = ask(entry, false);

    assertThat(streamed.isAnswer()).isTrue();
    assertThat(plain.isAnswer()).isTrue();
    assertThat(streamed.text()).isEqualTo(plain.text());
  }

  @Test
  void namesAreUniqueAndFound() {
    List<String> names = Catalogue.all().stream().map(Entry::name).toList();

    assertThat(names).doesNotHaveDuplicates();
    assertThat(Catalogue.all())
        .allSatisfy(entry -> assertThat(Catalogue.find(entry.name())).contains(entry));
    assertThat(Catalogue.find("none")).isEmpty();
  }

  private static Heard ask(Entry entry, boolean stream) {
    String chat = RawClient.chat("gpt-4o", "Hi", stream);
    Duration patience = entry.isSilent() ? PATIENCE : Duration.ofSeconds(5);
    try (Simulator simulator = Simulator.start(Script.always(hurried(entry.reply())));
        RawClient client = RawClient.connect(simulator)) {
      client.post(chat);
      // Who drips is never still for long.
      return entry.name().startsWith("drip") && entry.isSilent()
          ? client.hearFor(PATIENCE)
          : client.hear(patience);
    }
  }

  private static Reply hurried(Reply reply) {
    return reply instanceof Fault.Interrupted fault
        ? fault.of(Answer.standard().pace(Duration.ZERO))
        : reply;
  }

  private static boolean isAnswer(Heard heard) {
    boolean isHttp = heard.raw().startsWith("HTTP/1.1 ");
    boolean isParsed = isHttp && heard.events().stream().allMatch(CatalogueTest::isWholeJson);
    boolean isPlainWhole = isHttp && (heard.isChunked() || heard.body().endsWith("}"));
    return isParsed && isPlainWhole && heard.isAnswer();
  }

  private static boolean isWholeJson(String event) {
    return event.equals("[DONE]") || event.endsWith("}");
  }
}
