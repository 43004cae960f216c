package dev.mainstay.program.optimize;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Objects;

/** A listener to how far a long run has come. It is called by one thread at a time. */
@FunctionalInterface
public interface Progress {
  /**
   * Something is done.
   *
   * @param done how much
   * @param of of how much
   * @param score the mean or best score so far
   */
  void progressed(int done, int of, double score);

  /** Hears nothing. */
  static Progress none() {
    return (done, of, score) -> {};
  }

  /** Draws a bar on {@code out}, anew in its line each time. */
  static Progress bar(PrintStream out) {
    Objects.requireNonNull(out, "out");
    int width = 30;
    return (done, of, score) -> {
      int full = of == 0 ? width : width * done / of;
      out.printf(
          Locale.ROOT,
          "\r[%s%s] %d/%d  score %.3f%s",
          "#".repeat(full),
          " ".repeat(width - full),
          done,
          of,
          score,
          done == of ? "\n" : "");
      out.flush();
    };
  }
}
