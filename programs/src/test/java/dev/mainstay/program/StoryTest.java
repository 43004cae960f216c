package dev.mainstay.program;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.call.CallBudget;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonNull;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.Usage;
import dev.mainstay.program.Scripts.Answer;
import dev.mainstay.program.Scripts.Question;
import dev.mainstay.program.event.Listen;
import dev.mainstay.program.event.ProgramEvent;
import dev.mainstay.program.event.StatusKind;
import dev.mainstay.program.signature.Demo;
import dev.mainstay.program.signature.History;
import dev.mainstay.schema.Describe;
import dev.mainstay.schema.SchemaException;
import dev.mainstay.time.Deadline;
import dev.mainstay.tool.ToolMethod;
import dev.mainstay.tool.Toolbox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of a call, and what is refused before one. */
class StoryTest {
  private static final Question QUESTION = new Question("2+2?");
  private static final Failure RESET = new Failure.ConnectionFailed(Scripts.detail("reset"));

  private final Scripts scripts = new Scripts();
  private final Predict<Question, Answer> program =
      Predict.of(Question.class, Answer.class).model("json").build(scripts.mainstay);

  @AfterEach
  void close() {
    scripts.close();
    assertThat(scripts.provider.open()).isZero();
  }

  private static ChatEvent used(long tokens) {
    return new ChatEvent.UsageReported(Usage.of(tokens, tokens));
  }

  @Test
  void callThatFailsTellsItsAttemptsAndItsUsageAndNoCost() {
    scripts.provider.always("j", says("{\"answer\":\"ab"), says(used(10)), breaks(RESET));
    ProgramStream<Answer> stream = program.stream(QUESTION);

    assertThatThrownBy(stream::value).isInstanceOf(MainstayException.class);

    assertThat(stream.metadata().attempts()).isEqualTo(scripts.provider.asked().size());
    assertThat(stream.metadata().usage().totalTokens()).isGreaterThanOrEqualTo(20);
    assertThat(stream.metadata().cost()).isEmpty();
  }

  @Test
  void attemptsOfFailedProgramsCountWhereAnotherOneAnswers() {
    scripts.provider.next("j", answer("{\"answer\":\"a\"}")).always("j", breaks(RESET));

    ProgramAnswer<Answer> best =
        BestOfN.of(program, 3, (question, answer) -> Score.of(false)).answer(QUESTION);

    assertThat(best.metadata().attempts()).isEqualTo(scripts.provider.asked().size());
  }

  @Test
  void usageOfABrokenTakeCounts() {
    scripts
        .provider
        .next("j", says("{\"answer\":\"ab"), says(used(100)), breaks(RESET))
        .next("j", says("{\"answer\":\"zz\"}"), says(used(10)), finishes());
    ProgramStream<Answer> stream = program.stream(QUESTION);

    assertThat(stream.value()).isEqualTo(new Answer("zz"));
    assertThat(stream.metadata().usage().totalTokens()).isEqualTo(220);
  }

  @Test
  void tokensWrittenToACacheAreAmongThoseUsed() {
    Usage written =
        Usage.of(9, 1).withCachedTokens(2).withCacheWriteTokens(5).withHourCacheWriteTokens(3);
    scripts
        .provider
        .next("j", says("nonsense"), says(new ChatEvent.UsageReported(written)), finishes())
        .next(
            "j",
            says("{\"answer\":\"zz\"}"),
            says(new ChatEvent.UsageReported(written)),
            finishes());

    Usage used = program.answer(QUESTION).metadata().usage();

    assertThat(used.cacheWriteTokens()).hasValue(10);
    assertThat(used.hourCacheWriteTokens()).hasValue(6);
  }

  @Test
  void costThatTheProviderToldOfEveryAnswerIsTheCostOfAll() {
    scripts
        .provider
        .next("j", says("nonsense"), says(told(0.25)), finishes())
        .next("j", says("{\"answer\":\"zz\"}"), says(told(0.5)), finishes())
        .next("j", says("nonsense"), says(told(0.25)), finishes())
        .next("j", says("{\"answer\":\"zz\"}"), says(used(2)), finishes());

    assertThat(program.answer(QUESTION).metadata().usage())
        .isEqualTo(Usage.of(4, 4).withToldCost(0.75));
    assertThat(program.answer(QUESTION).metadata().usage()).isEqualTo(Usage.of(4, 4));
  }

