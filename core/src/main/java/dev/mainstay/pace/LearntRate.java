package dev.mainstay.pace;

import java.util.concurrent.TimeUnit;

/**
 * How many requests in a time a deployment takes, as its refusals teach; nothing is held back
 * before the first.
 *
 * <p>What is measured is how many were taken from the end of one refusal's pause to the end of the
 * next's, where callers waited all the time. Whatever the window, that is its rate: a bucket was
 * empty at both ends, so just what came in was used; a fixed window began at both; from a sliding
 * one as much had left as had come. So it need not be known which it is, nor when it ends. Too
 * short a time, or one with too few calls to measure by, counts on, and the rate is lowered by a
 * part meanwhile. Where the pause was long the window was shut, and what it takes is what went out
 * in the minute before, over the time from its first call to the pause's end.
 *
 * <p>Sent is evenly, which no window refuses, a little less than was measured at first, and then
 * more by {@link Growth}.
 *
 * <p>Before anything is known, and while it is felt for how many may be under way, it is bounded
 * how much faster may be sent than before ({@link Feeling}). The first refusal is not a measure,
 * since a bucket may have been full: after it things go on slowly, become faster, and the second
 * tells.
 *
 * <p>A refusal need not be for what we send: others share the provider, and it may be ill. So one
 * teaches a rate only where callers waited behind each other, and enough of them were taken to
 * measure by; fewer than ten in a minute teach none. What was learnt goes up soon where no refusal
 * confirms it, and is forgotten once it has held nobody back for a minute: by then no window knows
 * what was sent before.
 */
final class LearntRate {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final double SLIGHTLY_LESS = 0.98;
  private static final double SLIGHTLY_MORE = 1.05;
  private static final double LESS = 0.85;

  // So much more than what was measured may be refused; as much less was begun with.
  private static final double FEELING = 1.02;

  // A measure that is lower than this was taken by chance.
  private static final double LEAST_CHANGE = 0.25;

  // Where as much more was taken without a refusal, less had been sent before than might have been.
  private static final double FAR_OFF = 1.5;

  // Who takes less than can be measured in a minute is met by pauses alone.
  private static final double SLOWEST = (double) Cycle.ENOUGH / MINUTE_NANOS;

  // What may go out at once, where the line was empty before.
  private static final double BURST_NANOS = NANOS_PER_SECOND / 4;
  private static final double SMALLEST_BURST = 1;

  // With fewer than these a refusal is dear, and a minute's worth is used up before it shows.
  private static final double FEW = 6 / NANOS_PER_SECOND;

  // What is refused by chance is seldom refused so often in turn.
  private static final int SHUT = 2;

  // Who was held back no longer ago than this still is.
  private static final long GAP_NANOS = TimeUnit.SECONDS.toNanos(1);

  // Nothing was taken for so long: it is not a bucket that was empty, but a window that was shut.
  private static final long LIKE_WINDOW_NANOS = TimeUnit.SECONDS.toNanos(3);

  // After the first refusal.
  private static final double GENTLE = 16 / NANOS_PER_SECOND;

  private final ConcurrencyLimit places;
  private final Feeling feeling;
  private final Growth growth;
  private final SentLately sent;
  private final Crowding crowding;
  private final Cycle cycle;
  private double base = Double.POSITIVE_INFINITY;
  private long pausedAt;
  private long resumedAt;
  private boolean paused;
  private boolean pressed;
  private boolean wasLess;

  // After a refusal of which nothing was learnt, from how much on it is felt for more.
  private boolean gentle;
  private double feelsFrom = GENTLE;
  private double level;
  private long at;
  private long heldUntil;
  private boolean hasHeld;

  // When that was open again which had refused, and how often the pause had gone on by then.
  private long opened;
  private int goesOn;

  /**
   * What nothing has been learnt of yet.
   *
   * @param places how many may be under way, which bounds it while nothing is known
   */
  LearntRate(ConcurrencyLimit places, long now) {
    this.places = places;
    this.feeling = new Feeling(places);
    this.growth = new Growth(now);
    this.sent = new SentLately(now);
    this.crowding = new Crowding(now);
    this.cycle = new Cycle(now);
    this.at = now;
    this.opened = now;
  }

  boolean isKnown() {
    return base < Double.POSITIVE_INFINITY;
  }

  /** Nothing is known of the deployment: its way is felt for. */
  void startsUnknown() {
    feeling.startsUnknown();
    level = feeling.perNano() * BURST_NANOS;
  }

