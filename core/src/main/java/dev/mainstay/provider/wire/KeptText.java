package dev.mainstay.provider.wire;

/**
 * A text that is put together from the pieces of a stream, to be told whole at its end; of one that
 * does not end nothing is kept. Not thread-safe.
 */
public final class KeptText {
  /**
   * How many characters are kept at most, 2 Mi, which take 4 MiB; but one piece may be as long as
   * the wire lets it be.
   */
  public static final int MOST = 2 * 1024 * 1024;

  private final StringBuilder text = new StringBuilder();
  private boolean isWhole = true;

  /** Adds a piece. */
  public void add(String piece) {
    isWhole &= text.isEmpty() || text.length() + piece.length() <= MOST;
    if (isWhole) {
      text.append(piece);
    } else {
      text.setLength(0);
      text.trimToSize();
    }
  }

  /** Whether it is kept; one that grew too long is not. */
  public boolean isWhole() {
    return isWhole;
  }

  /** Whether it has no characters, or is not kept. */
  public boolean isEmpty() {
    return text.isEmpty();
  }

  /** Begins another text. */
  public void clear() {
    text.setLength(0);
    isWhole = true;
  }

  /** The text; empty where it is not kept. */
  @Override
  public String toString() {
    return text.toString();
  }
}
