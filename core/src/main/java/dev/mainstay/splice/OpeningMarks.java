package dev.mainstay.splice;

import dev.mainstay.text.Marks;
import java.util.Optional;

/**
 * Marks that open and stand before an anchor that does not begin with them, as where a target sets
 * it in quotation marks or in others: what comes after it is then the closing mark, which would be
 * invented text. Behind a quotation mark there may be spaces.
 */
final class OpeningMarks implements Preface {
  private final Preface before;
  private final String own;
  private final Optional<String> fence;
  private final StringBuilder come = new StringBuilder();
  private boolean over;

  /**
   * @param before what may stand before them
   * @param own the marks that the anchor itself begins with
   * @param open the code fence that the text ends inside of: its marks open it again
   */
  OpeningMarks(Preface before, String own, Optional<Fence> open) {
    this.before = before;
    this.fence = open.map(Fence::marks);
    StringBuilder read = new StringBuilder();
    own.codePoints().forEach(c -> append(c, read));
    this.own = read.toString();
  }

  @Override
  public boolean takes(int c) {
    if (come.isEmpty() && before.takes(c)) {
      return true;
    }
    over |= !Marks.mayOpen(c);
    if (!over) {
      append(c, come);
    }
    return !over;
  }

  @Override
  public boolean isFailed() {
    return before.isFailed() || (over && !isMore());
  }

  private boolean isMore() {
    int length = come.length() - own.length();
    return length > 0 && come.indexOf(own, length) == length && areMore(come.substring(0, length));
  }

  private boolean areMore(String marks) {
    boolean isFence = fence.filter(marks.strip()::equals).isPresent();
    return !isFence && (Marks.isQuotationMark(marks.charAt(0)) || marks.indexOf(' ') < 0);
  }

  private static void append(int c, StringBuilder marks) {
    if (!Marks.isWhite(c)) {
      marks.append(Folded.folded(c));
    } else if (marks.isEmpty() || marks.charAt(marks.length() - 1) != ' ') {
      marks.append(' ');
    }
  }
}
