package dev.mainstay.cli.load;

import dev.mainstay.cli.terminal.Screen;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Tells how a load stands: on a terminal in one line that is written anew twice a second, elsewhere
 * in a line every ten seconds.
 */
public final class Progress implements AutoCloseable {
  private static final String ANEW = "\r\u001b[2K";
  private static final Duration OFTEN = Duration.ofMillis(500);
  private static final Duration SELDOM = Duration.ofSeconds(10);

  private final Screen screen;
  private final Supplier<Standing> standing;
  private final Thread thread;

  private Progress(Screen screen, Supplier<Standing> standing) {
    this.screen = screen;
    this.standing = standing;
    this.thread = Thread.ofVirtual().name("load-progress").unstarted(this::tell);
  }

  /** Tells it from now on, until it is closed. */
  public static Progress begin(Screen screen, Supplier<Standing> standing) {
    Progress progress = new Progress(screen, standing);
    progress.thread.start();
    return progress;
  }

  private void tell() {
    try {
      while (!Thread.interrupted()) {
        Thread.sleep(screen.isTerminal() ? OFTEN : SELDOM);
        String line = line(standing.get());
        if (screen.isTerminal()) {
          screen.print(ANEW + cut(line));
        } else {
          screen.println(line);
        }
      }
    } catch (InterruptedException e) {
      // The load is over.
    }
  }

  private String cut(String line) {
    return line.length() < screen.width() ? line : line.substring(0, screen.width() - 1);
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
    return now.perSecond() > 0 ? line + ", wait " + Spans.say(now.typical()) : line;
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
    if (screen.isTerminal()) {
      screen.print(ANEW);
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
