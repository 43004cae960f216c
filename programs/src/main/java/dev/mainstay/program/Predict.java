package dev.mainstay.program;

import dev.mainstay.program.signature.Signature;

/**
 * The simplest program: one question to a model, its fields those of two records. Immutable, and
 * safe for concurrent calls and streams.
 *
 * <pre>{@code
 * record Question(@Describe("what the user asks") String question) {}
 * record Answer(@Describe("one sentence") String answer, Confidence confidence) {}
 *
 * Predict<Question, Answer> qa = Predict.of(Question.class, Answer.class)
 *     .instructions("Answer from the text given.").model("chat").build(mainstay);
 * Answer answer = qa.call(new Question("What is 2+2?"));
 * }</pre>
 *
 * <p>A deployment whose model answers by a JSON schema is asked for that, every other for fields
 * after header lines. An answer that cannot be read is asked for again, with the error told to the
 * model, at most twice by default and within the budget of one call.
 *
 * @param <I> what it is given
 * @param <O> what it answers
 */
public final class Predict<I, O> extends Predictor<I, O, Predict<I, O>> {
  Predict(PredictSettings<I, O> settings) {
    super(settings);
  }

  /**
   * A builder of a program from {@code input} to {@code output}.
   *
   * @throws dev.mainstay.schema.SchemaException if one of them is not a record, or has a component
   *     that cannot be described to a model: the message names it, and what to use instead
   */
  public static <I, O> PredictBuilder<I, O> of(Class<I> input, Class<O> output) {
    return new PredictBuilder<>(Signature.of(input, output));
  }

  @Override
  Predict<I, O> with(PredictSettings<I, O> settings) {
    return new Predict<>(settings);
  }
}