  private static ChatEvent told(double cost) {
    return new ChatEvent.UsageReported(Usage.of(2, 2).withToldCost(cost));
  }

  @Test
  void refusalBehindSomeTextIsARefusal() {
    scripts.provider.always(
        "j",
        says("{\"answer\": \"I "),
        says(new ChatEvent.RefusalDelta("I cannot say.")),
        finishes());

    assertThatThrownBy(() -> program.call(QUESTION))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("I cannot say.");
    assertThatThrownBy(() -> program.stream(QUESTION).value()).isInstanceOf(RefusedException.class);
    assertThat(scripts.provider.asked()).hasSize(2);
  }

  private static List<StatusKind> told(ProgramStream<Answer> stream) {
    List<StatusKind> told = new ArrayList<>();
    try (stream) {
      for (ProgramEvent<Answer> event : stream) {
        if (event instanceof ProgramEvent.Status<Answer> status) {
          told.add(status.kind());
        }
      }
    } catch (MainstayException e) {
      assertThat(e.failure()).isNotInstanceOf(Failure.Cancelled.class);
    }
    return told;
  }

  @Test
  void attemptsAndProgramsThatFailEnd() {
    scripts.provider.next("j", breaks(RESET)).next("j", breaks(RESET));
    Program<Question, Answer> outer = (question, run) -> run.call("inner", program, question);
    ProgramOptions two = ProgramOptions.none().withBudget(CallBudget.of(2, Deadline.never()));

    assertThat(told(outer.stream(QUESTION, two)))
        .containsExactly(
            StatusKind.PROGRAM_BEGUN,
            StatusKind.ATTEMPT_BEGUN,
            StatusKind.FORM_CHOSEN,
            StatusKind.ATTEMPT_ENDED,
            StatusKind.ATTEMPT_BEGUN,
            StatusKind.ATTEMPT_ENDED,
            StatusKind.PROGRAM_ENDED);
    assertThat(told(program.stream(QUESTION, two))).isEmpty();
  }

