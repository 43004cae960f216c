package dev.mainstay.continuation;

/**
 * A stop string that may begin in a text that has gone out and end in what follows it. Both are a
 * caller's or a model's: each character is looked at once, Knuth, Morris and Pratt's way.
 */
final class StopString {
  private final String stop;
  // For each beginning of the stop string, the next shorter one that it ends with.
  private final int[] shorter;
  private int known;
  private int behind;
  private boolean met;

  /**
   * A stop string.
   *
   * @param stop not empty
   * @param before the text that has gone out
   */
  StopString(String stop, String before) {
    this.stop = stop;
    this.shorter = new int[stop.length() + 1];
    for (int length = 2; length <= stop.length(); length++) {
      shorter[length] = after(shorter[length - 1], stop.charAt(length - 1));
    }
    for (int at = Math.max(0, before.length() - stop.length() + 1); at < before.length(); at++) {
      known = after(known, before.charAt(at));
    }
  }

  /** Takes what comes next after the text. */
  void add(String text) {
    for (int at = 0; at < text.length(); at++) {
      known = after(known, text.charAt(at));
      behind++;
      met |= known == stop.length() && known > behind;
    }
  }

  /** Whether it has come whole, from before the joint to after it. */
  boolean isMet() {
    return met;
  }

  /** Whether what has come may still become that. */
  boolean mayBeMet() {
    return known > behind;
  }

  private int after(int length, char c) {
    int from = length == stop.length() ? shorter[length] : length;
    while (from > 0 && stop.charAt(from) != c) {
      from = shorter[from];
    }
    return stop.charAt(from) == c ? from + 1 : 0;
  }
}
