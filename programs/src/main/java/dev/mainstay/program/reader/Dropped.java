package dev.mainstay.program.reader;

/** Text that belongs to no field. */
final class Dropped {
  private static final int LONGEST_QUOTE = 40;

  private final String where;
  private final StringBuilder quote = new StringBuilder();

  Dropped(String where) {
    this.where = where;
  }

  void add(char c) {
    if (quote.length() < LONGEST_QUOTE && !(quote.isEmpty() && Character.isWhitespace(c))) {
      quote.append(c);
    }
  }

  /** What it begins with, without white space around it. */
  String text() {
    return quote.toString().strip();
  }

  /** Notes that there was some. */
  void tell(Pieces pieces) {
    String text = text();
    if (text.startsWith("```")) {
      pieces.mended("a fence " + where);
    } else if (!text.isEmpty()) {
      pieces.mended("text " + where);
    }
  }
}