  @Test
  void nameThatNoFieldHasIsRefusedBeforeAnybodyIsAsked() {
    assertThatThrownBy(() -> program.stream(QUESTION, Listen.to("anwser")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nobody can listen to the field 'anwser'; the answer has [answer]");
    assertThat(scripts.provider.asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "messages, use instructions and demos",
    "response_format, use form(…)",
    "tools, 'use ReAct.of(program, toolbox)'",
    "stream, call stream(input)",
    "n, 'use BestOfN.of(program, n, reward)'"
  })
  void fieldOfTheRequestThatIsTheProgramsOwnIsRefused(String name, String instead) {
    String message = "the field '" + name + "' of its requests is the program's own; " + instead;

    assertThatThrownBy(() -> program.withField(name, JsonNull.NULL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() ->
            Predict.of(Question.class, Answer.class)
                .model("json")
                .field(name, JsonNull.NULL)
                .build(scripts.mainstay))
        .hasMessage(message);
  }

  record Lists(List<String> list, Map<String, List<String>> map) {}

  @Test
  void nullInAListOrAMapIsRefusedWithItsPlace() {
    Predict<Lists, Answer> lists =
        Predict.of(Lists.class, Answer.class).model("json").build(scripts.mainstay);

    assertThatThrownBy(() -> lists.call(new Lists(Arrays.asList("a", null), Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Lists.list[1] is null; use Optional for what may be missing");
    assertThatThrownBy(
            () -> lists.call(new Lists(List.of(), Map.of("k", Collections.singletonList(null)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Lists.map[k][0] is null; use Optional for what may be missing");
    assertThat(scripts.provider.asked()).isEmpty();
  }

  record Holder(List<String> words, String last) {}

  record Nested(Holder holder, Optional<Holder> more) {}

  @Test
  void nullInARecordOfAnInputOrAnExampleIsRefusedWithItsPlace() {
    Predict<Nested, Answer> nested =
        Predict.of(Nested.class, Answer.class).model("json").build(scripts.mainstay);
    Holder whole = new Holder(List.of(), "");

    assertThatThrownBy(() -> nested.call(new Nested(new Holder(List.of(), null), Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Nested.holder.last is null; use Optional for what may be missing");
    assertThatThrownBy(() ->
            nested.stream(new Nested(whole, Optional.of(new Holder(Arrays.asList("a", null), "")))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Nested.more.words[1] is null; use Optional for what may be missing");
    assertThatThrownBy(() -> Demo.of(new Question("q"), new Answer(null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Answer.answer is null; use Optional for what may be missing");
    assertThat(scripts.provider.asked()).isEmpty();
  }

  record Told(String question, History history) {}

  @Test
  @Timeout(60)
  void conversationMayBeLongThoughEveryTurnHoldsThoseBeforeIt() {
    Predict<Told, Answer> chat =
        Predict.of(Told.class, Answer.class).model("json").build(scripts.mainstay);
    scripts.provider.always("j", answer("{\"answer\":\"a\"}"));
    History history = History.empty();

    for (int turn = 0; turn < 40; turn++) {
      Told told = new Told("question " + turn, history);
      history = history.with(told, chat.call(told));
    }

    assertThat(scripts.provider.requests().getLast().messages()).hasSize(1 + 2 * 39 + 1);
    assertThat(history).hasToString("History[40 turns]");
    assertThat(history.hashCode()).isNotEqualTo(History.empty().hashCode());
  }

  public static final class Clock {
    @ToolMethod("What time it is")
    String time() {
      return "noon";
    }
  }

  @Test
  void turnIsOverBeforeItsToolsRun() {
    Predict<Question, Answer> qa =
        Predict.of(Question.class, Answer.class).model("marked").build(scripts.mainstay);
    String nonce = qa.settings.prompt(QUESTION).nonce();
    scripts
        .provider
        .next(
            "m",
            answer(
                "[[ ## answer:§ ## ]]\nLet me look\n[[ ## /call:§ ## ]]\n[{\"tool\":\"time\"}]"
                    .replace("§", nonce)))
        .next("m", answer(Scripts.marked(nonce, Map.of("answer", "Noon."))));
    List<Object> told = new ArrayList<>();

    try (ProgramStream<Answer> stream =
        ReAct.of(qa, Toolbox.builder().methods(new Clock()).build()).stream(QUESTION)) {
      for (ProgramEvent<Answer> event : stream) {
        switch (event) {
          case ProgramEvent.Status<Answer> status -> told.add(status.kind());
          case ProgramEvent.Restarted<Answer> restarted -> told.add(restarted.why());
          default -> {}
        }
      }
    }

    assertThat(told)
        .containsExactly(
            StatusKind.ATTEMPT_BEGUN,
            StatusKind.FORM_CHOSEN,
            StatusKind.ATTEMPT_ENDED,
            "tools are called",
            StatusKind.TOOL_BEGUN,
            StatusKind.TOOL_ENDED,
            StatusKind.ATTEMPT_BEGUN,
            StatusKind.ATTEMPT_ENDED);
  }

  record Numbered(int answer) {}

  @Test
  void exampleOfAnotherKindIsRefusedWhenTheProgramIsBuilt() {
    assertThatThrownBy(() ->
            Predict.of(Question.class, Answer.class)
                .model("json")
                .demo(QUESTION, new Numbered(1))
                .build(scripts.mainstay))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a demo is not an answer of question -> answer: answer must be a string, but it is the"
                + " number 1");
  }

  record Empty() {}

  @Test
  void answerWithoutAComponentIsRefusedWhenTheProgramIsBuilt() {
    assertThatThrownBy(() -> Predict.of(Question.class, Empty.class))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("has no component");
  }

  record Said(@Describe("one way") String question) {}

  record SaidOtherwise(@Describe("another way") String question) {}

  @Test
  void savedProgramFitsOneWhoseFieldsAreDescribedOtherwise() {
    Predict<Said, Answer> one =
        Predict.of(Said.class, Answer.class)
            .model("json")
            .instructions("Be brief.")
            .build(scripts.mainstay);
    Predict<SaidOtherwise, Answer> other =
        Predict.of(SaidOtherwise.class, Answer.class).model("json").build(scripts.mainstay);

    assertThat(other.load(one.save()).instructions()).isEqualTo("Be brief.");
  }

  @Test
  void bestSoFarIsKeptWhereARewardThrows() {
    scripts.provider.always("j", answer("{\"answer\":\"a\"}"));

    Reward<Question, Answer> once =
        (question, answer) -> {
          if (scripts.provider.asked().size() > 1) {
            throw new IllegalStateException("no more");
          }
          return Score.of(false);
        };

    assertThat(BestOfN.of(program, 3, once).call(QUESTION)).isEqualTo(new Answer("a"));
  }
}
