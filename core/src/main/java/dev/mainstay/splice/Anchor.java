package dev.mainstay.splice;

import dev.mainstay.text.Marks;
import java.util.Optional;

/**
 * The last words of the delivered text, which a continuation is asked to repeat first.
 *
 * @param text an end of the delivered text without the whitespace around it
 */
public record Anchor(String text) {
  /** How many characters an anchor has at least. */
  public static final int LEAST = 12;

  /** How many characters an anchor has at most. */
  public static final int MOST = 1_000;

  /**
   * The anchor of {@code delivered}: about 40 characters, from a word's beginning and within the
   * last line where these allow it, longer until it occurs in the text once; also once where
   * whitespace, quotes, dashes and composed characters are told in other forms.
   *
   * @return nothing where the text has under {@link #LEAST} characters, or no end of at most {@link
   *     #MOST} that occurs in it once is more than quotation marks and the like
   */
  public static Optional<Anchor> of(String delivered) {
    String text = Marks.trimmed(delivered);
    if (text.codePointCount(0, text.length()) < LEAST) {
      return Optional.empty();
    }
    return AnchorSearch.in(text)
        .map(text::substring)
        .filter(Anchor::isMoreThanMarks)
        .map(Anchor::new);
  }

  /**
   * All of {@code delivered}, for one too short to have another anchor.
   *
   * @return nothing where the text is but quotation marks and the like: set in such marks it could
   *     not be told from itself
   */
  public static Optional<Anchor> whole(String delivered) {
    return Optional.of(Marks.trimmed(delivered)).filter(Anchor::isMoreThanMarks).map(Anchor::new);
  }

  private static boolean isMoreThanMarks(String text) {
    return !Marks.areAll(text);
  }
}
