package dev.mainstay.examples;

import dev.mainstay.Mainstay;

/** The shortest call. */
public final class Hello {
  private Hello() {}

  /** Prints an answer. Needs OPENAI_API_KEY. */
  public static void main(String[] args) {
    try (Mainstay mainstay = Mainstay.create()) {
      System.out.println(mainstay.chat("openai/gpt-4o-mini", "Hello").text());
    }
  }
}
