package dev.mainstay.engine;

import dev.mainstay.failure.Failure;
import dev.mainstay.route.Route;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An attempt and, where it is late, a second one beside it at another deployment: whichever commits
 * first answers, and the other is left. One that fails leaves it to the other; where both do, the
 * call goes on with the failure of the last.
 *
 * <p>The attempts are read by threads of their own; all else happens on the call's.
 */
final class Race {
  private static final Duration FOREVER = Duration.ofDays(36_500);

  private final Call call;
  private final Hedges.OfGroup hedges;
  private final FirstRound round;
  private final Route route;
  private final Attempts attempts;
  private final CallStory story;
  private final Stop stop;
  private final TimeSource time;
  private final List<Lane> lanes = new ArrayList<>(2);

  /**
   * A race of {@code call}, to the parts of which it turns.
   *
   * @param hedges when a second attempt begins, and whether it may
   */
  Race(
      Call call,
      Hedges.OfGroup hedges,
      FirstRound round,
      Route route,
      Attempts attempts,
      CallStory story,
      Stop stop,
      TimeSource time) {
    this.call = call;
    this.hedges = hedges;
    this.round = round;
    this.route = route;
    this.attempts = attempts;
    this.story = story;
    this.stop = stop;
    this.time = time;
  }

  /**
   * Runs it to its end; {@code answer} is that of the first attempt. What the call means then is
   * the attempt that answers, or failed last.
   */
  Reached run(AttemptAnswer answer) throws InterruptedException {
    Optional<Duration> late =
        route.hasSeveral() && hedges.isLeft() ? hedges.lateAfter(call.commit()) : Optional.empty();
    Reached reached =
        late.isPresent()
            ? race(answer, late.get())
            : new Reached(answer, answer.reach(call.commit()));
    if (reached.failure().isEmpty()) {
      noteTime();
    }
    return reached;
  }

  private Reached race(AttemptAnswer answer, Duration late) throws InterruptedException {
    try {
      Lane first = lane(answer);
      stop.park(late, first::isOver);
      return first.isOver() || stop.cause().isPresent() || !mayHedge(first)
          ? alone(first)
          : between(first, lane(call.begin()));
    } catch (Throwable e) {
      abandon();
      throw e;
    }
  }

  private Lane lane(AttemptAnswer answer) {
    Lane lane =
        new Lane(answer, call.commit(), route.stand(), round.rendition(), story.begun(), time);
    lanes.add(lane);
    return lane;
  }

  private boolean mayHedge(Lane first) {
    if (!hedges.draw()) {
      return false;
    }
    boolean hasEntered = call.enterBeside();
    if (!hasEntered) {
      hedges.giveBack();
      turnTo(first);
    }
    return hasEntered;
  }

  private Reached between(Lane first, Lane second) throws InterruptedException {
    stop.park(FOREVER, () -> first.isOver() || second.isOver());
    heedStop();
    if (first.hasFailed()) {
      return leaveTo(second, first);
    }
    if (second.hasFailed()) {
      return leaveTo(first, second);
    }
    return first.isOver() ? outrun(second, first) : outrun(first, second);
  }

  private Reached outrun(Lane loser, Lane winner) {
    turnTo(loser);
    noteTime();
    story.attemptOutrun();
    turnTo(winner);
    lanes.remove(loser);
    loser.leave(Ends.outrun());
    return winner.reached();
  }

  private Reached leaveTo(Lane other, Lane failed) throws InterruptedException {
    Reached reached = failed.reached();
    turnTo(failed);
    reached.failure().ifPresent(failure -> call.failed(reached.answer(), failure));
    turnTo(other);
    lanes.remove(failed);
    return alone(other);
  }

  private Reached alone(Lane lane) throws InterruptedException {
    stop.park(FOREVER, lane::isOver);
    heedStop();
    return lane.reached();
  }

  private void turnTo(Lane lane) {
    route.turnTo(lane.stand());
    round.turnTo(lane.rendition());
    story.turnTo(lane.begun());
    attempts.turnTo(lane.answer());
  }

  private void noteTime() {
    hedges.took(call.commit(), time.since(story.begun().nanos()));
  }

  // A call that is stopped ends both, whichever it means.
  private void heedStop() {
    Optional<Failure> cause = stop.cause();
    if (cause.isPresent()) {
      lanes.forEach(lane -> lane.abort(cause.get()));
      awaitAll();
    }
  }

  // Nobody reads any more then what is about to be let go.
  private void abandon() {
    lanes.forEach(Lane::interrupt);
    awaitAll();
    CallStory.Begun meant = story.begun();
    for (Lane lane : lanes) {
      if (!lane.begun().equals(meant)) {
        story.turnTo(lane.begun());
        story.attemptFailed(Ends.interrupted());
        story.turnTo(meant);
        lane.answer().close();
      }
    }
  }

  private void awaitAll() {
    boolean interrupted = false;
    while (!lanes.stream().allMatch(Lane::isOver)) {
      time.park(FOREVER);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
