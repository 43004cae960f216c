package dev.mainstay.pace;

import static java.util.Objects.requireNonNull;

import dev.mainstay.provider.KnownLimit;
import dev.mainstay.provider.Quantity;
import dev.mainstay.provider.ToldLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the next attempt at one deployment may go out, so that hardly one is refused and nothing is
 * left unused. It has no clock and never waits: who asks says what time it is, in nanoseconds of a
 * clock that does not go back. To be guarded by its owner's lock.
 *
 * <pre>{@code
 * Optional<Hold> hold = pacer.hold(estimate, now);
 * if (hold.isEmpty()) {
 *   Reservation reservation = pacer.enter(estimate, now);
 *   ...
 *   reservation.told(limits, now);
 *   reservation.succeeded(inputTokens, outputTokens, now);
 *   reservation.close(now);
 * }
 * }</pre>
 */
public final class Pacer {
  /*
   * Three kinds of limits hold at once, and none needs to know of the others:
   *
   * Given and told limits (GivenWindow, ToldWindow) are counted. Nobody waits while they are not
   * reached; who would exceed them waits until more is there. They alone make for no refusals where
   * they are right and nobody else uses them. Only whether what is given for a minute may be used in
   * a second must be found out (Surge).
   *
   * What was learnt of the rate (LearntRate) and of how many may be under way (ConcurrencyLimit)
   * begins with a refusal, and is felt for above what was refused (Growth). A refusal does not say
   * which of the two it was for. It is laid to the one whose last credit the refused attempt took: who
   * feels for more is to blame. If it took both or neither, to both: a limit that is lowered wrongly
   * grows back, since it is then what holds callers up. Several refused in a row, though fewer were
   * under way each time, were not refused for that.
   *
   * After a refusal laid to the rate everything pauses (Pause): as long as was asked, or until a probe
   * is taken. This, too, is right for any window, since it asks only whether it is open.
   *
   * So nothing depends on the window being known. What is known of it (a reset that is told, a hint)
   * only saves refusals.
   */
  private final ConcurrencyLimit places;
  private final LearntRate rate;
  private final Pause pause = new Pause();
  private final Sent sent = new Sent();
  private final TokenForecast forecast = new TokenForecast();
  private final List<ToldWindow> told = new ArrayList<>(2);
  private final GivenWindows given = new GivenWindows();
  private final List<Window> windows = new ArrayList<>(4);
  private final Outlook outlook;
  private long numbers;

  private Pacer(long now) {
    this.places = new ConcurrencyLimit(now);
    this.rate = new LearntRate(places, now);
    this.outlook = new Outlook(windows, rate, pause);
  }

  /** The pacer of a deployment to which nothing has gone out. */
  public static Pacer of(GivenLimits limits, long nowNanos) {
    Pacer pacer = unbounded(nowNanos);
    pacer.give(limits, nowNanos);
    if (limits.areNone()) {
      pacer.places.startsUnknown();
      pacer.rate.startsUnknown();
    }
    return pacer;
  }

  /** A pacer that holds nobody back, for as long as nothing is given, told or refused. */
  public static Pacer unbounded(long nowNanos) {
    return new Pacer(nowNanos);
  }

  /** From now on {@code limits} are given; what was told and learnt stays. */
  public void give(GivenLimits limits, long nowNanos) {
    requireNonNull(limits, "limits");
    if (!limits.areNone()) {
      places.becomesKnown();
      rate.becomesKnown();
    }
    places.give(limits.inFlight());
    given.give(limits, nowNanos);
    list();
  }

  private void list() {
    windows.clear();
    windows.addAll(given.all());
    windows.addAll(told);
  }

  /** Whether tokens are counted: where not, an estimate of them changes nothing. */
  public boolean countsTokens() {
    for (int i = 0; i < windows.size(); i++) {
      if (windows.get(i).quantity() != Quantity.REQUESTS) {
        return true;
      }
    }
    return false;
  }

  /** How many attempts are under way. */
  public int inFlight() {
    return places.inFlight();
  }

  /** Why an attempt must wait now; nothing where it may go out. */
  public Optional<Hold> hold(Estimate estimate, long nowNanos) {
    Hold hold = holds(estimate, nowNanos);
    if (hold != null) {
      rate.waits(hold, nowNanos);
    }
    return Optional.ofNullable(hold);
  }