  void becomesKnown() {
    feeling.becomesKnown();
  }

  /** As far as it was learnt; infinite where nothing was. */
  double perNano() {
    return base * growth.factor();
  }

  /** Whether more goes out than was measured, to see whether that is taken. */
  boolean feelsForMore() {
    return isKnown() && growth.factor() > FEELING;
  }

  /**
   * Whether it is felt for since the last refusal, and what was taken since tells it: a refusal now
   * is laid to it, whatever else it may be for, or the next would be met in the same way.
   */
  boolean isFeltAndMeasured() {
    return gentle && !isKnown() && cycle.isMeasured();
  }

  /** Whether it has been confirmed: who exceeds it is early by more than a call. */
  boolean isCertain() {
    return isKnown() && growth.isCertain();
  }

  /** How many went out lately: now, or before the last refusal. */
  double lately(long now) {
    return sent.perNano(now);
  }

  /** When the next may go out; now or earlier where it may at once. */
  long opens(long now) {
    if (available(now) >= 1) {
      return now;
    }
    heldUntil = now + (long) Math.ceil((1 - level) / pace(now));
    hasHeld = true;
    return heldUntil;
  }

  /** The same for a choice among many: nobody is held by it. */
  long foreseen(long now) {
    double missing = 1 - available(now);
    return missing <= 0 ? now : now + (long) Math.ceil(missing / pace(now));
  }

  /** How many may go out at once. */
  double available(long now) {
    double level = level(now);
    boolean asBefore = isFeltFor() && crowding.isFresh(now);
    return asBefore ? Math.max(level, feeling.available(sent.inLastSecond(now))) : level;
  }

  /** Somebody waits; what counts is who waits behind another, for a place or the rate. */
  void waits(Hold hold, long now) {
    crowding.waits(hold, now);
  }

  /** One goes out; whether it was the last that might. */
  boolean enter(long now) {
    cycle.goesOn(paused || !crowding.isOver(cycle.from(), now));
    crowding.enter(now);
    cycle.enter();
    sent.add(now);
    feeling.entered(sent.inLastSecond(now));
    level = level(now) - 1;
    return level < 1 && isKnown();
  }

  /** One that had gone out was taken. */
  void accepted(long now) {
    growth.accepted(now);
    if (isKnown() && hasHeld && now - heldUntil <= GAP_NANOS) {
      growth.taken(now);
    }
  }

  /** One that had gone out failed for something else. */
  void failed(long now) {
    growth.failed(now);
  }

  /** One that had gone out was refused. */
  void refused(long now) {
    growth.refused();
    feeling.refused();
    cycle.takeBack();
    sent.takeBack(now);
  }

  /** One that was to go out did not. */
  void unsent(long now) {
    cycle.takeBack();
    sent.takeBack(now);
    level = level(now) + 1;
  }

  /** A pause begins, or goes on. */
  void pauses(long now) {
    goesOn++;
    pressed = paused ? pressed : crowding.isOn(now);
    paused = true;
  }

  /** The pause does not go on with another. */
  void pausesAnew(long now) {
    sent.isRefused(now);
    goesOn = 0;
    pausedAt = now;
  }

  /**
   * After a refusal that teaches nothing of the rate things go on: gently, in case it was for that.
   *
   * @param known how many may go out in a time by what else is known; 0 where nothing is
   * @param openedAt when, as far as it shows, what had refused was open again
   */
  void resumeGently(double known, long openedAt, long now) {
    endPause(openedAt, now);
    if (!pressed && sent.minuteAtRefusal() < Cycle.ENOUGH) {
      cycle.restart(opened);
      return;
    }
    feelsFrom = Math.max(GENTLE, known / 2);
    sent.restartSecond(feelsFrom, now);
    gentle = true;
    level = 0;
    at = now;
    if (!cycle.hasWaited()) {
      cycle.restart(opened);
    }
    cycle.refused();
  }

