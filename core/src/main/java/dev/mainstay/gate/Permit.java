package dev.mainstay.gate;

import dev.mainstay.failure.Failure;
import dev.mainstay.model.Usage;
import dev.mainstay.pace.Reservation;
import dev.mainstay.provider.ToldLimit;
import java.util.List;
import java.util.Optional;

/**
 * One attempt's leave to be under way. To be closed when its connection is let go: whoever closes
 * it without an outcome has only taken a place for a while. Of its outcomes the first counts, and
 * none after it was closed. Thread-safe.
 */
public final class Permit implements AutoCloseable {
  private final Gate gate;
  private final Visit visit;
  private final long begunNanos;
  private final long generation;
  private final boolean traffic;
  private final Reservation reservation;

  private volatile boolean probe;
  private volatile boolean elsewhere;
  private volatile boolean goesOut;

  // The rest is guarded by the gate's lock.
  private boolean committed;
  private boolean settled;
  private boolean closed;
  private long committedNanos;

  Permit(
      Gate gate,
      Visit visit,
      long begunNanos,
      long generation,
      boolean traffic,
      Reservation reservation) {
    this.gate = gate;
    this.visit = visit;
    this.begunNanos = begunNanos;
    this.generation = generation;
    this.traffic = traffic;
    this.reservation = reservation;
  }

  /** Whether the attempt probes a deployment that has cooled down. */
  public boolean isProbe() {
    return probe;
  }

  /** Whether it is a leave of {@code other}'s. */
  public boolean isOf(Gate other) {
    return gate == other;
  }

  /** The attempt's call has somewhere else to go if it fails: its failure costs little. */
  public void mayGoElsewhere() {
    elsewhere = true;
  }

  /** The attempt is sent now: until then it uses nothing of its deployment's limits. */
  public void goesOut() {
    goesOut = true;
  }

  /** Its answer, or its refusal, says so of the deployment's limits. */
  public void told(List<ToldLimit> limits) {
    if (!limits.isEmpty()) {
      gate.told(this, limits);
    }
  }

  /**
   * The attempt has its first output. An answer that comes whole had better go straight to {@link
   * #succeeded}, which says this as well: so its length is not taken for the time to a first token.
   */
  public void committed() {
    gate.committed(this);
  }

  /** The attempt's answer is whole. */
  public void succeeded(Optional<Usage> usage) {
    gate.succeeded(this, usage);
  }

  /** The attempt failed, before its commit or after. */
  public void failed(Failure failure) {
    gate.failed(this, failure);
  }

  /** The attempt is over. Without effect but for the first time. */
  @Override
  public void close() {
    gate.closed(this);
  }

  boolean hasGoneOut() {
    return goesOut;
  }

  Reservation reservation() {
    return reservation;
  }

  boolean hasElsewhere() {
    return elsewhere;
  }

  void probes() {
    probe = true;
  }

  Visit visit() {
    return visit;
  }

  long begunNanos() {
    return begunNanos;
  }

  long committedNanos() {
    return committedNanos;
  }

  /** How many cooldowns the deployment had had when the attempt began. */
  long generation() {
    return generation;
  }

  /** Whether it is its call's own traffic, and no draw on the retry budget. */
  boolean isTraffic() {
    return traffic;
  }

  boolean isCommitted() {
    return committed;
  }

  boolean isSettled() {
    return settled;
  }

  /** Takes note of the commit; whether it is the first, and in time. */
  boolean commit(long now) {
    if (committed || settled || closed) {
      return false;
    }
    committed = true;
    committedNanos = now;
    return true;
  }

  /** Takes note of an outcome; whether it is the first, and in time. */
  boolean settle() {
    boolean first = !settled && !closed;
    settled = settled || first;
    return first;
  }

  /** Takes note of the end; whether it is the first. */
  boolean end() {
    boolean first = !closed;
    closed = true;
    return first;
  }
}
