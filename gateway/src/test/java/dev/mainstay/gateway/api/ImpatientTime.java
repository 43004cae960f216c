package dev.mainstay.gateway.api;

import dev.mainstay.time.ForwardingTime;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * A clock that stands still but for those who are not waited for long: what is timed so takes no
 * time, and nothing is late because a machine is busy.
 */
final class ImpatientTime extends ForwardingTime {
  private final ManualTime time;
  private final Duration patience;
  private final Semaphore waits = new Semaphore(0);

  /** A clock on which whoever sets a timer for {@code patience} or less is impatient. */
  ImpatientTime(Duration patience) {
    this(new ManualTime(), patience);
  }

  private ImpatientTime(ManualTime time, Duration patience) {
    super(time);
    this.time = time;
    this.patience = patience;
  }

  /** Lets time pass each time that somebody is impatient, for as long as {@code isSilent}. */
  void passWhile(BooleanSupplier isSilent) throws InterruptedException {
    waits.acquire();
    while (isSilent.getAsBoolean()) {
      time.advance(patience);
      waits.acquire();
    }
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    Timer timer = super.schedule(delay, task);
    if (delay.compareTo(patience) <= 0) {
      waits.release();
    }
    return timer;
  }
}
