package dev.mainstay.program;

import dev.mainstay.program.signature.OutputField;
import dev.mainstay.program.signature.Signature;
import java.util.Objects;

/**
 * A program that has the model reason before it answers: a field {@link #REASONING} goes ahead of
 * those of the answer, and streams like them; examples may have one. Immutable, and safe for
 * concurrent calls and streams.
 *
 * <pre>{@code
 * ChainOfThought<Question, Answer> thinking = ChainOfThought.of(qa);
 * Reasoned<Answer> reasoned = thinking.callReasoned(new Question("Why is the sky blue?"));
 * }</pre>
 *
 * @param <I> what it is given
 * @param <O> what it answers
 */
public final class ChainOfThought<I, O> extends Predictor<I, O, ChainOfThought<I, O>> {
  /** The name of the field ahead of the answer's. */
  public static final String REASONING = "reasoning";

  private ChainOfThought(PredictSettings<I, O> settings) {
    super(settings);
  }

  /**
   * {@code program} with reasoning ahead of its answer.
   *
   * @throws dev.mainstay.schema.SchemaException if the answer has a component {@code reasoning}
   */
  public static <I, O> ChainOfThought<I, O> of(Predict<I, O> program) {
    Objects.requireNonNull(program, "program");
    Signature<I, O> reasoned =
        program
            .signature()
            .withLeading(OutputField.text(REASONING, "think step by step here, before you answer"));
    return new ChainOfThought<>(program.settings.with(reasoned, same -> {}));
  }

  @Override
  ChainOfThought<I, O> with(PredictSettings<I, O> settings) {
    return new ChainOfThought<>(settings);
  }

  /**
   * The answer to {@code input} with its reasoning.
   *
   * @throws ProgramException if a model's answer is not one of the program's
   * @throws dev.mainstay.call.MainstayException if a call fails
   */
  public Reasoned<O> callReasoned(I input) {
    Objects.requireNonNull(input, "input");
    Shown<O> shown = show(input);
    return new Reasoned<>(shown.demo().output().text(REASONING).orElse(""), shown.answer().value());
  }
}
