package dev.mainstay.program;

import dev.mainstay.Mainstay;
import dev.mainstay.architecture.NullParameters;
import dev.mainstay.call.CallBudget;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.Content;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.program.Scripts.Answer;
import dev.mainstay.program.Scripts.Question;
import dev.mainstay.program.event.Listen;
import dev.mainstay.program.event.StatusWords;
import dev.mainstay.program.optimize.BootstrapFewShot;
import dev.mainstay.program.optimize.Evaluate;
import dev.mainstay.program.optimize.Evaluation;
import dev.mainstay.program.optimize.Example;
import dev.mainstay.program.optimize.Metric;
import dev.mainstay.program.optimize.Progress;
import dev.mainstay.program.optimize.RandomSearch;
import dev.mainstay.program.optimize.SearchBudget;
import dev.mainstay.program.signature.Demo;
import dev.mainstay.program.signature.Document;
import dev.mainstay.program.signature.History;
import dev.mainstay.program.signature.Image;
import dev.mainstay.program.signature.OutputField;
import dev.mainstay.program.signature.Signature;
import dev.mainstay.schema.JsonShape;
import dev.mainstay.time.Deadline;
import dev.mainstay.tool.Toolbox;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Null is refused with the parameter's name, wherever a user hands something in. */
class NullsTest {
  private static final Predict<Question, Answer> PROGRAM =
      Predict.of(Question.class, Answer.class).model("m").build(Mainstay.create());
  private static final Reward<Question, Answer> REWARD = (input, output) -> Score.of(1);
  private static final Metric<Question, Answer> METRIC = Metric.exact();
  private static final Demo DEMO = new Demo(JsonObject.empty(), JsonObject.empty());

  private static final NullParameters PARAMETERS =
      new NullParameters(
          List.of(
              PROGRAM,
              Predict.class,
              Predict.of(Question.class, Answer.class),
              ChainOfThought.class,
              ChainOfThought.of(PROGRAM),
              BestOfN.class,
              BestOfN.of(PROGRAM, 2, REWARD),
              Refine.class,
              Refine.of(PROGRAM, 2, REWARD, 1),
              ReAct.class,
              ReAct.of(PROGRAM, Toolbox.builder().build()),
              ProgramOptions.none(),
              ProgramSse.class,
              PartialAnswer.class,
              ProgramStory.class,
              Score.class,
              Reasoned.class,
              ProgramAnswer.class,
              DEMO,
              Demo.class,
              Document.class,
              Image.class,
              History.class,
              History.empty(),
              OutputField.class,
              Signature.class,
              Signature.of(Question.class, Answer.class),
              Listen.class,
              Evaluate.class,
              Evaluate.of(List.of(), METRIC),
              BootstrapFewShot.class,
              BootstrapFewShot.of(METRIC),
              RandomSearch.class,
              RandomSearch.of(METRIC),
              Example.class,
              Evaluation.class,
              Progress.class),
          Map.ofEntries(
              Map.entry(String.class, "a"),
              Map.entry(Class.class, Question.class),
              Map.entry(Record.class, new Question("Hi")),
              Map.entry(Object.class, new Question("Hi")),
              Map.entry(Path.class, Path.of("a")),
              Map.entry(List.class, List.of()),
              Map.entry(JsonObject.class, JsonObject.empty()),
              Map.entry(JsonValue.class, JsonNull.NULL),
              Map.entry(Content.class, Content.text("a")),
              Map.entry(JsonShape.class, JsonShape.of(String.class, "a")),
              Map.entry(OutputField.class, OutputField.text("a", "")),
              Map.entry(byte[].class, new byte[0]),
              Map.entry(OutputStream.class, OutputStream.nullOutputStream()),
              Map.entry(CallOptions.class, CallOptions.none()),
              Map.entry(CallBudget.class, CallBudget.of(1, Deadline.never())),
              Map.entry(RecoveryPolicy.class, RecoveryPolicy.FAIL),
              Map.entry(Program.class, PROGRAM),
              Map.entry(DemoProgram.class, PROGRAM),
              Map.entry(Reward.class, REWARD),
              Map.entry(Metric.class, METRIC),
              Map.entry(StatusWords.class, StatusWords.standard()),
              Map.entry(SearchBudget.class, SearchBudget.unbounded()),
              Map.entry(Toolbox.class, Toolbox.builder().build())));

  static Stream<NullParameters.Given> parameters() {
    return PARAMETERS.all();
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void nullIsRefusedByName(NullParameters.Given given) throws Exception {
    PARAMETERS.requireRefused(given);
  }
}
