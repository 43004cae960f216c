package dev.mainstay.cli.load;

import java.util.Optional;

/** Reads an answer as it comes, and tells whether it is whole. */
interface AnswerCheck {
  /** Takes the next {@code length} bytes of {@code bytes}; whether something was said by then. */
  boolean take(byte[] bytes, int length);

  /** What is wrong with it, now that no more comes. */
  Optional<Miss> miss();

  /** What a message's answer is checked by. */
  static AnswerCheck of(boolean isStreamed, Optional<String> expected) {
    return isStreamed ? new StreamCheck(expected) : new PlainCheck(expected);
  }
}
