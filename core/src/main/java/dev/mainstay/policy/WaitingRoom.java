package dev.mainstay.policy;

import java.util.Objects;
import java.util.concurrent.Semaphore;

/**
 * How many calls may wait at once: those that share it, by their {@link WaitLimits}. One that finds
 * it full does not wait: it goes to a fallback, or ends as one does whose wait would be too long.
 * Thread-safe.
 */
public final class WaitingRoom {
  private final Semaphore seats;
  private final Runnable onFull;

  private WaitingRoom(Semaphore seats, Runnable onFull) {
    this.seats = seats;
    this.onFull = onFull;
  }

  /**
   * A room for so many calls.
   *
   * @param seats zero or more
   * @throws IllegalArgumentException if it is below zero
   */
  public static WaitingRoom of(int seats) {
    if (seats < 0) {
      throw new IllegalArgumentException("seats is " + seats + "; use zero or more");
    }
    return new WaitingRoom(new Semaphore(seats), () -> {});
  }

  /**
   * This room, with the same seats, for a caller who is told by {@code onFull} that none is free.
   */
  public WaitingRoom telling(Runnable onFull) {
    Objects.requireNonNull(onFull, "onFull");
    return new WaitingRoom(seats, onFull);
  }

  /** Takes a seat, which is to be {@linkplain #leave left}; whether there was one. */
  public boolean enter() {
    boolean seated = seats.tryAcquire();
    if (!seated) {
      onFull.run();
    }
    return seated;
  }

  /** Leaves the seat that was taken. */
  public void leave() {
    seats.release();
  }
}
