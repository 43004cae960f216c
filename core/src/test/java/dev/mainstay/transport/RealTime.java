package dev.mainstay.transport;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Time that passes on a wire. For tests of what happens while nothing does; whoever waits for
 * something to happen awaits that.
 */
public final class RealTime {
  private RealTime() {}

  /** Lets {@code duration} pass. */
  public static void pass(Duration duration) {
    LockSupport.parkNanos(duration.toNanos());
  }

  /**
   * Awaits what happens within a minute, however busy the machine is. An exception that nobody
   * catches in a thread of tests that run beside is not the waiting one's.
   */
  public static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofMinutes(1)).dontCatchUncaughtExceptions();
  }

  /** Returns when {@code thread} waits for something, or has ended. */
  public static void awaitWaiting(Thread thread) {
    await()
        .until(() ->
            switch (thread.getState()) {
              case BLOCKED, WAITING, TIMED_WAITING, TERMINATED -> true;
              case NEW, RUNNABLE -> false;
            });
  }
}
