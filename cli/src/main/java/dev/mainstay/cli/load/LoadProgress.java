package dev.mainstay.cli.load;

import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.StatusLine;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Tells how a load stands: on a terminal in one line that is written anew twice a second, elsewhere
 * in a line every ten seconds.
 */
public final class LoadProgress implements AutoCloseable {
  private static final Duration OFTEN = Duration.ofMillis(500);
  private static final Duration SELDOM = Duration.ofSeconds(10);

  private final Screen screen;
  private final StatusLine status;
  private final Supplier<Standing> standing;
  private final Thread thread;

  private LoadProgress(Screen screen, Supplier<Standing> standing) {
    this.screen = screen;
    this.status = new StatusLine(screen);
    this.standing = standing;
    this.thread = Thread.ofVirtual().name("load-progress").unstarted(this::tell);
  }

  /** Tells it from now on, until it is closed. */
  public static LoadProgress begin(Screen screen, Supplier<Standing> standing) {
    LoadProgress progress = new LoadProgress(screen, standing);
    progress.thread.start();
    return progress;
  }

  private void tell() {
    try {
      while (!Thread.interrupted()) {
        Thread.sleep(screen.isTerminal() ? OFTEN : SELDOM);
        status.show(line(standing.get()));
      }
    } catch (InterruptedException e) {
      // The load is over.
    }
  }

  static String line(Standing now) {
    String of = now.total() > 0 ? " of " + Report.grouped(now.total()) : "";
    String line =
        String.format(
            Locale.ROOT,
            "%4d s  %s%s sent, %s answered (%d/s), %s failed, %s under way",
            now.elapsed().toSeconds(),
            Report.grouped(now.sent()),
            of,
            Report.grouped(now.answered()),
            now.perSecond(),
            Report.grouped(now.failed()),
            Report.grouped(now.underWay()));
    return now.perSecond() > 0 ? line + ", wait " + SpanText.say(now.typical()) : line;
  }

  /** Ends the telling, and its line. */
  @Override
  public void close() {
    thread.interrupt();
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    status.clear();
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
