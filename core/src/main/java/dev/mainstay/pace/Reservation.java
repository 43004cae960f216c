package dev.mainstay.pace;

import dev.mainstay.provider.Quantity;
import dev.mainstay.provider.ToldLimit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one attempt takes of its deployment's limits, from when it goes out until it is over. To be
 * closed when its connection is let go. Of its outcomes the first counts. To be guarded by the lock
 * that guards its pacer.
 */
public final class Reservation {
  private final Pacer pacer;
  private final Estimate estimate;
  private final Estimate reserved;
  private final long number;
  private final long enteredNanos;
  private final Sent sentWith;
  private final int others;

  private long requestSlot;
  private long tokenSlot;
  private boolean lastPlace;
  private boolean lastOfRate;
  private int exceededSpans;
  private int surelyExceededSpans;
  private boolean answered;
  private boolean cameWhole;
  private boolean settled;
  private boolean closed;

  Reservation(Pacer pacer, Estimate estimate, Estimate reserved, long number, Sent sent, long now) {
    this.pacer = pacer;
    this.estimate = estimate;
    this.reserved = reserved;
    this.number = number;
    this.enteredNanos = now;
    this.others = pacer.inFlight();
    sent.add(1, (double) reserved.inputTokens(), (double) reserved.outputTokens());
    this.sentWith = new Sent(sent);
  }

  /**
   * Its first output has come: the provider has taken it. Without effect but for the first time.
   */
  public void answered(long nowNanos) {
    if (!answered && !settled && !closed) {
      answered = true;
      pacer.taken(this, nowNanos);
    }
  }

  /** Its answer, or its refusal, says so of the limits. */
  public void told(List<ToldLimit> limits, long nowNanos) {
    pacer.told(limits, this, nowNanos);
  }

  /** Its answer is whole; what it has used is not told. */
  public void succeeded(long nowNanos) {
    cameWhole = !answered;
    answered(nowNanos);
  }

  /** Its answer is whole, and has used so many tokens. */
  public void succeeded(long usedInputTokens, long usedOutputTokens, long nowNanos) {
    succeeded(nowNanos);
    if (settle()) {
      pacer.used(this, usedInputTokens, usedOutputTokens, nowNanos);
    }
  }

  /**
   * It was refused, since a limit is reached.
   *
   * @param wait how long the provider asks to wait, where it does
   */
  public void refused(Optional<Duration> wait, long nowNanos) {
    if (settle()) {
      pacer.refused(this, wait, nowNanos);
    }
  }

  /** It never went out: all that it took is there again. */
  public void unsent(long nowNanos) {
    if (settle()) {
      pacer.unsent(this, nowNanos);
    }
  }

  /**
   * It is over, and its place is free. What it has used stays used: without an outcome, as much as
   * was thought. Without effect but for the first time.
   */
  public void close(long nowNanos) {
    if (!closed) {
      closed = true;
      pacer.left(this, nowNanos);
    }
  }

  /** Whether an answer has begun: how long the others were under way tells nothing of answers. */
  boolean isAnswered() {
    return answered;
  }

  /** Whether its answer came as a whole: that takes many times as long as a first output. */
  boolean cameWhole() {
    return cameWhole;
  }

  /** Whether what it has used is known: its usage was told, or it was refused or never sent. */
  boolean isSettled() {
    return settled;
  }

  long number() {
    return number;
  }

  long enteredNanos() {
    return enteredNanos;
  }

  /** What was known of it before it went out. */
  Estimate estimate() {
    return estimate;
  }

  /** How much had gone out, this one included. */
  double sent(Quantity quantity) {
    return sentWith.of(quantity);
  }

  /** What it was thought to use. */
  double cost(Quantity quantity) {
    return reserved.of(quantity);
  }

  /** How many others were under way when it went out. */
  int others() {
    return others;
  }

  /** No other could have gone out with it, for want of a place. */
  void takesLastPlace() {
    lastPlace = true;
  }

  /** No other could have gone out at once, for the rate that was learnt. */
  void takesLastOfRate() {
    lastOfRate = true;
  }

  /** Whether no other could have gone out with it, for want of a place. */
  boolean tookLastPlace() {
    return lastPlace;
  }

  /** Whether no other could have gone out at once, for the rate that was learnt. */
  boolean tookLastOfRate() {
    return lastOfRate;
  }

  /**
   * More has gone out with it than a limit per minute brings in so many of the times by which it
   * may be kept, and in so many of them by more than chance.
   */
  void exceedsSpans(int spans, int surely) {
    exceededSpans = spans;
    surelyExceededSpans = surely;
  }

  /** In how many spans a limit per minute would not have brought what had gone out with it. */
  int exceededSpans() {
    return exceededSpans;
  }

  /** In how many of these that is more than chance. */
  int surelyExceededSpans() {
    return surelyExceededSpans;
  }

  long slot(Quantity quantity) {
    return quantity == Quantity.REQUESTS ? requestSlot : tokenSlot;
  }

  void slot(Quantity quantity, long slot) {
    if (quantity == Quantity.REQUESTS) {
      requestSlot = slot;
    } else {
      tokenSlot = slot;
    }
  }

  private boolean settle() {
    boolean first = !settled && !closed;
    settled = true;
    return first;
  }
}
