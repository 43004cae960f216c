package dev.mainstay.program;

import dev.mainstay.json.JsonObject;
import dev.mainstay.program.signature.Demo;
import java.util.List;

/**
 * A program that is shown examples, which can be chosen for it.
 *
 * @param <I> what it is given
 * @param <O> what it answers
 */
public interface DemoProgram<I, O> extends Program<I, O> {
  /** The examples that the model is shown, in order. */
  List<Demo> demos();

  /**
   * This program with other examples.
   *
   * @throws IllegalArgumentException if one has a field that the signature has not
   */
  DemoProgram<I, O> withDemos(List<Demo> demos);

  /** What of it can be learnt, as JSON: instructions, examples, field names and kinds. No key. */
  JsonObject save();

  /**
   * The answer to {@code input}, and the example that it makes.
   *
   * @throws ProgramException if a model's answer is not one of the program's
   * @throws dev.mainstay.call.MainstayException if a call fails
   */
  default Shown<O> show(I input) {
    return show(input, ProgramOptions.none());
  }

  /**
   * {@link #show(Object)} with wishes for this call.
   *
   * @throws ProgramException if a model's answer is not one of the program's
   * @throws dev.mainstay.call.MainstayException if a call fails
   */
  Shown<O> show(I input, ProgramOptions options);

  /**
   * An answer that can be shown as an example.
   *
   * @param answer the answer, with its story
   * @param demo the example, with reasoning where there was some
   */
  record Shown<O>(ProgramAnswer<O> answer, Demo demo) {}
}
