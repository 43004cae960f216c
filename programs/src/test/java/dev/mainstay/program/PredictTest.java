package dev.mainstay.program;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.pauses;
import static dev.mainstay.testing.ScriptedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.call.CallTimeoutException;
import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Usage;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.program.Scripts.Answer;
import dev.mainstay.program.Scripts.Question;
import dev.mainstay.program.Scripts.Rated;
import dev.mainstay.program.event.Listen;
import dev.mainstay.program.event.ProgramCall;
import dev.mainstay.program.signature.AnswerForm;
import dev.mainstay.program.signature.Demo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PredictTest {
  private static final Question QUESTION = new Question("2+2?");

  private final Scripts scripts = new Scripts();

  @AfterEach
  void close() {
    scripts.close();
    assertThat(scripts.provider.open()).isZero();
  }

  private Predict<Question, Rated> rated(String model) {
    return Predict.of(Question.class, Rated.class).model(model).build(scripts.mainstay);
  }

  private static String nonce(Predict<Question, ?> program) {
    return program.settings.prompt(QUESTION).nonce();
  }

  private String marked(Predict<Question, ?> program, String answer, String stars) {
    return "[[ ## answer:% ## ]]\n".replace("%", nonce(program))
        + answer
        + "\n\n[[ ## stars:% ## ]]\n".replace("%", nonce(program))
        + stars
        + "\n[[ ## /end:% ## ]]".replace("%", nonce(program));
  }

  @Test
  void markedFieldsAreAskedOfAModelOfWhichNothingIsKnown() {
    Predict<Question, Rated> program = rated("marked");
    scripts.provider.next("m", answer(marked(program, "Four.", "5")));

    ProgramAnswer<Rated> answer = program.answer(QUESTION);

    assertThat(answer.value()).isEqualTo(new Rated("Four.", 5));
    assertThat(answer.metadata().calls())
        .extracting(ProgramCall::form)
        .containsExactly(AnswerForm.MARKED);
    assertThat(answer.metadata().attempts()).isEqualTo(1);
  }

  @Test
  void temperatureIsAskedFor() {
    scripts.provider.next("j", answer("{\"answer\": \"Four.\", \"stars\": \"5\"}"));

    Predict.of(Question.class, Rated.class)
        .model("json")
        .temperature(0.3)
        .build(scripts.mainstay)
        .answer(QUESTION);

    assertThat(scripts.provider.requests().getFirst().json().decimal("temperature")).hasValue(0.3);
  }

  @Test
  void jsonIsAskedOfAModelThatAnswersByASchema() {
    scripts.provider.next("j", answer("{\"answer\": \"Four.\", \"stars\": \"5\"}"));

    ProgramAnswer<Rated> answer = rated("json").answer(QUESTION);

    assertThat(answer.value()).isEqualTo(new Rated("Four.", 5));
    assertThat(answer.metadata().mended()).containsExactly("stars was a number in quotes");
    assertThat(scripts.provider.requests().getFirst().json().has("response_format")).isTrue();
  }

  @Test
  void fieldsStreamAsTheyCome() {
    Predict<Question, Rated> program = rated("marked");
    String text = marked(program, "Fo|ur.", "5");
    int cut = text.indexOf('|');
    scripts.provider.next(
        "m", says(text.substring(0, cut)), says(text.substring(cut + 1)), finishes());

    Seen<Rated> seen = Seen.of(program.stream(QUESTION));

    assertThat(seen.value()).contains(new Rated("Four.", 5));
    assertThat(seen.events())
        .containsExactly(
            "+answer", "answer=Fo", "answer=ur.", "-answer", "+stars", "stars=5", "-stars");
  }

  @Test
  void instantAnswerStillGivesItsDeltas() {
    scripts.provider.next("j", answer("{\"answer\":\"Four.\",\"stars\":5}"));

    assertThat(Seen.of(rated("json").stream(QUESTION)).joined())
        .isEqualTo(Map.of("answer", "Four.", "stars", "5"));
  }

  @Test
  void fieldsThatNobodyListensToAreDoneAgainUnseen() {
    scripts
        .provider
        .next(
            "j",
            says("{\"answer\":\"Fo"),
            breaks(new Failure.ConnectionFailed(Scripts.detail("cut"))))
        .next("j", answer("{\"answer\":\"Four.\",\"stars\":5}"));

    Seen<Rated> seen = Seen.of(rated("json").stream(QUESTION, Listen.to(Rated::stars)));

    assertThat(seen.value()).contains(new Rated("Four.", 5));
    assertThat(seen.restarts()).isZero();
    assertThat(seen.events()).containsExactly("+stars", "stars=5", "-stars");
  }

  @Test
  void answerThatCannotBeReadIsAskedForAgainWithTheError() {
    Predict<Question, Rated> program = rated("marked");
    scripts
        .provider
        .next("m", answer("rubbish"))
        .next("m", answer(marked(program, "Four.", "many")))
        .next("m", answer(marked(program, "Four.", "5")));

    ProgramAnswer<Rated> answer = program.answer(QUESTION);

    assertThat(answer.value()).isEqualTo(new Rated("Four.", 5));
    assertThat(answer.metadata().calls()).hasSize(3);
    assertThat(scripts.provider.requests().get(2).messages())
        .extracting(message -> message.role())
        .containsExactly("system", "user", "assistant", "user", "assistant", "user");
    assertThat(scripts.provider.requests().get(1).messages().getLast().text())
        .startsWith("Your answer could not be read: there is no field's header in the answer\n");
  }

  @Test
  void answerThatIsNeverInFormEndsWithTheRawText() {
    scripts.provider.always("j", answer("{\"answer\": \"Four.\", \"stars\": true}"));

    assertThatThrownBy(() -> rated("json").call(QUESTION))
        .isInstanceOfSatisfying(
            ProgramException.class,
            e -> {
              assertThat(e.raw()).isEqualTo("{\"answer\": \"Four.\", \"stars\": true}");
              assertThat(e.partial().values()).isEqualTo(Json.parse("{\"answer\":\"Four.\"}"));
              assertThat(e.metadata().calls()).hasSize(3);
            })
        .hasMessageContaining("stars must be a whole number")
        .hasMessageEndingWith("; asked 3 times, and no more: parseRetries is 2");
    assertThat(scripts.provider.asked()).hasSize(3);
  }

  @Test
  void answersThatCannotBeReadShareOneDeadline() {
    scripts.provider.always("j", pauses(Duration.ofSeconds(40)), says("nonsense"), finishes());
    Predict<Question, Rated> program =
        rated("json").withOptions(CallOptions.none().withTimeout(Duration.ofSeconds(60)));

    assertThatThrownBy(() -> program.call(QUESTION)).isInstanceOf(CallTimeoutException.class);
    assertThat(scripts.provider.asked()).hasSize(2);
  }

  @Test
  void answerThatWasSeenAndCannotBeReadBeginsAnew() {
    scripts
        .provider
        .next("j", says("{\"answer\": \"Fo"), says("ur.\", \"stars\": true}"), finishes())
        .next("j", answer("{\"answer\":\"4\",\"stars\":5}"));

    Seen<Rated> seen = Seen.of(rated("json").stream(QUESTION));

    assertThat(seen.value()).contains(new Rated("4", 5));
    assertThat(seen.restarts()).isEqualTo(1);
    assertThat(seen.joined()).isEqualTo(Map.of("answer", "4", "stars", "5"));
  }

  @Test
  void answerThatWasSeenAndCannotBeReadFailsWhereNothingMayBeginAnew() {
    scripts.provider.next("j", answer("{\"answer\": \"Four.\", \"stars\": true}"));
    Predict<Question, Rated> program =
        Predict.of(Question.class, Rated.class)
            .model("json")
            .recovery(RecoveryPolicy.CONTINUE)
            .build(scripts.mainstay);

    Seen<Rated> seen = Seen.of(program.stream(QUESTION));

    assertThat(seen.failure()).get().isInstanceOf(ProgramException.class);
    assertThat(seen.failure().orElseThrow())
        .hasMessageEndingWith(
            "; asked once, and no more: a part was seen, and recovery forbids beginning anew");
    assertThat(seen.restarts()).isZero();
    assertThat(scripts.provider.asked()).hasSize(1);
  }

  @Test
  void cutOffRefusedAndFilteredAnswersAreOutcomesOfTheirOwn() {
    scripts
        .provider
        .next(
            "j",
            says("{\"answer\": \"Fou"),
            says(new ChatEvent.Finished(FinishReason.LENGTH, "length")))
        .next("j", says(new ChatEvent.RefusalDelta("I will not.")), finishes())
        .next("j", says(new ChatEvent.Finished(FinishReason.CONTENT_FILTER, "content_filter")));
    Predict<Question, Rated> program = rated("json");

    assertThatThrownBy(() -> program.call(QUESTION))
        .isInstanceOfSatisfying(
            LengthLimitException.class,
            e -> assertThat(e.partial().texts()).isEqualTo(Map.of("answer", "Fou")));
    assertThatThrownBy(() -> program.call(QUESTION))
        .isInstanceOf(RefusedException.class)
        .hasMessage("the model refused to answer: I will not.");
    assertThatThrownBy(() -> program.call(QUESTION)).isInstanceOf(ContentFilterException.class);
    assertThat(scripts.provider.asked()).hasSize(3);
  }

  @Test
  void fallbackIsAskedInAFormOfItsOwnAndTheAnswerBeginsAnew() {
    try (Scripts falling =
        new Scripts(builder -> builder.retries(RetryPolicy.of(0)).fallback("json", "marked"))) {
      Predict<Question, Rated> program =
          Predict.of(Question.class, Rated.class).model("json").build(falling.mainstay);
      falling
          .provider
          .next(
              "j",
              says("{\"answer\": \"Fo"),
              breaks(new Failure.ConnectionFailed(Scripts.detail("cut"))))
          .always("j", breaks(Scripts.rateLimited()))
          .next("m", answer(marked(program, "Four.", "5")));

      ProgramStream<Rated> stream = program.stream(QUESTION);
      Seen<Rated> seen = Seen.of(stream);

      assertThat(seen.value()).contains(new Rated("Four.", 5));
      assertThat(seen.restarts()).isEqualTo(1);
      assertThat(seen.joined()).isEqualTo(Map.of("answer", "Four.", "stars", "5"));
      assertThat(stream.metadata().calls())
          .extracting(ProgramCall::forms)
          .containsExactly(List.of(AnswerForm.JSON, AnswerForm.MARKED));
      falling.provider.always("m", answer(marked(program, "Four.", "5")));
      assertThat(program.answer(QUESTION).metadata().calls())
          .extracting(ProgramCall::forms)
          .containsExactly(List.of(AnswerForm.JSON, AnswerForm.MARKED));
      assertThat(falling.provider.requests().getLast().json().has("response_format")).isFalse();
    }
  }

  @Test
  void failureOfACallIsThrownAsItIsWithThePartialValue() {
    scripts.provider.next(
        "j", says("{\"answer\": \"Fou"), breaks(new Failure.BadRequest(Scripts.detail("no"))));
    Predict<Question, Rated> program =
        Predict.of(Question.class, Rated.class)
            .model("json")
            .recovery(RecoveryPolicy.FAIL)
            .build(scripts.mainstay);

    Seen<Rated> seen = Seen.of(program.stream(QUESTION));

    assertThat(seen.failure()).get().isInstanceOf(dev.mainstay.call.MainstayException.class);
    assertThat(PartialAnswer.of(seen.failure().orElseThrow()).orElseThrow().texts())
        .isEqualTo(Map.of("answer", "Fou"));
  }

  @Test
  void reasoningGoesAheadAndIsNoPartOfTheAnswer() {
    Predict<Question, Answer> qa =
        Predict.of(Question.class, Answer.class).model("json").build(scripts.mainstay);
    scripts.provider.always("j", answer("{\"reasoning\":\"2 and 2\",\"answer\":\"4\"}"));
    ChainOfThought<Question, Answer> thinking = ChainOfThought.of(qa);

    assertThat(thinking.callReasoned(QUESTION))
        .isEqualTo(new Reasoned<>("2 and 2", new Answer("4")));
    assertThat(Seen.of(thinking.stream(QUESTION)).joined())
        .isEqualTo(Map.of("reasoning", "2 and 2", "answer", "4"));
  }

  @Test
  void usageAndStoryAreTold() {
    Usage usage = new Usage(10, 5, 15, OptionalLong.empty(), OptionalLong.empty());
    scripts.provider.always(
        "j",
        says("{\"answer\":\"4\",\"stars\":5}"),
        says(new ChatEvent.UsageReported(usage)),
        finishes());
    ProgramTrace trace = new ProgramTrace();

    ProgramAnswer<Rated> answer =
        rated("json").answer(QUESTION, ProgramOptions.none().withTrace(trace));

    assertThat(answer.metadata().usage().totalTokens()).isEqualTo(15);
    assertThat(trace.toString())
        .contains(
            "--- user\n", "2+2?", "--- answer\n{\"answer\":\"4\",\"stars\":5}", "--- answered");
  }

  @Test
  void whatWasLearntIsSavedAndLoaded() {
    Predict<Question, Rated> program =
        rated("json")
            .withInstructions("Rate.")
            .withDemos(List.of(Demo.of(new Question("1?"), new Rated("One.", 1))));

    JsonObject saved = program.save();

    Predict<Question, Rated> loaded = rated("marked").load(Json.parseObject(saved.toJson()));
    assertThat(loaded.instructions()).isEqualTo("Rate.");
    assertThat(loaded.demos()).isEqualTo(program.demos());
    assertThatThrownBy(() ->
            Predict.of(Question.class, Answer.class)
                .model("json")
                .build(scripts.mainstay)
                .load(saved))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the saved program does not fit question -> answer: output.stars was whole number, and"
                + " is not there");
  }

  @Test
  void demoWithAnUnknownFieldIsRefused() {
    assertThatThrownBy(() ->
            Predict.of(Question.class, Rated.class)
                .model("json")
                .demo(new Question("1?"), new Answer("a"))
                .demo(new Rated("a", 1), new Answer("a"))
                .build(scripts.mainstay))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a demo has the field 'answer', which the input of question -> answer, stars has not");
  }
}
