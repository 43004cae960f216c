package dev.mainstay.cli;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The user's wish that the process end: SIGINT (Ctrl-C) or SIGTERM. The first is waited for here,
 * so that there is time to end well; a second ends the process at once.
 *
 * <p>Shutdown hooks would not do: they cannot tell the signals apart, and let nobody choose the
 * exit code.
 */
final class StopSignal {
  private static final int FATAL = 128;

  private final BlockingQueue<Integer> caught = new ArrayBlockingQueue<>(1);
  private final AtomicBoolean isRaised = new AtomicBoolean();

  private StopSignal() {}

  /** From now on the signals are caught. */
  static StopSignal install() {
    StopSignal stop = new StopSignal();
    Signals.on("INT", stop::raise);
    Signals.on("TERM", stop::raise);
    return stop;
  }

  /** Waits for the first signal; gives the exit code for a process that has ended well after it. */
  int await() {
    try {
      int number = caught.take();
      return number == ExitCode.INTERRUPTED - FATAL ? ExitCode.INTERRUPTED : ExitCode.OK;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    }
  }

  void raise(int number) {
    if (isRaised.getAndSet(true)) {
      Runtime.getRuntime().halt(FATAL + number);
    }
    caught.add(number);
  }
}
