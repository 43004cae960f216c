package dev.mainstay.program;

import java.util.Objects;

/**
 * An answer with the reasoning that led to it.
 *
 * @param reasoning the model's reasoning
 * @param answer the answer
 */
public record Reasoned<O>(String reasoning, O answer) {
  /** Null is refused. */
  public Reasoned {
    Objects.requireNonNull(reasoning, "reasoning");
    Objects.requireNonNull(answer, "answer");
  }
}
