package dev.mainstay.stream;

/**
 * Text without halves of characters: half a surrogate pair waits for the other half, and is dropped
 * if that does not come next. Not thread-safe.
 */
public final class WholeCharacters {

  /** Takes the next piece; gives what is whole. */
  public String add(String text) {
    throw new UnsupportedOperationException();
  }
}
