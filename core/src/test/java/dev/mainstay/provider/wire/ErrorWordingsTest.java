package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.provider.CountedText;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpHead;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What providers write and which codes they give means what the tables say (SEMANTICS 1). */
class ErrorWordingsTest {
  private static final Classifier CLASSIFIER =
      new Classifier(UnaryOperator.identity(), new ManualTime());

  @ParameterizedTest
  @MethodSource("wordings")
  void messageTellsTheKind(Row row) {
    Failure failure = failure(row, JsonObject.of("message", new JsonString(row.text)));

    assertThat(failure.kind()).isEqualTo(row.kind);
  }

  @ParameterizedTest
  @MethodSource("codes")
  void codeTellsTheKind(Row row) {
    Failure failure = failure(row, JsonObject.of("code", new JsonString(row.text)));

    assertThat(failure.kind()).isEqualTo(row.kind);
  }

  @ParameterizedTest
  @MethodSource("codes")
  void typeTellsTheKindWhateverItsCase(Row row) {
    String type = row.text.toUpperCase(Locale.ROOT);

    Failure failure = failure(row, JsonObject.of("type", new JsonString(type)));

    assertThat(failure.kind()).isEqualTo(row.kind);
  }

  @ParameterizedTest
  @MethodSource("codes")
  void amazonsTypeInTheBodyTellsTheKind(Row row) {
    String type = "com.amazon.coral.service#" + row.text + ":http://internal.amazon.com/";

    Failure failure = failure(row, JsonObject.of("__type", new JsonString(type)));

    assertThat(failure.kind()).isEqualTo(row.kind);
  }

  // One 400 whose message quotes its caller once cost 25 s of CPU.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "maximum tokens exceed ",
        "max_tokens less than ",
        "limit 1 ",
        "limit: 9, requested: 8 ",
        "model ",
        "model model does not ",
        "prompt ",
        "context ",
        "exceeds the available context ",
        "1,",
        "1.",
        "9",
        " ",
        "x",
        "é",
        "litellm."
      })
  void hostileTextIsReadTwice(String piece) {
    CountedText text = new CountedText(piece.repeat(10_000));

    ErrorTexts texts = ErrorTexts.of(text);
    texts.kind(400);
    texts.limit(429);

    assertThat(text.reads()).isLessThanOrEqualTo(2L * text.length());
  }

  @Test
  void everyPhraseHasARow() {
    List<String> texts = wordings().map(Row::text).toList();
    List<String> phrases = new ArrayList<>();
    ErrorPhrases.RULES.forEach(rule -> phrases.addAll(rule.phrases()));
    phrases.addAll(ErrorPhrases.PER_DAY);
    phrases.addAll(ErrorPhrases.TOO_LARGE);

    List<String> without =
        phrases.stream()
            .filter(phrase -> {
              Phrases one = Phrases.of(List.of(List.of(phrase)));
              return texts.stream().allMatch(text -> one.in(text).isEmpty());
            })
            .toList();

    assertThat(without).isEmpty();
  }

  @Test
  void everyCodeHasARow() {
    List<String> rows = codes().map(Row::text).toList();

    assertThat(rows).doesNotHaveDuplicates().containsAll(plainCodes());
  }

  private static List<String> plainCodes() {
    return ErrorWords.all().keySet().stream()
        .filter(word -> !word.startsWith(ErrorWords.BASE_RESP))
        .filter(word -> !word.equals(ErrorWords.MALFORMED_OUTPUT))
        .toList();
  }

  private static Failure failure(Row row, JsonObject error) {
    JsonObject body = JsonObject.of("error", error);
    return row.status == 0
        ? CLASSIFIER.ofInBand(new HttpHead(200, Headers.none()), ProviderError.of(body))
        : CLASSIFIER.ofAnswer(new HttpHead(row.status, Headers.none()), body.toBytes());
  }

  private static Stream<Row> wordings() {
    return rows("error-wordings.txt");
  }

  private static Stream<Row> codes() {
    return rows("error-codes.txt");
  }

  private static Stream<Row> rows(String file) {
    try (InputStream in = ErrorWordingsTest.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(line -> line.split(" \\| ", 3))
              .map(parts -> new Row(parts[0], Integer.parseInt(parts[1]), parts[2]))
              .toList()
              .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A wording or a code, and what it means. */
  record Row(String kind, int status, String text) {}
}
