package dev.mainstay.cli;

import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.StatusLine;
import dev.mainstay.cli.words.Durations;
import dev.mainstay.temporal.batch.Batch;
import dev.mainstay.temporal.batch.BatchProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far a batch has come, in one line that is rewritten; elsewhere than on a terminal now and
 * then.
 */
final class BatchBar {
  private static final Duration OFTEN = Duration.ofMillis(100);
  private static final Duration SELDOM = Duration.ofSeconds(10);
  private static final int CELLS = 10;

  private final Screen screen;
  private final StatusLine status;
  private final String temporal;
  // A terminal shows at once that it has begun.
  private Duration shown = OFTEN.negated();
  private boolean stopped;
  private boolean away;
  // Whoever stops it is another thread than those whose lines are done.
  private final ReentrantLock lock = new ReentrantLock();

  /** One on {@code screen} for a batch on {@code temporal}, as in "the Temporal at host:7233". */
  BatchBar(Screen screen, String temporal) {
    this.screen = screen;
    this.temporal = temporal;
    this.status = new StatusLine(screen);
  }

  void show(BatchProgress progress) {
    Duration pause = screen.isTerminal() ? OFTEN : SELDOM;
    lock.lock();
    try {
      tellAway(!progress.away().isZero());
      if (!stopped && progress.elapsed().minus(shown).compareTo(pause) >= 0) {
        shown = progress.elapsed();
        status.show(screen.isTerminal() ? line(progress, screen.width() - 1) : line(progress));
      }
    } finally {
      lock.unlock();
    }
  }

  // Once each, whatever was shown last: who waits for minutes wants to know for what.
  private void tellAway(boolean isAway) {
    if (stopped || isAway == away) {
      return;
    }
    away = isAway;
    status.end(
        isAway
            ? "No answer from "
                + temporal
                + "; waiting for it, up to "
                + Durations.say(Batch.LONGEST_AWAY)
                + ". Ctrl-C loses nothing: the same command goes on."
            : "An answer from " + temporal + "; going on.");
  }

  void end(BatchProgress progress) {
    status.end(line(progress));
  }

  /** Shows no more, since the process was told to end, and says how to go on. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      if (screen.isTerminal()) {
        screen.println();
      }
      screen.println("Stopped; run the same command again to continue.");
    } finally {
      lock.unlock();
    }
  }

  /** All that is told of {@code progress}. */
  static String line(BatchProgress progress) {
    return line(progress, Integer.MAX_VALUE);
  }

  // What counts most comes first; what does not fit is left out whole.
  private static String line(BatchProgress progress, int longest) {
    StringBuilder line = new StringBuilder(bar(progress));
    for (String part : parts(progress)) {
      if (line.length() + part.length() > longest) {
        break;
      }
      line.append(part);
    }
    return line.toString();
  }

  private static String bar(BatchProgress progress) {
    long lines = Math.max(1, progress.lines());
    // An output may have lines that this input has not.
    int full = (int) Math.min(CELLS, progress.done() * CELLS / lines);
    String bar = "#".repeat(full) + ".".repeat(CELLS - full);
    return "[" + bar + "] " + progress.done() + " of " + progress.lines();
  }

  private static List<String> parts(BatchProgress progress) {
    List<String> parts = new ArrayList<>();
    if (progress.away().isPositive()) {
      parts.add(", Temporal away for " + Durations.say(progress.away()));
    }
    progress
        .left()
        .filter(left -> left.isPositive() && progress.away().isZero())
        .ifPresent(left -> parts.add(", " + Durations.say(left) + " left"));
    if (progress.failed() > 0) {
      parts.add(", " + progress.failed() + " failed");
    }
    if (progress.cost() > 0) {
      parts.add(String.format(Locale.ROOT, ", $%.2f", progress.cost()));
    }
    parts.add(String.format(Locale.ROOT, ", %.1f/s", progress.rate()));
    parts.add(", " + progress.tokens() + " tokens");
    return parts;
  }
}
