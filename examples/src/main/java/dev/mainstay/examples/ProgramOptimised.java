package dev.mainstay.examples;

import dev.mainstay.Mainstay;
import dev.mainstay.program.DemoProgram;
import dev.mainstay.program.Predict;
import dev.mainstay.program.optimize.BootstrapFewShot;
import dev.mainstay.program.optimize.Evaluate;
import dev.mainstay.program.optimize.Evaluation;
import dev.mainstay.program.optimize.Example;
import dev.mainstay.program.optimize.Metric;
import dev.mainstay.program.optimize.Progress;
import dev.mainstay.simulator.script.Answer;
import java.io.PrintStream;
import java.util.List;

/** A program whose examples are chosen by a metric, with the table of its evaluation. */
public final class ProgramOptimised {
  private ProgramOptimised() {}

  record Word(String word) {}

  record Plural(String plural) {}

  static Evaluation<Word, Plural> optimise(Mainstay mainstay, PrintStream out) {
    Predict<Word, Plural> program =
        Predict.of(Word.class, Plural.class).model("chat").build(mainstay);
    List<Example<Word, Plural>> training =
        List.of(
            new Example<>(new Word("ox"), new Plural("oxen")),
            new Example<>(new Word("goose"), new Plural("geese")));
    List<Example<Word, Plural>> validation =
        List.of(
            new Example<>(new Word("child"), new Plural("children")),
            new Example<>(new Word("foot"), new Plural("feet")));
    Metric<Word, Plural> metric = Metric.exact();
    DemoProgram<Word, Plural> taught =
        BootstrapFewShot.of(metric).withDemos(1, 2).run(program, training);
    Evaluation<Word, Plural> evaluation =
        Evaluate.of(validation, metric)
            .withConcurrency(1)
            .withProgress(Progress.bar(out))
            .run(taught);
    out.print(evaluation);
    return evaluation;
  }

  /** Prints how good the program is with the examples that were found. */
  public static void main(String[] args) {
    Simulated.run(
        mainstay -> optimise(mainstay, System.out), Answer.text("{\"plural\": \"feet\"}"));
  }
}
