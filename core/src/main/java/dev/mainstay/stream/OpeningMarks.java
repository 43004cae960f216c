package dev.mainstay.stream;

/**
 * Marks that open and stand before an anchor that does not begin with them, as where a target sets
 * it in quotation marks or in others: what comes after it is then the closing mark, which would be
 * invented text. Behind a quotation mark there may be spaces.
 */
final class OpeningMarks implements Preface {
  private final Preface before;
  private final String own;
  private final StringBuilder come = new StringBuilder();
  private boolean over;

  /**
   * @param before what may stand before them
   * @param own the marks that the anchor itself begins with
   */
  OpeningMarks(Preface before, String own) {
    this.before = before;
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
    int more = come.length() - own.length();
    return more > 0
        && come.indexOf(own, more) == more
        && (Marks.isQuotationMark(come.charAt(0)) || come.substring(0, more).indexOf(' ') < 0);
  }

  private static void append(int c, StringBuilder marks) {
    if (!Marks.isWhite(c)) {
      marks.append(Folded.folded(c));
    } else if (marks.isEmpty() || marks.charAt(marks.length() - 1) != ' ') {
      marks.append(' ');
    }
  }
}
