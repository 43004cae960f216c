package dev.mainstay.stream;

/** The line with which a target opens a code fence once more, read character by character. */
final class ReopenedFence {
  private static final int LEAST_MARKS = 3;
  private static final int LONGEST_LINE = 64;

  private final char mark;
  private int marks;
  private int length;
  private boolean failed;
  private boolean ended;

  ReopenedFence(Fence fence) {
    this.mark = fence.mark();
  }

  boolean isFailed() {
    return failed;
  }

  /** Whether the line has ended: what comes next is in the fence. */
  boolean isEnded() {
    return ended;
  }

  void add(int c) {
    length++;
    if (c == mark && marks == length - 1) {
      marks++;
    } else if (marks < LEAST_MARKS || c == '`' || length > LONGEST_LINE) {
      failed = true;
    } else {
      ended = c == '\n';
    }
  }
}
