package dev.mainstay.program.optimize;

import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.Usage;
import dev.mainstay.program.DemoProgram;
import dev.mainstay.program.Predict;
import dev.mainstay.program.Program;
import dev.mainstay.program.ProgramException;
import dev.mainstay.program.ProgramOptions;
import dev.mainstay.program.ProgramStory;
import dev.mainstay.program.Run;
import dev.mainstay.program.Score;
import dev.mainstay.program.event.ProgramMetadata;
import dev.mainstay.program.signature.AnswerForm;
import dev.mainstay.program.signature.Demo;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.provider.TokenPrices;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpendingTest {
  record Word(String word) {}

  record Plural(String plural) {}

  private static final List<Example<Word, Plural>> WORDS =
      List.of(
          new Example<>(new Word("Haus"), new Plural("Häuser")),
          new Example<>(new Word("Maus"), new Plural("Mäuse")));
  private static final String GOOD = "{\"plural\":\"Häuser\"}";
  private static final Failure WRONG = new Failure.BadRequest(FailureDetail.of("wrong"));

  private final ManualTime time = new ManualTime();
  private final ScriptedProvider provider = new ScriptedProvider(time);
  private final Mainstay mainstay =
      Mainstay.builder()
          .time(time)
          .provider("scripted", provider)
          .group(
              "chat",
              Deployment.of("scripted/m")
                  .withInfo(ModelInfo.unknown().withPrices(TokenPrices.of(0.1, 0.1))))
          .build();
  private final Predict<Word, Plural> asks =
      Predict.of(Word.class, Plural.class)
          .model("chat")
          .form(AnswerForm.JSON)
          .parseRetries(1)
          .build(mainstay);
  private final Program<Word, Plural> twice =
      (word, run) -> {
        run.call("first", asks, word);
        return run.call("second", asks, word);
      };

  @TempDir Path folder;

  @AfterEach
  void close() {
    mainstay.close();
  }

  /** An answer that costs a dollar. */
  private static ScriptedProvider.Action[] costly(String text) {
    return new ScriptedProvider.Action[] {
      says(text),
      says(
          new ChatEvent.UsageReported(
              new Usage(7, 3, 10, OptionalLong.empty(), OptionalLong.empty()))),
      finishes()
    };
  }

  private static Evaluate<Word, Plural> evaluate(SearchBudget budget) {
    return Evaluate.of(WORDS, Metric.<Word, Plural>exact()).withConcurrency(1).withBudget(budget);
  }

  private static SearchBudget dollars(double dollars) {
    return SearchBudget.unbounded().withCost(dollars);
  }

  @Test
  void moneyOfAllCallsCountsWhereTheLastOneFails() {
    provider.next("m", costly(GOOD)).next("m", breaks(WRONG));

    Evaluation<Word, Plural> evaluation = evaluate(dollars(1)).run(twice);

    assertThat(evaluation.failures())
        .containsEntry("BadRequest", 1L)
        .containsEntry("BudgetSpent", 1L);
    assertThat(evaluation.tokens()).isEqualTo(10);
    assertThat(evaluation.results().getFirst().cost()).hasValue(1);
  }

  @Test
  void moneyOfAllCallsCountsWhereTheLastAnswerCannotBeRead() {
    provider.next("m", costly(GOOD)).always("m", costly("nonsense"));

    Evaluation<Word, Plural> evaluation = evaluate(dollars(2.5)).run(twice);

    assertThat(evaluation.failures())
        .containsEntry("ProgramException", 1L)
        .containsEntry("BudgetSpent", 1L);
    assertThat(evaluation.tokens()).isEqualTo(30);
  }

  @Test
  void moneyCountsWhereTheProgramItselfThrows() {
    provider.always("m", costly(GOOD));
    Program<Word, Plural> throwing =
        (word, run) -> {
          run.call("first", asks, word);
          throw new IllegalStateException("my own");
        };

    assertThat(evaluate(dollars(1)).run(throwing).failures())
        .containsEntry("IllegalStateException", 1L)
        .containsEntry("BudgetSpent", 1L);
  }

  @Test
  void failureHasTheStoryOfTheWholeCall() {
    provider.next("m", costly(GOOD)).next("m", breaks(WRONG));

    assertThatThrownBy(() -> twice.call(new Word("Haus")))
        .isInstanceOfSatisfying(
            MainstayException.class,
            e ->
                assertThat(ProgramStory.of(e).map(ProgramMetadata::calls).orElseThrow())
                    .extracting(call -> call.path())
                    .containsExactly("first", "second"));
    assertThat(ProgramStory.of(new IllegalStateException("of nobody"))).isEmpty();
  }

  @Test
  void showsFailureHasItsStory() {
    provider.always("m", costly("nonsense"));

    assertThatThrownBy(() -> asks.show(new Word("Haus")))
        .isInstanceOfSatisfying(
            ProgramException.class, e -> assertThat(ProgramStory.of(e)).contains(e.metadata()));
  }

  @Test
  void answerThatASpentBudgetLeavesUnreadIsAskedForAgain() {
    Evaluate<Word, Plural> evaluate =
        evaluate(SearchBudget.ofCalls(1)).withCheckpoint(folder.resolve("results.jsonl"));
    provider.next("m", costly("nonsense"));
    assertThat(evaluate.run(asks).failures())
        .containsEntry("ProgramException", 1L)
        .containsEntry("BudgetSpent", 1L);
    provider.always("m", costly(GOOD));

    Evaluation<Word, Plural> whole = evaluate.withBudget(SearchBudget.unbounded()).run(asks);

    assertThat(whole.failures()).isEmpty();
    assertThat(whole.score()).isEqualTo(0.5);
  }

  @Test
  void whatAProviderTookBeforeItFailedIsTold() {
    provider.always("m", ScriptedProvider.pauses(Duration.ofSeconds(2)), breaks(WRONG));

    Result<Word, Plural> result = evaluate(SearchBudget.unbounded()).run(asks).results().getFirst();

    assertThat(result.failure()).contains("BadRequest");
    assertThat(result.cost()).isEmpty();
    assertThat(result.duration()).isEqualTo(Duration.ofSeconds(2));
  }

  /** Throws at {@code Haus}, and answers else. */
  private final class Choosy implements DemoProgram<Word, Plural> {
    private final DemoProgram<Word, Plural> inner;
    private final String not;

    Choosy(DemoProgram<Word, Plural> inner, String not) {
      this.inner = inner;
      this.not = not;
    }

    @Override
    public List<Demo> demos() {
      return inner.demos();
    }

    @Override
    public DemoProgram<Word, Plural> withDemos(List<Demo> demos) {
      return new Choosy(inner.withDemos(demos), not);
    }

    @Override
    public JsonObject save() {
      return inner.save();
    }

    @Override
    public Shown<Plural> show(Word input, ProgramOptions options) {
      requireKnown(input);
      return inner.show(input, options);
    }

    @Override
    public Plural run(Word input, Run run) {
      requireKnown(input);
      return inner.run(input, run);
    }

    private void requireKnown(Word input) {
      if (input.word().matches(not)) {
        throw new IllegalStateException("not " + input.word());
      }
    }
  }

  @Test
  void exampleThatTheProgramItselfThrowsAtFailsAlone() {
    provider.always("m", costly(GOOD));
    BootstrapFewShot<Word, Plural> bootstrap =
        BootstrapFewShot.<Word, Plural>of((example, answer) -> Score.of(true))
            .withCheckpoint(folder.resolve("demos.jsonl"))
            .withDemos(2, 2);

    assertThat(bootstrap.run(new Choosy(asks, "Haus"), WORDS).demos()).hasSize(2);
    assertThat(provider.asked()).hasSize(1);

    bootstrap.run(new Choosy(asks, "none"), WORDS);
    assertThat(provider.asked()).hasSize(2);
  }

  @Test
  void programThatThrowsAtEveryExampleEndsTheSearch() {
    Choosy never = new Choosy(asks, ".*");

    assertThatThrownBy(() -> BootstrapFewShot.of(Metric.<Word, Plural>exact()).run(never, WORDS))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> RandomSearch.of(Metric.<Word, Plural>exact()).run(never, WORDS, WORDS))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void assertionThatFailsInAProgramIsItsExamplesFailureAlone() {
    Program<Word, Plural> asserts =
        (word, run) -> {
          if (word.word().equals("Haus")) {
            throw new AssertionError("no houses");
          }
          return new Plural("Mäuse");
        };

    Evaluation<Word, Plural> evaluation =
        Evaluate.<Word, Plural>of(WORDS, (example, answer) -> Score.of(true)).run(asserts);

    assertThat(evaluation.failures()).isEqualTo(Map.of("AssertionError", 1L));
    assertThat(evaluation.score()).isEqualTo(0.5);
  }

  @Test
  void evaluationIsToldAsCsvAndJsonWhateverItsScoresAndExamplesAre() {
    List<Example<Word, Plural>> partly = List.of(new Example<>(new Word("Haus"), new Plural(null)));

    Evaluation<Word, Plural> evaluation =
        Evaluate.<Word, Plural>of(partly, (example, answer) -> Score.of(Double.POSITIVE_INFINITY))
            .withCheckpoint(folder.resolve("partly.jsonl"))
            .run((word, run) -> new Plural("Häuser"));

    assertThat(evaluation.toCsv()).contains("Plural[plural=null]", "Infinity");
    assertThat(evaluation.toJson().text("score")).contains("Infinity");
  }

  @Test
  void exampleThatCannotBeShownIsRefusedBeforeAnythingIsAsked() {
    List<Example<Word, Plural>> partly =
        List.of(WORDS.getFirst(), new Example<>(new Word("Maus"), new Plural(null)));

    assertThatThrownBy(() -> BootstrapFewShot.of(Metric.<Word, Plural>exact()).run(asks, partly))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Plural.plural is null");
    assertThatThrownBy(() -> RandomSearch.of(Metric.<Word, Plural>exact()).run(asks, partly, WORDS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Plural.plural is null");
    assertThat(provider.asked()).isEmpty();
  }

  @Test
  void examplesAreBegunInTheirOrder() {
    List<Example<Word, Plural>> words =
        IntStream.range(0, 300)
            .mapToObj(i -> new Example<>(new Word("w" + i), new Plural("p")))
            .toList();
    List<String> begun = new ArrayList<>();

    Evaluate.of(words, Metric.<Word, Plural>exact())
        .withConcurrency(1)
        .run((word, run) -> {
          begun.add(word.word());
          return new Plural("p");
        });

    assertThat(begun).isEqualTo(words.stream().map(each -> each.input().word()).toList());
  }
}
