package dev.mainstay.policy;

import java.util.concurrent.Semaphore;

/**
 * How many calls may wait at once: those that share it, by their {@link WaitLimits}. One that finds
 * it full does not wait: it goes to a fallback, or ends as one does whose wait would be too long.
 * Thread-safe.
 */
public final class WaitingRoom {
  private final Semaphore seats;

  private WaitingRoom(int seats) {
    this.seats = new Semaphore(seats);
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
    return new WaitingRoom(seats);
  }

  /** Takes a seat, which is to be {@linkplain #leave left}; whether there was one. */
  public boolean enter() {
    return seats.tryAcquire();
  }

  /** Leaves the seat that was taken. */
  public void leave() {
    seats.release();
  }
}
