package dev.mainstay.cli.explain;

/**
 * The calls that are explained.
 *
 * @param model what callers ask for
 * @param streamed whether they want a stream
 * @param times how many calls follow one another, from 1
 */
public record Question(String model, boolean streamed, int times) {
  /** These calls, but only one. */
  Question once() {
    return new Question(model, streamed, 1);
  }
}
