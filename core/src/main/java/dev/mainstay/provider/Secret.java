package dev.mainstay.provider;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A key: it can be used, and cannot be printed. */
public final class Secret {
  private final String value;
  // Most calls scrub nothing.
  private volatile @Nullable KeyScrubber scrubber;

  private Secret(String value) {
    this.value = value;
  }

  /**
   * The key {@code value}.
   *
   * @throws IllegalArgumentException if it is blank, or holds white space or control characters,
   *     which no header may carry
   */
  public static Secret of(String value) {
    Objects.requireNonNull(value, "value");
    String trimmed = value.strip();
    if (trimmed.isEmpty()) {
      throw new IllegalArgumentException("the key is blank; set it, or leave it out altogether");
    }
    if (trimmed.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
      throw new IllegalArgumentException(
          "the key holds white space or characters outside ASCII; was it pasted whole?");
    }
    return new Secret(trimmed);
  }

  /** The key itself, to be put on the wire and nowhere else. */
  public String reveal() {
    return value;
  }

  /**
   * {@code text} with every trace of this key replaced by {@code ***}: the key itself, in capitals
   * or small letters, over several lines, as a URL or Base64 has it, its beginning where the text
   * ends in it, and the forms in which providers quote it. A key under 8 characters is replaced
   * only as it is, and where it is a word of its own.
   */
  public String scrub(String text) {
    Objects.requireNonNull(text, "text");
    KeyScrubber known = scrubber;
    if (known == null) {
      known = new KeyScrubber(value);
      scrubber = known;
    }
    return known.scrub(text);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return KeyScrubber.MASK;
  }
}