  /**
   * After a refusal that is laid to the rate, things go on.
   *
   * @param known see {@link #resumeGently}
   * @param openedAt see {@link #resumeGently}
   */
  void resume(double known, long openedAt, long now) {
    endPause(openedAt, now);
    boolean likeWindow = pressed && now - pausedAt >= LIKE_WINDOW_NANOS;
    if (isKnown()) {
      lower(likeWindow, now);
    } else if (likeWindow && sent.minuteAtRefusal() >= Cycle.ENOUGH) {
      learn(Math.min(LESS * sent.perNanoAtRefusal(), ofWindow()));
      growth.begin(sent.minuteAtRefusal(), now - pausedAt, now);
    } else if (isFeltAndMeasured()) {
      learn(cycle.wasRefusedBefore() ? measured() : LESS * sent.perNanoAtRefusal());
      growth.doubt(now);
    } else {
      if (!gentle) {
        cycle.restart(opened);
      }
      resumeGently(known, openedAt, now);
      return;
    }
    level = Math.min(level, 0);
    at = now;
  }

  // Who waited before the pause has waited for it to end.
  private void endPause(long openedAt, long now) {
    paused = false;
    opened = isDear() ? openedAt : now;
    resumedAt = now;
    if (pressed) {
      crowding.lasts(now);
    }
    cycle.goesOn(pressed);
  }

  /** Whether so few go out that a few refusals are many of them. */
  private boolean isDear() {
    return base < FEW;
  }

  private void learn(double rate) {
    base = Math.max(SLOWEST, rate);
    growth.setDear(isDear());
    cycle.restart(opened);
  }

  /*
   * It is believed the more the oftener a refusal came when it was exceeded, and not sooner: what is
   * refused sooner is refused for something else, unless it happens again: at once, as where a window
   * is shut, or the next time.
   */
  private void lower(boolean likeWindow, long now) {
    boolean wasMore = growth.factor() > SLIGHTLY_MORE;
    boolean isMeasured = cycle.isMeasured() && !isFarOff(likeWindow);
    if (pressed) {
      base = Math.max(SLOWEST, lowered(isMeasured, likeWindow, wasMore));
      growth.setDear(isDear());
    }
    cycle.goesOn(pressed && !isFarOff(likeWindow));
    if (!cycle.hasWaited() || isMeasured || likeWindow) {
      cycle.restart(opened);
    }
    wasLess = !wasMore;
    if (!pressed || (!wasMore && !(isDear() && goesOn >= SHUT))) {
      growth.doubt(now);
    } else if (wasMore && isMeasured) {
      growth.confirm(now);
    } else {
      growth.restart(now);
    }
  }

  private double lowered(boolean isMeasured, boolean likeWindow, boolean wasMore) {
    double was = perNano();
    if (isMeasured) {
      return Math.clamp(measured(), LEAST_CHANGE * (isDear() ? base : was), was);
    }
    if (likeWindow) {
      return Math.min(LESS * was, ofWindow());
    }
    if (isFarOff(false)) {
      return LESS * was;
    }
    return wasMore || wasLess ? Math.min(base, LESS * was) : base;
  }

  private boolean isFarOff(boolean likeWindow) {
    return !likeWindow && growth.isPatient() && growth.factor() > FAR_OFF;
  }

  private double measured() {
    return SLIGHTLY_LESS * cycle.perNano(opened);
  }

  /** What a window takes that was shut until now: all of the minute before it shut. */
  private double ofWindow() {
    return SLIGHTLY_LESS * sent.ofMinuteUntil(resumedAt, LIKE_WINDOW_NANOS);
  }

  /** What has held nobody back for a minute is forgotten. */
  private void forget(long now) {
    boolean learnt = !paused && (gentle || isKnown());
    if (learnt && now - resumedAt > MINUTE_NANOS && !(hasHeld && now - heldUntil <= MINUTE_NANOS)) {
      base = Double.POSITIVE_INFINITY;
      gentle = false;
      growth.doubt(now);
    }
  }

  private double level(long now) {
    forget(now);
    double pace = pace(now);
    double burst = Math.max(SMALLEST_BURST, pace * BURST_NANOS);
    level = pace < Double.POSITIVE_INFINITY ? level + Math.max(0, now - at) * pace : burst;
    level = Math.min(burst, level);
    at = now;
    return level;
  }

  /** Whether nothing was refused yet, and it is not known either that nothing would be. */
  private boolean isFeltFor() {
    return !gentle && !isKnown() && feeling.isNeeded();
  }

  /** How many may go out in a time, as far as it was learnt or is felt for; else infinite. */
  double pace(long now) {
    if (isFeltFor()) {
      return feeling.perNano();
    }
    if (!gentle || isKnown()) {
      return perNano();
    }
    double lately = Feeling.GAIN * sent.inASecond(now);
    return Math.max(feelsFrom, Math.max(lately, places.feltPerNano()));
  }
}
