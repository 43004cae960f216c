package dev.mainstay.splice;

/** What a {@link Splice} makes of a piece of a continuation. */
public sealed interface Spliced {

  /**
   * Text that belongs after what was delivered, and goes out now.
   *
   * @param text whole characters; empty only as the answer to an end with nothing left to say
   */
  record Show(String text) implements Spliced {}

  /** Nothing goes out yet. */
  record Hold() implements Spliced {}

  /**
   * The text does not belong after what was delivered: none of it was shown, none will be.
   *
   * @param why what it did instead, in words that quote nothing of it
   */
  record Failed(String why) implements Spliced {}
}
