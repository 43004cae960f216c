package dev.mainstay.provider;

/**
 * Follows how much of the beginning of a word a text has just given, ignoring case: Knuth, Morris
 * and Pratt's way, so that no character of the text is looked at twice.
 */
final class Prefixes {
  private final String word;
  // For each beginning of the word, the next shorter one that it ends with.
  private final int[] shorter;

  Prefixes(String word) {
    this.word = word;
    this.shorter = new int[word.length() + 1];
    for (int length = 2; length <= word.length(); length++) {
      shorter[length] = after(shorter[length - 1], word.charAt(length - 1));
    }
  }

  int length() {
    return word.length();
  }

  /** How much of the word the text ends with after {@code c}, when it was {@code length} before. */
  int after(int length, char c) {
    int known = length == word.length() ? shorter[length] : length;
    while (known > 0 && !isSame(word.charAt(known), c)) {
      known = shorter[known];
    }
    return isSame(word.charAt(known), c) ? known + 1 : 0;
  }

  /** The next shorter beginning of the word that its beginning of {@code length} ends with. */
  int shorter(int length) {
    return shorter[length];
  }

  private static boolean isSame(char a, char b) {
    return a == b || Character.toLowerCase(a) == Character.toLowerCase(b);
  }
}