  /**
   * Why one that used next to nothing would have to wait, for a choice among many; nothing where it
   * might go out. Nobody waits for having asked.
   */
  public Optional<Hold> foreseen(long nowNanos) {
    if (!places.hasPlace()) {
      return Optional.of(places.hold(nowNanos));
    }
    if (pause.opens().isPresent() && !pause.isDue(nowNanos) && !pause.hasPassed(nowNanos)) {
      return Optional.of(inPause());
    }
    long opens = pause.opens().isPresent() ? nowNanos : rate.foreseen(nowNanos);
    for (int i = 0; i < windows.size(); i++) {
      opens = later(opens, windows.get(i).foreseen(1, nowNanos));
    }
    return opens - nowNanos > 0
        ? Optional.of(Hold.until(Hold.Reason.RATE, opens))
        : Optional.empty();
  }

  /**
   * Whether the next to go out may well be refused, after a pause or since more is felt for: it had
   * better be one that has not been before, since a call ends whose attempts are all refused.
   */
  public boolean isDoubtful(long nowNanos) {
    return pause.isDoubtful(nowNanos)
        || places.feelsForMore()
        || rate.feelsForMore()
        || isPeriodGuessed();
  }

  private boolean isPeriodGuessed() {
    for (int i = 0; i < told.size(); i++) {
      if (told.get(i).isPeriodGuessed()) {
        return true;
      }
    }
    return false;
  }

  /**
   * One that was refused has waited by itself for as long as it had to, and is to be tried again:
   * for that one the pause is over, but for what others were asked to wait.
   */
  public void isAskedAgain(long nowNanos) {
    pause.cutShort(nowNanos);
  }

  /** An attempt goes out, as {@link #hold} has said that it may. */
  public Reservation enter(Estimate estimate, long nowNanos) {
    Reservation reservation =
        new Reservation(this, estimate, forecast.of(estimate), numbers++, sent, nowNanos);
    for (int i = 0; i < windows.size(); i++) {
      Window window = windows.get(i);
      window.enter(reservation.cost(window.quantity()), reservation, nowNanos);
    }
    if (rate.enter(nowNanos)) {
      reservation.takesLastOfRate();
    }
    if (places.enter(nowNanos)) {
      reservation.takesLastPlace();
    }
    if (pause.isDue(nowNanos)) {
      pause.probes(reservation, nowNanos);
    }
    return reservation;
  }

  /** What {@code estimate} comes to in the end, as far as others tell. */
  public Estimate likely(Estimate estimate) {
    return forecast.likely(estimate);
  }

  /**
   * When one could go out if {@code ahead} go before it, as far as limits in a time say so; for
   * those who cannot wait that long. How long it takes until a place is free is not foretold:
   * answers take as long as they take.
   */
  public long servedByNanos(Ahead ahead, Estimate estimate, long nowNanos) {
    return outlook.servedBy(ahead, forecast.of(estimate), nowNanos);
  }

  /**
   * The same, where answers take as long as lately: that is likely at best, and nothing to send
   * somebody away for.
   */
  public long likelyServedByNanos(Ahead ahead, Estimate estimate, long nowNanos) {
    return later(
        servedByNanos(ahead, estimate, nowNanos), places.likelyServedBy(ahead.calls(), nowNanos));
  }

