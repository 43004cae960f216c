package dev.mainstay.cli;

import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.StatusLine;
import dev.mainstay.cli.words.Durations;
import dev.mainstay.temporal.batch.BatchProgress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far a batch has come, in one line that is rewritten; elsewhere than on a terminal now and
 * then.
 */
final class BatchBar {
  private static final Duration OFTEN = Duration.ofMillis(100);
  private static final Duration SELDOM = Duration.ofSeconds(10);
  private static final int CELLS = 20;

  private final Screen screen;
  private final StatusLine status;
  // A terminal shows at once that it has begun.
  private Duration shown = OFTEN.negated();
  private boolean stopped;
  // Whoever stops it is another thread than those whose lines are done.
  private final ReentrantLock lock = new ReentrantLock();

  BatchBar(Screen screen) {
    this.screen = screen;
    this.status = new StatusLine(screen);
  }

  void show(BatchProgress progress) {
    Duration pause = screen.isTerminal() ? OFTEN : SELDOM;
    lock.lock();
    try {
      if (!stopped && progress.elapsed().minus(shown).compareTo(pause) >= 0) {
        shown = progress.elapsed();
        status.show(line(progress));
      }
    } finally {
      lock.unlock();
    }
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

  static String line(BatchProgress progress) {
    long lines = Math.max(1, progress.lines());
    // An output may have lines that this input has not.
    int full = (int) Math.min(CELLS, progress.done() * CELLS / lines);
    StringBuilder line = new StringBuilder("[");
    line.repeat("#", full).repeat(".", CELLS - full);
    line.append("] ").append(progress.done()).append(" of ").append(progress.lines());
    line.append(String.format(Locale.ROOT, ", %.1f a second", progress.rate()));
    if (progress.failed() > 0) {
      line.append(", ").append(progress.failed()).append(" failed");
    }
    line.append(", ").append(progress.tokens()).append(" tokens");
    if (progress.cost() > 0) {
      line.append(String.format(Locale.ROOT, ", $%.2f", progress.cost()));
    }
    progress
        .left()
        .filter(Duration::isPositive)
        .ifPresent(left -> line.append(", ").append(Durations.say(left)).append(" left"));
    return line.toString();
  }
}
