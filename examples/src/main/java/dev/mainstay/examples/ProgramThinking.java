package dev.mainstay.examples;

import dev.mainstay.Mainstay;
import dev.mainstay.program.ChainOfThought;
import dev.mainstay.program.Predict;
import dev.mainstay.program.ProgramStream;
import dev.mainstay.program.event.ProgramEvent;
import dev.mainstay.schema.Describe;
import dev.mainstay.simulator.script.Answer;
import java.io.PrintStream;
import java.util.Optional;

/** A question answerer that thinks first, streamed to the terminal field by field. */
public final class ProgramThinking {
  private ProgramThinking() {}

  enum Confidence {
    LOW,
    HIGH
  }

  record Question(@Describe("what the user asks") String question) {}

  record Reply(
      @Describe("one sentence") String answer, Confidence confidence, Optional<String> source) {}

  static Reply answer(Mainstay mainstay, String question, PrintStream out) {
    Predict<Question, Reply> qa =
        Predict.of(Question.class, Reply.class)
            .instructions("Answer for a child of ten.")
            .model("chat")
            .build(mainstay);
    ChainOfThought<Question, Reply> thinking = ChainOfThought.of(qa);
    try (ProgramStream<Reply> stream = thinking.stream(new Question(question))) {
      for (ProgramEvent<Reply> event : stream) {
        switch (event) {
          case ProgramEvent.FieldBegun<Reply> begun -> out.print("\n" + begun.field() + ": ");
          case ProgramEvent.FieldDelta<Reply> delta -> out.print(delta.text());
          case ProgramEvent.Restarted<Reply> restarted -> out.print("\n(once more)");
          case ProgramEvent.Completed<Reply> completed -> {
            out.println();
            return completed.value();
          }
          case ProgramEvent.Status<Reply> status -> {}
          case ProgramEvent.FieldDone<Reply> done -> {}
          case ProgramEvent.UsageReported<Reply> usage -> {}
        }
      }
    }
    throw new IllegalStateException("a stream ends by its answer or by an exception");
  }

  /** Prints the reasoning and the answer as they come. */
  public static void main(String[] args) {
    Simulated.run(
        mainstay -> answer(mainstay, "Why is the sky blue?", System.out),
        Answer.text(
            """
            {"reasoning": "Light is scattered, short waves most.", "answer": "Blue light is scattered most.",
             "confidence": "HIGH", "source": null}\
            """));
  }
}
