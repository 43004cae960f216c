package dev.mainstay.examples;

import dev.mainstay.Mainstay;
import dev.mainstay.program.Predict;
import dev.mainstay.schema.Describe;
import dev.mainstay.simulator.script.Answer;

/** A classifier: a text in, one of some names out. */
public final class ProgramClassifier {
  private ProgramClassifier() {}

  record Review(@Describe("what a customer wrote") String text) {}

  enum Mood {
    GLAD,
    INDIFFERENT,
    ANGRY
  }

  record Verdict(Mood mood, @Describe("from 0 to 1") double confidence) {}

  static Verdict classify(Mainstay mainstay, String text) {
    Predict<Review, Verdict> classifier =
        Predict.of(Review.class, Verdict.class)
            .instructions("Tell the mood of the review.")
            .demo(new Review("It broke on the first day."), new Verdict(Mood.ANGRY, 0.9))
            .model("chat")
            .build(mainstay);
    return classifier.call(new Review(text));
  }

  /** Prints the mood of a review. */
  public static void main(String[] args) {
    Simulated.run(
        mainstay -> System.out.println(classify(mainstay, "Lovely, I bought three.")),
        Answer.text("{\"mood\": \"glad\", \"confidence\": \"0.97\"}"));
  }
}
