package dev.mainstay.splice;

import dev.mainstay.text.Marks;
import java.text.BreakIterator;
import java.util.Locale;
import java.util.Optional;

/** Looks for where an anchor begins; "how far" counts characters from the end of the text. */
final class AnchorSearch {
  private static final int ABOUT = 40;
  private static final int WORD_WITHIN = 60;

  private final String text;
  // How far each character of the text's end begins is looked up by how far: starts[1] is the last.
  private final int[] starts;
  private final int furthest;
  // Where the text begins behind the quotation mark that it begins with, and all marks that open
  // and spaces right behind that.
  private final int opened;

  private AnchorSearch(String text) {
    this.text = text;
    this.starts = new int[Anchor.MOST + 1];
    int at = text.length();
    int far = 0;
    while (at > 0 && far < Anchor.MOST) {
      at = text.offsetByCodePoints(at, -1);
      far++;
      starts[far] = at;
    }
    this.furthest = far;
    boolean isQuoted = Marks.isQuotationMark(text.codePointAt(0));
    this.opened = isQuoted ? Marks.endOfOpening(text) : 0;
  }

  /** Where in {@code text}, which has no whitespace around it, its anchor begins. */
  static Optional<Integer> in(String text) {
    AnchorSearch search = new AnchorSearch(text);
    int least = Math.max(Anchor.LEAST, search.leastUnique());
    int best = search.nearest(least, search.furthestWithinLine(least));
    if (best == 0) {
      best = search.nearest(least, search.furthest);
    }
    return best == 0 ? search.wholeText() : Optional.of(search.starts[best]);
  }

  /** How far the shortest end reaches that occurs once. */
  private int leastUnique() {
    Folded folded = Folded.of(text);
    int repeated = folded.longestRepeatedEnd();
    int first = folded.length() - repeated;
    // The end that begins with this character, and each longer one, occurs once.
    int start = folded.source(first - 1);
    return text.codePointCount(start, text.length());
  }

  private int furthestWithinLine(int least) {
    int line = text.length();
    while (line > 0 && !Marks.isLineEnd(text.charAt(line - 1))) {
      line--;
    }
    int length = text.codePointCount(line, text.length());
    return length >= least ? Math.min(length, furthest) : furthest;
  }

  /** How far the best beginning is; 0 where there is none. */
  private int nearest(int least, int far) {
    int word = nearestWord(least, far);
    return word == 0 ? nearestGrapheme(least, far) : word;
  }

  /** How far the word begins that is nearest to the length aimed at; 0 where none does. */
  private int nearestWord(int least, int far) {
    int aim = Math.max(ABOUT, least);
    int within = Math.min(far, least <= ABOUT ? WORD_WITHIN : least + WORD_WITHIN);
    int best = 0;
    for (int i = least; i <= within; i++) {
      if (isWordStart(starts[i]) && (best == 0 || Math.abs(i - aim) < Math.abs(best - aim))) {
        best = i;
      }
    }
    return best;
  }

  private int nearestGrapheme(int least, int far) {
    int from = starts[furthest];
    BreakIterator graphemes = BreakIterator.getCharacterInstance(Locale.ROOT);
    graphemes.setText(text.substring(from));
    int aim = Math.max(ABOUT, least);
    int best = 0;
    for (int i = least; i <= far; i++) {
      boolean nearer = best == 0 || Math.abs(i - aim) < Math.abs(best - aim);
      if (nearer && isSound(starts[i]) && graphemes.isBoundary(starts[i] - from)) {
        best = i;
      }
    }
    return best;
  }

  private Optional<Integer> wholeText() {
    return starts[furthest] == 0 ? Optional.of(0) : Optional.empty();
  }

  private boolean isWordStart(int at) {
    if (!isSound(at)) {
      return false;
    }
    if (at == 0) {
      return true;
    }
    int c = text.codePointAt(at);
    int before = text.codePointBefore(at);
    return Marks.isWhite(before)
        || ((Character.isLetterOrDigit(c) || Marks.opens(c)) && endsAWord(before));
  }

  // What may stand within a word, as in "don't", "4.5" or "half-open", does not end it.
  private static boolean endsAWord(int c) {
    return switch (Character.getType(c)) {
      case Character.END_PUNCTUATION -> true;
      case Character.OTHER_PUNCTUATION -> c >= '\u3000';
      default -> false;
    };
  }

  /*
   * An anchor right after a mark that opens could not be told from the anchor set in such marks
   * where the text is told from its beginning, or from that mark, again; nor one among the marks
   * that the text begins with, or one that begins with a quotation mark, from what is set in them.
   */
  private boolean isSound(int at) {
    int c = text.codePointAt(at);
    return !Marks.isWhite(c)
        && !Marks.isQuotationMark(c)
        && !isCombining(c)
        && (at == 0 || (at > opened && !Marks.opens(text.codePointBefore(at))));
  }

  private static boolean isCombining(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }
}
