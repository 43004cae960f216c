package dev.mainstay.stream;

import dev.mainstay.model.ChatRequest;

/** How many tokens a text has, without a tokenizer. */
public final class TokenEstimate {
  private TokenEstimate() {}

  /** About how many tokens {@code text} has. */
  public static long of(String text) {
    throw new UnsupportedOperationException();
  }

  /** About how many tokens the prompt of {@code request} has: its messages and tools. */
  public static long ofPrompt(ChatRequest request) {
    throw new UnsupportedOperationException();
  }
}
