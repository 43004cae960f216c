package dev.mainstay.program.optimize;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ConnectionException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.program.DemoProgram;
import dev.mainstay.program.Predict;
import dev.mainstay.program.Score;
import dev.mainstay.program.signature.AnswerForm;
import dev.mainstay.program.signature.Image;
import dev.mainstay.provider.Deployment;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.ManualTime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumptionTest {
  record Word(String word) {}

  record Plural(String plural) {}

  record Shot(Image image) {}

  private static final List<Example<Word, Plural>> WORDS =
      List.of(
          new Example<>(new Word("Haus"), new Plural("Häuser")),
          new Example<>(new Word("Maus"), new Plural("Häuser")));
  private static final Failure DOWN = new Failure.ConnectionFailed(FailureDetail.of("down"));

  private final ManualTime time = new ManualTime();
  private final ScriptedProvider provider = new ScriptedProvider(time);
  private final Mainstay mainstay =
      Mainstay.builder()
          .time(time)
          .provider("scripted", provider)
          .group("chat", Deployment.of("scripted/m"))
          .build();
  private final Predict<Word, Plural> program =
      Predict.of(Word.class, Plural.class).model("chat").form(AnswerForm.JSON).build(mainstay);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void answers() {
    file = folder.resolve("results.jsonl");
    provider.always("m", answer("{\"plural\":\"Häuser\"}"));
  }

  @AfterEach
  void close() {
    mainstay.close();
  }

  private BootstrapFewShot<Word, Plural> bootstrap() {
    return BootstrapFewShot.of(Metric.<Word, Plural>exact()).withCheckpoint(file);
  }

  private RandomSearch<Word, Plural> search() {
    return RandomSearch.of(Metric.<Word, Plural>exact()).withCandidates(3).withCheckpoint(file);
  }

  private Evaluate<Word, Plural> evaluate() {
    return Evaluate.of(WORDS, Metric.<Word, Plural>exact()).withCheckpoint(file);
  }

  private int asked() {
    int asked = provider.asked().size();
    provider.forget();
    provider.always("m", answer("{\"plural\":\"Häuser\"}"));
    return asked;
  }

  @Test
  void fileThatIsCutAnywhereIsGoneOnWith() throws Exception {
    bootstrap().run(program, WORDS);
    byte[] whole = Files.readAllBytes(file);
    for (int cut = 0; cut < whole.length; cut++) {
      Files.write(file, Arrays.copyOf(whole, cut));
      bootstrap().run(program, WORDS);
      asked();

      DemoProgram<Word, Plural> again = bootstrap().run(program, WORDS);

      assertThat(asked()).as("cut at %d", cut).isZero();
      assertThat(again.demos()).hasSize(2);
      assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }
  }

  @Test
  void lineThatIsBrokenIsAskedForAgain() throws Exception {
    bootstrap().run(program, WORDS);
    byte[] bytes = Files.readAllBytes(file);
    int umlaut = new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\u00c3');
    bytes[umlaut] = (byte) 0xff;
    Files.write(file, bytes);
    asked();

    assertThat(bootstrap().run(program, WORDS).demos()).hasSize(2);
    assertThat(asked()).isEqualTo(1);
  }

  @Test
  void searchDuringAnOutageEndsWithItAndIsGoneOnWith() throws Exception {
    provider.always("m", breaks(DOWN));

    assertThatThrownBy(() -> search().run(program, WORDS, WORDS))
        .isInstanceOf(ConnectionException.class);
    assertThat(Files.readAllLines(file)).hasSize(1);
    asked();

    double[] best = new double[1];
    search().withProgress((done, of, score) -> best[0] = score).run(program, WORDS, WORDS);
    assertThat(best[0]).isEqualTo(1);
    assertThat(asked()).isPositive();
  }

  @Test
  void candidateThatAProviderFailedInPartIsLeftOutAndTriedAgain() throws Exception {
    Predict<Word, Plural> once = program.withOptions(CallOptions.none().withRetries(0));
    RandomSearch<Word, Plural> search = search().withCandidates(2);
    provider.next("m", breaks(DOWN));

    assertThat(search.run(once, WORDS, WORDS).demos()).isNotEmpty();
    assertThat(Files.readString(file)).contains("candidate/0/1").doesNotContain("candidate/0/0");
    asked();

    assertThat(search.run(once, WORDS, WORDS).demos()).isEmpty();
    assertThat(asked()).isEqualTo(2);
    assertThat(Files.readString(file)).contains("candidate/0/0");
  }

  @Test
  void bootstrapDuringAnOutageEndsWithItAndIsGoneOnWith() throws Exception {
    provider.always("m", breaks(DOWN));

    assertThatThrownBy(() -> bootstrap().run(program, WORDS))
        .isInstanceOf(ConnectionException.class);
    asked();

    assertThat(bootstrap().withDemos(2, 2).run(program, WORDS).demos()).hasSize(2);
    assertThat(asked()).isEqualTo(2);
  }

  @Test
  void searchThatNoCallOfSucceedsEndsWithTheFailure() {
    provider.always("m", breaks(new Failure.BadRequest(FailureDetail.of("no such parameter"))));

    assertThatThrownBy(() -> search().run(program, WORDS, WORDS))
        .hasMessageContaining("no such parameter");
    assertThatThrownBy(() -> bootstrapElsewhere().run(program, WORDS))
        .hasMessageContaining("no such parameter");
  }

  @Test
  void bootstrapThatNoCallOfSucceedsEndsWithTheFailureHoweverOftenItIsGoneOnWith() {
    for (int run = 0; run < 3; run++) {
      provider.always("m", breaks(new Failure.BadRequest(FailureDetail.of("no such parameter"))));
      assertThatThrownBy(() -> bootstrap().run(program, WORDS))
          .as("run %d", run)
          .hasMessageContaining("no such parameter");
    }
  }

  @Test
  void callThatFailedAmongOthersIsNotMadeAgain() {
    provider.next("m", breaks(new Failure.BadRequest(FailureDetail.of("this one is too long"))));
    assertThat(bootstrap().withDemos(2, 2).run(program, WORDS).demos()).hasSize(2);
    assertThat(asked()).isEqualTo(2);

    assertThat(bootstrap().withDemos(2, 2).run(program, WORDS).demos()).hasSize(2);
    assertThat(asked()).isZero();
  }

  private BootstrapFewShot<Word, Plural> bootstrapElsewhere() {
    return BootstrapFewShot.of(Metric.<Word, Plural>exact());
  }

  @Test
  void resultsOfAnotherRunAreRefused() {
    bootstrap().run(program, WORDS);

    assertThatThrownBy(() -> bootstrap().run(program.withInstructions("Translate."), WORDS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another program")
        .hasMessageContaining("results.jsonl");
    assertThatThrownBy(() -> bootstrap().run(program.withModel("other"), WORDS))
        .hasMessageContaining("another program");
    assertThatThrownBy(() -> bootstrap().run(program, WORDS.subList(0, 1)))
        .hasMessageContaining("another training set");
    assertThatThrownBy(() -> bootstrap().withSeed(7).run(program, WORDS))
        .hasMessageContaining("another seed");
    assertThatThrownBy(() -> bootstrap().withThreshold(0.5).run(program, WORDS))
        .hasMessageContaining("another threshold");
    assertThatThrownBy(() -> search().run(program, WORDS, WORDS))
        .hasMessageContaining("another kind");
    assertThatThrownBy(() -> evaluate().run(program)).hasMessageContaining("another kind");
  }

  @Test
  void fileThatIsNotACheckpointIsRefusedAndLeftAsItIs() throws Exception {
    for (String notes : List.of("one line", "first\nsecond", "first\nsecond\n", "{\"abour", "x")) {
      Files.writeString(file, notes);

      assertThatThrownBy(() -> evaluate().run(program))
          .as(notes)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("results.jsonl");
      assertThat(Files.readString(file)).isEqualTo(notes);
    }
    assertThat(asked()).isZero();
  }

  @Test
  void fileOfAnotherRunThatIsCutOffIsRefusedAndLeftAsItIs() throws Exception {
    evaluate().run(program);
    byte[] whole = Files.readAllBytes(file);
    int first = Files.readAllLines(file).getFirst().length();
    for (int cut : List.of(first - 1, first, whole.length - 1)) {
      Files.write(file, Arrays.copyOf(whole, cut));

      assertThatThrownBy(() -> evaluate().run(program.withModel("other")))
          .as("cut at %d", cut)
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(Files.readAllBytes(file)).isEqualTo(Arrays.copyOf(whole, cut));
    }
  }

  @Test
  void resultsWithoutAFirstLineAreRefused() throws Exception {
    Files.writeString(file, "{\"key\":\"example/0\",\"value\":{}}\n");

    assertThatThrownBy(() -> evaluate().run(program))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("results.jsonl");
  }

  @Test
  void evaluationGoesOnFromWhereItWasStopped() {
    Evaluation<Word, Plural> part =
        evaluate().withConcurrency(1).withBudget(SearchBudget.ofCalls(1)).run(program);
    assertThat(part.failures()).containsEntry("BudgetSpent", 1L);
    assertThat(asked()).isEqualTo(1);

    Evaluation<Word, Plural> whole = evaluate().run(program);
    assertThat(asked()).isEqualTo(1);
    assertThat(whole.score()).isEqualTo(1);
    assertThat(evaluate().run(program).results()).isEqualTo(whole.results());
    assertThat(asked()).isZero();
  }

  @Test
  void evaluationAsksAgainForWhatAProviderFailed() {
    provider.always("m", breaks(DOWN));
    assertThat(evaluate().run(program).failures()).containsEntry("ConnectionFailed", 2L);
    asked();

    assertThat(evaluate().run(program).score()).isEqualTo(1);
  }

  @Test
  void metricThatThrowsFailsItsExample() {
    Metric<Word, Plural> metric =
        (example, answer) -> {
          if (example.input().word().equals("Maus")) {
            throw new IllegalStateException("no mice");
          }
          return Score.of(true);
        };

    Evaluation<Word, Plural> evaluation = Evaluate.of(WORDS, metric).run(program);

    assertThat(evaluation.score()).isEqualTo(0.5);
    assertThat(evaluation.failures()).containsEntry("Metric: IllegalStateException", 1L);
    assertThat(evaluation.results().get(1).answer()).contains(new Plural("Häuser"));
    assertThat(BootstrapFewShot.of(metric).withDemos(2, 2).run(program, WORDS).demos()).hasSize(2);
  }

  @Test
  void barOfASearchThatHasNothingYetShowsZero() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    provider.always("m", breaks(DOWN));

    assertThatThrownBy(() ->
            search()
                .withProgress(Progress.bar(new PrintStream(out, true, StandardCharsets.UTF_8)))
                .run(program, WORDS, WORDS))
        .isInstanceOf(ConnectionException.class);

    assertThat(out.toString(StandardCharsets.UTF_8)).contains("score 0.000");
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("Infinity");
  }

  @Test
  void demoKeepsItsPicture() {
    Predict<Shot, Plural> shown =
        Predict.of(Shot.class, Plural.class)
            .model("chat")
            .form(AnswerForm.JSON)
            .demo(new Shot(Image.of("https://x.test/demo.png")), new Plural("d"))
            .build(mainstay);
    Predict<Shot, Plural> loaded = shown.withDemos(List.of()).load(shown.save());
    assertThat(loaded.demos()).isEqualTo(shown.demos());

    loaded.call(new Shot(Image.of("https://x.test/real.png")));
    assertThat(provider.requests().getLast().json().toJson())
        .contains("https://x.test/demo.png", "https://x.test/real.png");

    DemoProgram<Shot, Plural> taught =
        BootstrapFewShot.<Shot, Plural>of((example, answer) -> Score.of(true))
            .withCheckpoint(file)
            .run(
                shown,
                List.of(
                    new Example<>(
                        new Shot(Image.of("https://x.test/own.png")), new Plural("Häuser"))));
    taught.call(new Shot(Image.of("https://x.test/real.png")));
    assertThat(provider.requests().getLast().json().toJson()).contains("https://x.test/own.png");
  }
}
