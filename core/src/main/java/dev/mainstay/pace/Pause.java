package dev.mainstay.pace;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The pause after a refusal: for as long as was asked for, else for a moment, then one attempt goes
 * out as a probe; where it is refused the pause is twice as long, and where it is not, or not by
 * the time that a refusal takes, things go on.
 *
 * <p>What a bucket lacks comes in a moment; a fixed window stays shut until it ends, and all that
 * is sent until then is refused. One probe at a time, ever more seldom, costs little in either.
 */
final class Pause {
  private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(2);
  private static final long LONGEST_OF_ALL = TimeUnit.SECONDS.toNanos(8);

  // At a slow rate a pause is as long as a few calls take, and probes stay seldom beside them.
  private static final double CALLS_OF_SHORTEST = 0.5;

  // Where it is known that there were too many, it lasts until a few that were too early would not
  // be.
  private static final double CALLS_WHERE_CERTAIN = 4;
  private static final double CALLS_OF_LONGEST = 40;

  // Fewer calls than these between two pauses, and the second goes on where the first ended.
  private static final int CALLS_BETWEEN = 5;

  // A probe that is not refused in twice the time that a refusal takes was taken; an answer, which
  // takes longer by far, need not be waited for.
  private static final long SHORTEST_VERDICT = TimeUnit.MILLISECONDS.toNanos(50);
  private static final double VERDICT_TIMES = 2;

  // What goes out in the first second after a pause may be refused yet.
  private static final double SURE_AFTER = TimeUnit.SECONDS.toNanos(1);
  private static final double FORGETTING = 0.9;

  private State state = State.NONE;
  private long until;
  private long askedUntil;
  private long length;
  private long startNumber = -1;
  private boolean ofRate;
  private double refusalNanos;
  private @Nullable Reservation probe;

  /** When the next may go out; nothing where no pause is on. */
  OptionalLong opens() {
    return state == State.NONE ? OptionalLong.empty() : OptionalLong.of(until);
  }

  boolean isProbing() {
    return state == State.PROBING;
  }

  /** Whether the pause is over by now, and one may go out as a probe. */
  boolean isDue(long now) {
    return state == State.WAITING && until - now <= 0;
  }

  /** Whether one that goes out now may well be refused: things have not gone on for long. */
  boolean isDoubtful(long now) {
    return startNumber >= 0
        && (state != State.NONE || now - until < Math.max(SURE_AFTER, 4 * refusalNanos));
  }

  /** Whether a probe is out that has not been refused in time. */
  boolean hasPassed(long now) {
    return state == State.PROBING && until - now <= 0;
  }

  /** Whether it went out before the latest pause began: its refusal says nothing new. */
  boolean isOld(Reservation reservation) {
    return reservation.number() <= startNumber;
  }

  /** Whether it is the probe that is out. */
  boolean isProbe(Reservation reservation) {
    return reservation == probe;
  }

  /** {@code reservation} goes out as the probe. */
  void probes(Reservation reservation, long now) {
    state = State.PROBING;
    probe = reservation;
    until = now + Math.max(SHORTEST_VERDICT, (long) (VERDICT_TIMES * refusalNanos));
  }

  /** How long a refusal has taken. */
  void refusalTook(long nanos) {
    refusalNanos = Math.max(FORGETTING * refusalNanos, (double) nanos);
  }

  /**
   * One was refused that is not {@linkplain #isOld old}.
   *
   * @param lastNumber of the last that has gone out
   * @param perNano at what rate they went out lately
   * @param isCertain whether that is more than a limit that is known
   * @return whether it is a new pause, and none that goes on with the one before
   */
  boolean begins(
      Reservation refused,
      Optional<Duration> asked,
      long lastNumber,
      double perNano,
      boolean isCertain,
      long now) {
    double calls = isCertain ? CALLS_WHERE_CERTAIN : CALLS_OF_SHORTEST;
    long shortest = Math.clamp((long) (calls / perNano), SHORTEST, LONGEST);
    long longest = Math.clamp((long) (CALLS_OF_LONGEST / perNano), LONGEST, LONGEST_OF_ALL);
    boolean goesOn = refused == probe || hardlySentSince(lastNumber);
    length = goesOn ? Math.clamp(2 * length, shortest, longest) : shortest;
    state = State.WAITING;
    until = now + length;
    askedUntil = now;
    startNumber = lastNumber;
    probe = null;
    asks(asked, now);
    return !goesOn;
  }

  /** The provider asks for a wait, also with what is old. */
  void asks(Optional<Duration> asked, long now) {
    if (state == State.WAITING && asked.isPresent()) {
      askedUntil = later(askedUntil, now + TimeUnit.NANOSECONDS.convert(asked.get()));
      until = later(until, askedUntil);
    }
  }

  /**
   * Somebody has waited long enough: its attempt may go out as the probe, unless the provider has
   * asked for more.
   */
  void cutShort(long now) {
    if (state == State.WAITING && until - now > 0) {
      until = later(now, askedUntil);
    }
  }

  /** One that had gone out was taken; whether that ends the pause. */
  boolean taken(Reservation reservation) {
    return state == State.PROBING && reservation == probe;
  }

  /** The probe is over without having told anything: another one is to go out. */
  void left(Reservation reservation, long now) {
    if (state == State.PROBING && reservation == probe) {
      state = State.WAITING;
      until = now;
      probe = null;
    }
  }

  /** It is laid to the rate. */
  void blameRate() {
    ofRate = true;
  }

  /**
   * When that was open again which had refused, if the pause ends now: what was asked for is exact;
   * else it was between the probe and what was refused last.
   */
  long openedAbout(long now) {
    if (probe == null) {
      return now;
    }
    long sent = probe.enteredNanos();
    return later(sent - length / 2, askedUntil - sent > 0 ? sent : askedUntil);
  }

  /** It is over; whether the rate was to blame. */
  boolean end() {
    state = State.NONE;
    probe = null;
    boolean was = ofRate;
    ofRate = false;
    return was;
  }

  @Override
  public String toString() {
    return state + " " + length / 1e9;
  }

  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }

  private boolean hardlySentSince(long lastNumber) {
    return startNumber >= 0 && lastNumber - startNumber < CALLS_BETWEEN;
  }

  private enum State {
    NONE,
    WAITING,
    PROBING
  }
}
