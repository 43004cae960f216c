package dev.mainstay.splice;

/**
 * The line with which a target opens a code fence once more, of the same marks and as many, read
 * character by character.
 */
final class ReopenedFence implements Preface {
  private static final int LONGEST_LINE = 64;

  private final Fence fence;
  private Preface white = Preface.whitespace();
  private int marks;
  private int length;
  private boolean failed;
  private boolean ended;

  ReopenedFence(Fence fence) {
    this.fence = fence;
  }

  @Override
  public boolean isFailed() {
    return failed;
  }

  @Override
  public boolean takes(int c) {
    if (white.takes(c)) {
      return true;
    }
    if (ended) {
      return false;
    }
    read(c);
    return true;
  }

  private void read(int c) {
    length++;
    if (c == fence.mark() && marks == length - 1) {
      marks++;
    } else if (marks != fence.length() || c == '`' || length > LONGEST_LINE) {
      failed = true;
    } else if (c == '\n') {
      ended = true;
      white = Preface.whitespace();
    }
  }
}
