package dev.mainstay.cli;

import dev.mainstay.call.MainstayException;
import dev.mainstay.call.MidStreamException;
import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Tone;
import java.time.Duration;

/**
 * What goes to standard error when something went wrong: the mistake in a line, the remedy in
 * another.
 */
final class Complaint {
  private final Screen err;

  private Complaint(Screen err) {
    this.err = err;
  }

  static Complaint to(Screen err) {
    return new Complaint(err);
  }

  /** The mistake. */
  Complaint tell(String mistake) {
    err.println(err.in(Tone.BAD, "mainstay: ") + mistake);
    return this;
  }

  /** What to do about it. */
  Complaint remedy(String remedy) {
    err.println("  " + remedy);
    return this;
  }

  /** The mistake that {@code e} stands for. */
  void tell(Exception e) {
    switch (e) {
      case CliException known -> {
        tell(String.valueOf(known.getMessage()));
        known.remedy().ifPresent(this::remedy);
      }
      case MainstayException failed -> tell(failed);
      // A value that cannot be: its message names the mistake and the remedy.
      case IllegalArgumentException wrong -> tell(String.valueOf(wrong.getMessage()));
      default -> tell(e.toString()).remedy("set MAINSTAY_DEBUG=1 to see where this comes from");
    }
  }

  private void tell(MainstayException e) {
    tell(String.valueOf(e.getMessage()));
    if (e instanceof MidStreamException) {
      remedy("the answer above is not whole");
    }
    e.retryAfter().ifPresent(wait -> remedy("trying again may help in " + seconds(wait)));
  }

  private static String seconds(Duration wait) {
    return Math.max(1, wait.toSeconds()) + " s";
  }
}
