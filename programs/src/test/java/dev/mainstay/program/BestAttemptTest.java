package dev.mainstay.program;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.call.CallBudget;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.program.Scripts.Question;
import dev.mainstay.program.Scripts.Rated;
import dev.mainstay.time.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BestAttemptTest {
  private static final Question QUESTION = new Question("2+2?");

  private final Scripts scripts = new Scripts();
  private final Predict<Question, Rated> program =
      Predict.of(Question.class, Rated.class).model("json").build(scripts.mainstay);
  private final Reward<Question, Rated> stars =
      (question, rated) -> new Score(rated.stars() / 5.0, "more stars");

  @AfterEach
  void close() {
    scripts.close();
  }

  private void answers(int... stars) {
    for (int each : stars) {
      scripts.provider.next("j", answer("{\"answer\":\"a\",\"stars\":" + each + "}"));
    }
  }

  @Test
  void bestOfAllIsGivenAndAttemptsDiffer() {
    answers(2, 4, 3);

    assertThat(BestOfN.of(program, 3, stars).call(QUESTION)).isEqualTo(new Rated("a", 4));
    assertThat(scripts.provider.requests().get(1).messages().getLast().text())
        .contains("This is attempt 2. Find an answer of your own");
  }

  @Test
  void answerThatIsGoodEnoughIsTheLast() {
    answers(2, 4, 5);

    assertThat(BestOfN.of(program, 3, stars).withThreshold(0.8).call(QUESTION).stars())
        .isEqualTo(4);
    assertThat(scripts.provider.asked()).hasSize(2);
  }

  @Test
  void feedbackIsToldToTheNextAttempt() {
    answers(2, 5);

    assertThat(Refine.of(program, 3, stars, 1).call(QUESTION).stars()).isEqualTo(5);
    assertThat(scripts.provider.requests().get(1).messages().getLast().text())
        .contains(
            "The answer before scored 0.4: more stars\nIt was: {\"answer\":\"a\",\"stars\":2}");
  }

  @Test
  void bestSoFarIsKeptWhereALaterAttemptFails() {
    answers(2);
    scripts.provider.always("j", breaks(new Failure.BadRequest(Scripts.detail("no"))));

    assertThat(Refine.of(program, 3, stars, 1).call(QUESTION).stars()).isEqualTo(2);
  }

  @Test
  void bestSoFarIsKeptWhereTheBudgetEnds() {
    answers(2, 3, 5);
    ProgramOptions two = ProgramOptions.none().withBudget(CallBudget.of(2, Deadline.never()));

    assertThat(Refine.of(program, 3, stars, 1).answer(QUESTION, two).value().stars()).isEqualTo(3);
    assertThat(scripts.provider.asked()).hasSize(2);
  }

  @Test
  void failureIsThrownWhereNoAttemptAnswers() {
    scripts.provider.always("j", breaks(new Failure.BadRequest(Scripts.detail("no"))));

    assertThatThrownBy(() -> BestOfN.of(program, 2, stars).call(QUESTION))
        .isInstanceOf(MainstayException.class);
  }

  @Test
  void attemptsHavePathsOfTheirOwn() {
    answers(1, 1);

    assertThat(BestOfN.of(program, 2, stars).answer(QUESTION).metadata().calls())
        .extracting(call -> call.path())
        .containsExactly("attempt", "attempt[2]");
  }

  record Riddle(String question, String hint) {}

  @Test
  void inputKeepsItsOwnHint() {
    answers(2, 5);
    Predict<Riddle, Rated> riddles =
        Predict.of(Riddle.class, Rated.class).model("json").build(scripts.mainstay);

    Refine.of(riddles, 3, (riddle, rated) -> Score.of(rated.stars() / 5.0), 1)
        .call(new Riddle("2+2?", "it is even"));

    assertThat(scripts.provider.requests().get(1).messages().getLast().text())
        .contains("it is even", "This is attempt 2.");
  }

  @Test
  void thresholdThatIsNotANumberIsRefused() {
    Program<Question, Rated> program = (question, run) -> new Rated("a", 1);

    assertThatThrownBy(() -> Refine.of(program, 3, (input, answer) -> Score.of(1), Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the threshold is not a number; use a score");
  }
}
