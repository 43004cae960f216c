package dev.mainstay.simulator.dialect;

/**
 * Tokens of a request and of its answer.
 *
 * @param input of the request
 * @param output of the answer
 */
public record Tokens(long input, long output) {

  /** How many more these are. */
  public Tokens minus(Tokens other) {
    return new Tokens(input - other.input, output - other.output);
  }
}
