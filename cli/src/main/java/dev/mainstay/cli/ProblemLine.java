package dev.mainstay.cli;

import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Tone;
import dev.mainstay.gateway.config.Problem;

/** A configuration's problem as compilers write theirs, so that editors find the place. */
final class ProblemLine {
  private ProblemLine() {}

  static String on(Screen screen, Problem problem) {
    String line = problem.toString();
    String severity = problem.isError() ? "error:" : "warning:";
    Tone tone = problem.isError() ? Tone.BAD : Tone.WARNING;
    return line.replaceFirst(severity, screen.in(tone, severity));
  }
}