  /** What is known of the limits: given, told, learnt, and what is tried meanwhile. */
  public List<KnownLimit> limits(long nowNanos) {
    return new Knowledge(windows, rate, places).at(nowNanos);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "in flight %d of %.1f, rate %.1f/s, pause %s",
        places.inFlight(),
        places.limit(),
        rate.perNano() * 1e9,
        pause);
  }

  void taken(Reservation reservation, long now) {
    places.accepted(reservation, now);
    rate.accepted(now);
    given.taken(reservation, now);
    if (pause.taken(reservation)) {
      resume(now);
    }
  }

  void told(List<ToldLimit> limits, Reservation reservation, long now) {
    for (ToldLimit limit : limits) {
      window(limit, now).update(limit, reservation, now);
      places.becomesKnown();
      rate.becomesKnown();
    }
    if (told.removeIf(window -> window.isReplacedBy(limits))) {
      list();
    }
  }

  void used(Reservation reservation, long inputTokens, long outputTokens, long now) {
    forecast.used(inputTokens, outputTokens, reservation.estimate());
    correct(
        reservation,
        0,
        inputTokens - reservation.cost(Quantity.INPUT_TOKENS),
        outputTokens - reservation.cost(Quantity.OUTPUT_TOKENS),
        now);
  }

  void unsent(Reservation reservation, long now) {
    giveBack(reservation, now);
    rate.unsent(now);
    pause.left(reservation, now);
  }

  void refused(Reservation reservation, Optional<Duration> wait, long now) {
    giveBack(reservation, now);
    given.refused(reservation, now);
    told.forEach(window -> window.refused(reservation, now));
    rate.refused(now);
    pause.refusalTook(now - reservation.enteredNanos());
    boolean isProbe = pause.isProbe(reservation);
    boolean ofPlaces = isProbe || reservation.tookLastPlace() || !reservation.tookLastOfRate();
    boolean ofRate = isProbe || reservation.tookLastOfRate() || !reservation.tookLastPlace();
    ConcurrencyLimit.Blame blame = ConcurrencyLimit.Blame.WRONG;
    if (ofPlaces && places.mayHaveRefused(reservation)) {
      blame = places.refused(reservation, numbers - 1, now);
    }
    ofRate |= blame == ConcurrencyLimit.Blame.WRONG || rate.isFeltAndMeasured();
    if (pause.isOld(reservation)) {
      pause.asks(wait, now);
    } else if (ofRate || blame == ConcurrencyLimit.Blame.UNSURE || wait.isPresent()) {
      pause(reservation, wait, ofRate, now);
    }
  }

  private void pause(Reservation reservation, Optional<Duration> wait, boolean ofRate, long now) {
    rate.pauses(now);
    if (pause.begins(reservation, wait, numbers - 1, rate.lately(now), rate.isCertain(), now)) {
      rate.pausesAnew(now);
    }
    if (ofRate) {
      pause.blameRate();
    }
  }

  void left(Reservation reservation, long now) {
    places.leave();
    if (reservation.isAnswered()) {
      places.lasted(now - reservation.enteredNanos());
    } else if (!reservation.isSettled()) {
      rate.failed(now);
    }
    if (!reservation.isSettled()) {
      told.forEach(window -> window.left(reservation));
    }
    pause.left(reservation, now);
  }

  private @Nullable Hold holds(Estimate estimate, long now) {
    if (pause.hasPassed(now)) {
      resume(now);
    }
    if (places.isFull(now)) {
      return places.hold(now);
    }
    if (pause.opens().isPresent() && !pause.isDue(now)) {
      return inPause();
    }
    long opens = pause.isDue(now) ? now : rate.opens(now);
    Estimate reserved = forecast.of(estimate);
    for (int i = 0; i < windows.size(); i++) {
      Window window = windows.get(i);
      opens = later(opens, window.opens(reserved.of(window.quantity()), now));
    }
    return opens - now > 0 ? Hold.until(Hold.Reason.RATE, opens) : null;
  }

  private Hold inPause() {
    return Hold.until(
        pause.isProbing() ? Hold.Reason.PROBING : Hold.Reason.REFUSED, pause.opens().orElseThrow());
  }

  private void resume(long now) {
    long opened = pause.openedAbout(now);
    if (pause.end()) {
      rate.resume(known(), opened, now);
    } else {
      rate.resumeGently(known(), opened, now);
    }
  }

  /** How many may go out in a time, as is given or told; 0 where it is not. */
  private double known() {
    double known = Double.POSITIVE_INFINITY;
    for (Window window : windows) {
      if (window.quantity() == Quantity.REQUESTS) {
        known = Math.min(known, window.perNano());
      }
    }
    return known < Double.POSITIVE_INFINITY ? known : 0;
  }

  private void giveBack(Reservation reservation, long now) {
    correct(
        reservation,
        -1,
        -reservation.cost(Quantity.INPUT_TOKENS),
        -reservation.cost(Quantity.OUTPUT_TOKENS),
        now);
  }

  private void correct(
      Reservation reservation, double requests, double input, double output, long now) {
    sent.add(requests, input, output);
    for (int i = 0; i < windows.size(); i++) {
      Window window = windows.get(i);
      double change =
          switch (window.quantity()) {
            case REQUESTS -> requests;
            case TOKENS -> input + output;
            case INPUT_TOKENS -> input;
            case OUTPUT_TOKENS -> output;
          };
      window.correct(change, reservation, now);
    }
  }

  private ToldWindow window(ToldLimit limit, long now) {
    for (ToldWindow window : told) {
      if (window.isOf(limit)) {
        return window;
      }
    }
    ToldWindow window = new ToldWindow(limit, sent, now);
    told.add(window);
    windows.add(window);
    return window;
  }

  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }
}
