package dev.mainstay.pace;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * How many attempts may be under way at once: what is given, and what refusals and latency teach.
 *
 * <p>Where nothing at all is known of a deployment it starts at 16, and each answer lets in one
 * more, so that it doubles with each round of answers, and with every second that it holds somebody
 * up, until something is refused. Then it is as many as were under way, those refused not counted,
 * and one more is tried the later the oftener it was met ({@link Growth}). Where that one is taken
 * it was no limit, and its way is felt for anew. It shrinks where answers begin to queue ({@link
 * LatencyGradient}).
 *
 * <p>Where all that were under way are refused, and none is taken, they were not too many: of those
 * there is always one that is taken.
 */
final class ConcurrencyLimit {
  private static final double START = 16;

  // As in Netflix's gradient: what latency tells is noisy.
  private static final double SHRINKS_AT_MOST = 0.5;

  // What the provider sees under way is not quite what we do: answers are on the wire.
  private static final double NEARLY = 0.9;

  // Of what was proven half is forgotten with some 34 answers.
  private static final double FORGETTING = 0.98;
  private static final double WEIGHT = 1.0 / 32;

  // What refuses does so sooner: an answer, which may take minutes, need not be waited for.
  private static final long DOUBLING_NANOS = TimeUnit.SECONDS.toNanos(1);

  // One that was taken beyond the limit may have met an answer on the wire; as many have not.
  private static final int DISPROVEN = 3;

  // Who held somebody up no longer ago than this still does.
  private static final long RECENTLY_NANOS = TimeUnit.SECONDS.toNanos(1);

  // What has held nobody up for so long is tried anew.
  private static final long LONG_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Growth growth;

  // What comes whole and what is streamed cannot be compared, and who asks for which may change.
  private final LatencyGradient ofFirstOutputs = new LatencyGradient();
  private final LatencyGradient ofWholeAnswers = new LatencyGradient();
  private double given = Double.POSITIVE_INFINITY;
  private double base = Double.POSITIVE_INFINITY;
  private boolean doubles;

  // How much it was when it had last become twice as much, and since when as many are under way.
  private double feltFrom;
  private long feltAt;
  private boolean wasFullSince;
  private int inFlight;
  private double averageNanos;
  private boolean hasLasted;

  // How many others one was taken beside, lately.
  private double proven;

  // The refusals that follow each other, each of one that went out after the limit was lowered.
  private int inTurn;
  private long lowered = -1;
  private double first;
  private double before;
  private boolean feltItsWay;
  private long acceptedSince = Long.MAX_VALUE / 2;

  // Whether it was a refusal that lowered it, and how many were taken since while it held others.
  private boolean wasRefused;
  private long takenSince;
  private int beyond;

  private long heldAt;
  private boolean hasHeld;
  private boolean holds;

  ConcurrencyLimit(long now) {
    this.growth = new Growth(now);
  }

  void give(OptionalInt limit) {
    given = limit.isPresent() ? limit.getAsInt() : Double.POSITIVE_INFINITY;
  }

  /** Nothing is known of the deployment. */
  void startsUnknown() {
    feelsFrom(START);
  }

  /**
   * Something is known of it by now, and nothing has been refused: there is no need to feel the
   * way.
   */
  void becomesKnown() {
    if (doubles) {
      base = Double.POSITIVE_INFINITY;
      doubles = false;
    }
  }

  /** How many may be under way; infinite where nothing limits that. */
  double limit() {
    return Math.max(1, Math.min(given, learnt()));
  }

  /** How many were given; infinite where none are. */
  double given() {
    return given;
  }

  /** How many refusals and latency teach; infinite where they taught nothing. */
  double learnt() {
    boolean triesOneMore = wasRefused && takenSince >= growth.patience() * base;
    return triesOneMore ? Math.max(base + 1, base * growth.factor()) : base * growth.factor();
  }

  int inFlight() {
    return inFlight;
  }

  /** Whether another may be under way. */
  boolean hasPlace() {
    return inFlight + 1 <= limit();
  }

  /** Whether somebody who asks now is held back. */
  boolean isFull(long now) {
    noteFull(now);
    if (isFullWhileFelt() && now - feltAt >= DOUBLING_NANOS) {
      feelsFrom(Math.max(base, 2 * feltFrom));
    }
    holds = !hasPlace();
    if (holds) {
      if (hasHeld && now - heldAt > LONG_NANOS) {
        growth.doubt(now);
      }
      heldAt = now;
      hasHeld = true;
    }
    return holds;
  }

  /** Whether they become more with each answer, since nothing has held them back yet. */
  boolean isFelt() {
    return doubles;
  }

  /** Whether the next is one more than has been taken since one was refused. */
  boolean feelsForMore() {
    return wasRefused && inFlight + 1 > base;
  }

  /**
   * When one could go out if {@code ahead} others go before it and answers take as long as lately;
   * now where they become more with each answer, or nothing limits them.
   */
  long likelyServedBy(int ahead, long now) {
    double behind = ahead + 1 - Math.max(0, Math.floor(limit() - inFlight));
    return doubles || behind <= 0 ? now : now + (long) (behind * averageNanos / limit());
  }

  /**
   * How many go out evenly in a time while nothing has been refused yet; none where that is past,
   * or no attempt is over.
   */
  double feltPerNano() {
    return doubles && hasLasted ? limit() / Math.max(1, averageNanos) : 0;
  }

