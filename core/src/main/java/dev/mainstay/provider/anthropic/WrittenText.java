package dev.mainstay.provider.anthropic;

import dev.mainstay.text.TokenEstimate;

/**
 * What of an answer was written, for an estimate of its tokens that mostly nobody asks for: its
 * beginning is kept, and of the rest the characters are counted, which are taken to be of the same
 * sorts. Not thread-safe.
 */
final class WrittenText {
  private static final int MOST_KEPT = 4_096;

  private final StringBuilder kept = new StringBuilder();
  private long characters;

  void add(String piece) {
    characters += piece.length();
    int room = MOST_KEPT - kept.length();
    if (room > 0) {
      kept.append(piece, 0, Math.min(room, piece.length()));
    }
  }

  /** About how many tokens it has. */
  long tokens() {
    long tokens = TokenEstimate.of(kept);
    return kept.length() == characters ? tokens : tokens * characters / kept.length();
  }
}
