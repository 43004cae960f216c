package dev.mainstay.gate;

import dev.mainstay.pace.Ahead;
import dev.mainstay.pace.Estimate;
import dev.mainstay.pace.FairLine;
import java.util.Optional;

/**
 * Those who stand in line at one turnstile, and what they are going to use. To be guarded by its
 * lock.
 */
final class Line {
  private final FairLine<Waiter> places = new FairLine<>(Integer.MAX_VALUE);
  private long inputTokens;
  private long outputTokens;

  int size() {
    return places.size();
  }

  /**
   * {@code waiter} stands in line from now on: before all others, where it was refused.
   *
   * @param likely what it is likely to use
   */
  void join(Waiter waiter, Estimate likely) {
    Caller caller = waiter.visit().caller();
    waiter.standsAt(
        waiter.visit().wasRefused()
            ? places.joinAgain(waiter, caller.user(), caller.priority())
            : places.join(waiter, caller.user(), caller.priority()).orElseThrow(),
        likely);
    inputTokens += likely.inputTokens();
    outputTokens += likely.outputTokens();
  }

  /** {@code waiter} stands there no longer; whether it did. */
  boolean leave(Waiter waiter) {
    FairLine.Place<Waiter> place = waiter.place();
    if (place == null || !places.leave(place)) {
      return false;
    }
    left(waiter);
    return true;
  }

  /** Who is next; nothing where nobody waits. */
  Optional<Waiter> first() {
    return places.first().map(FairLine.Place::who);
  }

  /** Who is next to be tried where that may well be in vain. */
  Optional<Waiter> firstFresh() {
    return places.firstFresh().map(FairLine.Place::who);
  }

  /** {@code waiter}, who is next, is served. */
  void serve(Waiter waiter) {
    FairLine.Place<Waiter> place = waiter.place();
    if (place == null) {
      throw new IllegalArgumentException("it does not stand in line");
    }
    places.serve(place);
    left(waiter);
  }

  /** Who would go before {@code visit}, if it joined now; each is taken for one like all others. */
  Ahead ahead(Visit visit) {
    Caller caller = visit.caller();
    int calls = visit.wasRefused() ? 0 : places.ahead(caller.user(), caller.priority());
    double share = calls == 0 ? 0 : (double) calls / size();
    return new Ahead(calls, share * inputTokens, share * outputTokens);
  }

  private void left(Waiter waiter) {
    inputTokens -= waiter.likely().inputTokens();
    outputTokens -= waiter.likely().outputTokens();
  }
}
