package dev.mainstay.program.optimize;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.call.ConnectionException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.program.DemoProgram;
import dev.mainstay.program.Predict;
import dev.mainstay.program.Program;
import dev.mainstay.program.Score;
import dev.mainstay.program.signature.AnswerForm;
import dev.mainstay.program.signature.History;
import dev.mainstay.program.signature.Image;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResumptionTest extends SavedRuns {
  record Shot(Image image) {}

  private static final Failure DOWN = new Failure.ConnectionFailed(FailureDetail.of("down"));

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
  void metricOfAssertionsFailsItsExampleAlone() {
    Metric<Word, Plural> metric =
        (example, answer) -> {
          assertThat(example.input().word()).isEqualTo("Haus");
          return Score.of(true);
        };

    Evaluation<Word, Plural> evaluation = Evaluate.of(WORDS, metric).run(program);

    assertThat(evaluation.score()).isEqualTo(0.5);
    assertThat(evaluation.failures().keySet().toString()).startsWith("[Metric: Assertion");
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

  record Tagged(Map<String, Integer> tags, History history) {}

  private Predict<Tagged, Tagged2> tagged(Map<String, Integer> tags) {
    return Predict.of(Tagged.class, Tagged2.class)
        .model("chat")
        .form(AnswerForm.JSON)
        .demo(new Tagged(tags, History.empty()), new Tagged2(tags))
        .build(mainstay);
  }

  record Tagged2(Map<String, Integer> tags) {}

  // As Map.of gives them in one virtual machine, and in the next.
  @Test
  void runIsGoneOnWithHoweverAMapOrdersItsNames() {
    Map<String, Integer> there = new LinkedHashMap<>();
    there.put("a", 1);
    there.put("b", 2);
    Map<String, Integer> back = new LinkedHashMap<>();
    back.put("b", 2);
    back.put("a", 1);
    provider.always("m", answer("{\"tags\":[]}"));

    for (Map<String, Integer> tags : List.of(there, back)) {
      History history = History.empty();
      for (int turn = 0; turn < 64; turn++) {
        history = history.with(new Tagged(tags, history), new Tagged2(tags));
      }
      Example<Tagged, Tagged2> example =
          new Example<>(new Tagged(tags, history), new Tagged2(tags));
      Evaluate.of(List.of(example), Metric.<Tagged, Tagged2>exact())
          .withCheckpoint(file)
          .run(tagged(tags));
    }

    assertThat(provider.asked()).hasSize(1);
  }

  record Sound(String name, byte[] samples) {}

  @Test
  void runIsGoneOnWithAlsoWhereAnInputHasNoWordsOfItsOwn() {
    List<String> ran = new ArrayList<>();
    Program<Sound, Plural> own =
        (sound, run) -> {
          ran.add(sound.name());
          return new Plural("p");
        };

    for (String name : List.of("a", "a", "b")) {
      Example<Sound, Plural> example =
          new Example<>(new Sound(name, new byte[] {1}), new Plural("p"));
      Evaluate<Sound, Plural> evaluate =
          Evaluate.of(List.of(example), Metric.<Sound, Plural>exact()).withCheckpoint(file);
      if (name.equals("a")) {
        evaluate.run(own);
      } else {
        assertThatThrownBy(() -> evaluate.run(own)).hasMessageContaining("another examples");
      }
    }

    assertThat(ran).containsExactly("a");
  }
}
