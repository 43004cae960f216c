package dev.mainstay.splice;

import dev.mainstay.text.Marks;
import java.util.Optional;

/** What is forgiven before the words that a continuation repeats: it is dropped with them. */
interface Preface {

  /**
   * Whether {@code c}, the next character, still belongs to it; the words begin where none does.
   */
  boolean takes(int c);

  /** Whether what has come is not such a preface. */
  default boolean isFailed() {
    return false;
  }

  /** Nothing is: what comes is the words from its first character on, whitespace included. */
  static Preface none() {
    return c -> false;
  }

  /** Whitespace is. */
  static Preface whitespace() {
    return new Whitespace();
  }

  /** The code fence {@code open} is, opened once more, with the whitespace around it. */
  static Preface fence(Fence open) {
    return new ReopenedFence(open);
  }

  /**
   * Marks that open are, after {@code before}, but for the {@code own} ones of the words and those
   * of the code fence {@code open}.
   */
  static Preface marks(Preface before, String own, Optional<Fence> open) {
    return new OpeningMarks(before, own, open);
  }

  /** A run of it, which may be empty. */
  final class Whitespace implements Preface {
    private boolean over;

    private Whitespace() {}

    @Override
    public boolean takes(int c) {
      over |= !Marks.isWhite(c);
      return !over;
    }
  }
}
