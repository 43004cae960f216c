package dev.mainstay.stream;

import dev.mainstay.model.FinishReason;

/**
 * The joint between the text a caller has and its continuation by another attempt. Not thread-safe.
 */
public final class Splice {
  private Splice() {}

  /** Of the call's first text, or of one whose caller has no text yet: everything is shown. */
  public static Splice none() {
    throw new UnsupportedOperationException();
  }

  /**
   * Of a target that goes on where {@code delivered} stops and was sent it without its trailing
   * whitespace; trusted, not verified.
   */
  public static Splice prefill(String delivered) {
    throw new UnsupportedOperationException();
  }

  /**
   * Of a target that repeats what it was sent and goes on there.
   *
   * @param delivered the text that the caller has
   * @param sent the whole text of the assistant's message that was sent
   */
  public static Splice echoedPrefill(String delivered, String sent) {
    throw new UnsupportedOperationException();
  }

  /** Of a target that was asked to go on by repeating {@code anchor} first. */
  public static Splice anchored(String delivered, Anchor anchor) {
    throw new UnsupportedOperationException();
  }

  /** Of a target that was sent the original request again. */
  public static Splice restart(String delivered) {
    throw new UnsupportedOperationException();
  }

  /** As {@link #restart}, compared character by character: for JSON, where whitespace may count. */
  public static Splice restartExact(String delivered) {
    throw new UnsupportedOperationException();
  }

  /** Takes the next piece of the text; it may be cut anywhere, also inside a surrogate pair. */
  public Piece add(String text) {
    throw new UnsupportedOperationException();
  }

  /**
   * A tool call has come.
   *
   * @return {@link Piece.Show}, with an empty text, where it may follow; {@link Piece.Failed} where
   *     it may not
   */
  public Piece toolCall() {
    throw new UnsupportedOperationException();
  }

  /**
   * The text has had its semantic end.
   *
   * @return {@link Piece.Show} with the last of the text, which may be empty, or {@link
   *     Piece.Failed}; never {@link Piece.Hold}
   */
  public Piece end(FinishReason reason) {
    throw new UnsupportedOperationException();
  }

  /** Whether the joint is proven (or trusted, and text has come): reasoning may be shown again. */
  public boolean isJoined() {
    throw new UnsupportedOperationException();
  }
}
