package dev.mainstay.splice;

import java.util.Optional;

/**
 * A code fence of Markdown that is open: three or more backticks or tildes on a line of their own
 * (https://spec.commonmark.org/0.31.2/#fenced-code-blocks).
 */
record Fence(char mark, int length) {
  private static final int LEAST = 3;

  /** The marks that it consists of. */
  String marks() {
    return Character.toString(mark).repeat(length);
  }

  /**
   * The fence that a continuation of {@code text} may open again: the one that the text ends inside
   * of; none where it is fences and nothing else, since to open one again is then to repeat it.
   */
  static Optional<Fence> reopenableAfter(String text) {
    boolean isMore = text.lines().map(String::strip).anyMatch(Fence::isOtherThanFence);
    return isMore ? openAtEndOf(text) : Optional.empty();
  }

  private static boolean isOtherThanFence(String line) {
    return !line.isEmpty() && at(line).isEmpty();
  }

  private static Optional<Fence> openAtEndOf(String text) {
    Optional<Fence> open = Optional.empty();
    int start = 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      open = after(text.substring(start, end), newline >= 0, open);
      start = end + 1;
    }
    return open;
  }

  // A fence opens when its line is whole: before that what follows still belongs to the line.
  private static Optional<Fence> after(String line, boolean whole, Optional<Fence> open) {
    String marks = line.strip();
    Optional<Fence> fence = at(marks);
    if (fence.isEmpty()) {
      return open;
    }
    if (open.isEmpty()) {
      return whole ? fence : open;
    }
    boolean closes =
        fence.get().mark == open.get().mark
            && fence.get().length >= open.get().length
            && fence.get().length == marks.length();
    return closes ? Optional.empty() : open;
  }

  private static Optional<Fence> at(String line) {
    if (line.isEmpty() || (line.charAt(0) != '`' && line.charAt(0) != '~')) {
      return Optional.empty();
    }
    char mark = line.charAt(0);
    int length = 1;
    while (length < line.length() && line.charAt(length) == mark) {
      length++;
    }
    boolean isFence = length >= LEAST && (mark == '~' || line.indexOf('`', length) < 0);
    return isFence ? Optional.of(new Fence(mark, length)) : Optional.empty();
  }
}
