package dev.mainstay.gate;

import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for one gate's admission, in the order of their coming. To be guarded by its
 * owner's lock.
 *
 * <p>Nobody looks whether there is room: whoever makes some, and the clock where a cooldown ends,
 * has the line {@linkplain #serve served}, and it is let in who is first. So nobody is woken in
 * vain, and room that was made is never overlooked. Whoever comes has the line served before
 * itself, so that nobody is overtaken.
 */
final class WaitingLine {
  private final TimeSource time;
  private final Admission admission;
  private final Runnable onTime;
  // A cooldown holds back some, and lets the others pass by them.
  private final Set<Place> bound = new LinkedHashSet<>();
  private final Set<Place> unbound = new LinkedHashSet<>();
  private long comings;
  private TimeSource.@Nullable Timer timer;
  private long timerAt;

  /**
   * A line of those who wait for {@code admission}.
   *
   * @param onTime takes the owner's lock and has the line served
   */
  WaitingLine(Admission admission, TimeSource time, Runnable onTime) {
    this.admission = admission;
    this.time = time;
    this.onTime = onTime;
  }

  boolean isEmpty() {
    return bound.isEmpty() && unbound.isEmpty();
  }

  /** {@code place} is the last from now on, where there is hope for it. */
  void join(Place place, long now) {
    if (isHopeless(place, now)) {
      place.turn.loses();
      return;
    }
    place.number = comings++;
    lineOf(place).add(place);
    serve(now);
  }

  /** {@code place} waits no longer. */
  void leave(Place place, long now) {
    if (lineOf(place).remove(place)) {
      serve(now);
    }
  }

  /** Lets in those who may go in, the first first. */
  void serve(long now) {
    for (Place next = next(now); next != null; next = next(now)) {
      Place first = next;
      lineOf(first).remove(first);
      if (admission.obstacle(first.terms, now) == null) {
        first.turn.offer(() -> admission.admit(first.visit, first.terms, now));
      } else {
        first.turn.loses();
      }
    }
    setTimer(now);
  }

  /** Sends away those who would wait in vain, since a cooldown has begun or become longer. */
  void sendAway(long now) {
    List<Place> hopeless = new ArrayList<>();
    for (Place place : bound) {
      if (isHopeless(place, now)) {
        hopeless.add(place);
      }
    }
    for (Place place : hopeless) {
      bound.remove(place);
      place.turn.loses();
    }
    serve(now);
  }

  // Nothing but a spent budget keeps it out, and that is not waited for.
  private @Nullable Place next(long now) {
    Place anyone = first(unbound);
    if (anyone == null || admission.obstacle(anyone.terms.withoutDraw(), now) != null) {
      anyone = null;
    }
    Place restless = first(bound);
    if (restless == null || admission.obstacle(restless.terms.withoutDraw(), now) != null) {
      return anyone;
    }
    return anyone == null || restless.number < anyone.number ? restless : anyone;
  }

  private boolean isHopeless(Place place, long now) {
    return place.terms.bound() && !admission.mayOpenBy(place.turn.untilNanos(), now);
  }

  // Once nobody may go in: a timer that is due lets them in, and must not be taken back before
  // that.
  private void setTimer(long now) {
    OptionalLong opens = bound.isEmpty() ? OptionalLong.empty() : admission.opensNanos(now);
    if (opens.isPresent() && timer != null && timerAt == opens.getAsLong()) {
      return;
    }
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    if (opens.isPresent()) {
      timerAt = opens.getAsLong();
      timer = time.schedule(Duration.ofNanos(Math.max(0, timerAt - now)), onTime);
    }
  }

  private Set<Place> lineOf(Place place) {
    return place.terms.bound() ? bound : unbound;
  }

  private static @Nullable Place first(Set<Place> line) {
    return line.isEmpty() ? null : line.iterator().next();
  }

  /** What those in the line wait for. */
  interface Admission {
    /** What keeps out an attempt now. */
    @Nullable Obstacle obstacle(Terms terms, long now);

    /** Lets in an attempt that nothing keeps out. */
    Permit admit(Visit visit, Terms terms, long now);

    /** When a cooldown that keeps some out will do so no more, as far as that is known. */
    OptionalLong opensNanos(long now);

    /** Whether those whom a cooldown binds, if it does now, may hope to be let in by then. */
    boolean mayOpenBy(long untilNanos, long now);
  }

  /** Where one who waits stands in one line. */
  static final class Place {
    private final Turn turn;
    private final Visit visit;
    private final Terms terms;
    private long number;

    Place(Turn turn, Visit visit, Terms terms) {
      this.turn = turn;
      this.visit = visit;
      this.terms = visit.own(terms);
    }

    Visit visit() {
      return visit;
    }
  }
}
