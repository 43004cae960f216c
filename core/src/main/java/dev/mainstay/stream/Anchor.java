package dev.mainstay.stream;

import java.util.Optional;

/**
 * The last words of the delivered text, which a continuation is asked to repeat first.
 *
 * @param text an end of the delivered text without the whitespace after it
 */
public record Anchor(String text) {

  /**
   * The anchor of {@code delivered}; nothing where it has under 12 characters, or no end of at most
   * 1,000 that occurs in it once.
   */
  public static Optional<Anchor> of(String delivered) {
    throw new UnsupportedOperationException();
  }

  /** All of {@code delivered}, for one too short to have an anchor. */
  public static Anchor whole(String delivered) {
    return new Anchor(delivered.strip());
  }
}