  /** Until when who is held back waits, as far as no other attempt ends before. */
  Hold hold(long now) {
    return doubles && inFlight + 1 <= given
        ? Hold.until(Hold.Reason.PLACE, now + Math.max(1, DOUBLING_NANOS - (now - feltAt)))
        : Hold.forPlace();
  }

  /** One goes out; whether hardly another might. */
  boolean enter(long now) {
    inFlight++;
    noteFull(now);
    return inFlight >= NEARLY * limit();
  }

  void leave() {
    inFlight--;
  }

  /** One that was answered was under way for so long. */
  void lasted(long nanos) {
    averageNanos += hasLasted ? WEIGHT * (nanos - averageNanos) : nanos;
    hasLasted = true;
  }

  /** One was taken. */
  void accepted(Reservation reservation, long now) {
    // Some of the others may have been refused meanwhile: beside those it was not.
    int others = Math.min(reservation.others(), inFlight - 1);
    acceptedSince++;
    proven = Math.max(FORGETTING * proven, others);
    if (base == Double.POSITIVE_INFINITY) {
      return;
    }
    LatencyGradient gradient = reservation.cameWhole() ? ofWholeAnswers : ofFirstOutputs;
    double shrinks =
        gradient.answered(now - reservation.enteredNanos(), reservation.others(), inFlight, now);
    if (shrinks < 1 && inFlight > START) {
      double most = Math.min(limit(), inFlight);
      set(Math.max(START, most * Math.max(SHRINKS_AT_MOST, shrinks)), now);
      growth.confirm(now);
      wasRefused = false;
    } else if (holds || (hasHeld && now - heldAt <= RECENTLY_NANOS)) {
      grow(others, now);
    }
  }

  private void grow(int others, long now) {
    if (doubles) {
      base++;
      if (base >= 2 * feltFrom) {
        feelsFrom(base);
      }
    } else if (wasRefused && others >= base && ++beyond >= DISPROVEN) {
      feelsFrom(others + 1.0);
    } else if (!ofFirstOutputs.isQueueing() && !ofWholeAnswers.isQueueing()) {
      takenSince++;
      growth.taken(now);
    }
  }

  private boolean isFullWhileFelt() {
    return doubles && !hasPlace();
  }

  /** Takes note since when it is full, where it is to be felt for beyond that. */
  private void noteFull(long now) {
    if (isFullWhileFelt() && !wasFullSince) {
      feltAt = now;
      wasFullSince = true;
    }
  }

  private void feelsFrom(double limit) {
    base = limit;
    doubles = true;
    feltFrom = limit;
    wasFullSince = false;
  }

  /**
   * Whether one may have been refused for so many others: not where one was taken beside more. Who
   * went out before the limit was lowered may as well tell how far.
   */
  boolean mayHaveRefused(Reservation reservation) {
    int others = reservation.others();
    return reservation.number() <= lowered || (others > 0 && others >= NEARLY * proven);
  }

  /**
   * One was refused, which is laid to how many were under way.
   *
   * @param lastNumber of the last that has gone out
   * @return how sure that is
   */
  Blame refused(Reservation reservation, long lastNumber, long now) {
    // It is not over yet, so it still counts among them.
    int stillUnderWay = inFlight - 1;
    proven = Math.min(proven, NEARLY * reservation.others());
    if (reservation.number() <= lowered) {
      return refusedToo(stillUnderWay, reservation.others(), now);
    }
    lowered = lastNumber;
    boolean wasMore = wasRefused && isMore(reservation.others());
    inTurn = wasMore || acceptedSince >= Math.min(base, given) ? 1 : inTurn + 1;
    acceptedSince = 0;
    if (inTurn > 1) {
      set(first, now);
      return Blame.WRONG;
    }
    feltItsWay = doubles;
    before = learnt();
    lower(stillUnderWay, reservation.others(), now);
    if (wasMore) {
      growth.confirm(now);
    } else {
      growth.doubt(now);
    }
    wasRefused = true;
    first = limit();
    return feltItsWay ? Blame.UNSURE : Blame.SURE;
  }

  /**
   * Whether one beside so many others exceeded the limit, as far as answers on the wire let see.
   */
  private boolean isMore(int others) {
    return others >= base || (others >= NEARLY * base && 2 * acceptedSince >= base);
  }

  /** One was refused that had gone out before the limit was lowered for another. */
  private Blame refusedToo(int stillUnderWay, int others, long now) {
    if (stillUnderWay == 0 && acceptedSince == 0) {
      set(before, now);
      first = before;
      doubles = feltItsWay;
      feltFrom = before;
      return Blame.WRONG;
    }
    lower(stillUnderWay, others, now);
    return Blame.SURE;
  }

  private void lower(int stillUnderWay, int others, long now) {
    int enough = feltItsWay ? stillUnderWay : Math.max(stillUnderWay, others);
    set(Math.min(limit(), enough), now);
  }

  private void set(double limit, long now) {
    base = Math.max(1, limit);
    doubles = false;
    takenSince = 0;
    beyond = 0;
    growth.restart(now);
  }

  /** Whether it was too many at once for which one was refused. */
  enum Blame {
    /** They were as many as before one more was tried. */
    SURE,
    /** It may well be. */
    UNSURE,
    /** It has been lowered for it again and again, and more are refused. */
    WRONG
  }
}
