package dev.mainstay.benchmarks.compare;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Tells how far a comparison is, and keeps what went wrong. */
final class RunLog {
  private final PrintStream progress;
  private final List<String> mistakes = new ArrayList<>();

  public RunLog(PrintStream progress) {
    this.progress = progress;
  }

  void progress(String step) {
    progress.println("  " + step);
  }

  /** Notes the mistakes of a run, if any. */
  Measured checked(String what, Measured result) {
    if (!result.mistakes().isEmpty()) {
      mistakes.add(
          what
              + ": "
              + result.mistakes().size()
              + " wrong answers, first: "
              + result.mistakes().getFirst());
    }
    return result;
  }

  void mistake(String what) {
    mistakes.add(what);
  }

  List<String> mistakes() {
    return List.copyOf(mistakes);
  }
}
