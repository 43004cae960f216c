package dev.mainstay.engine;

import dev.mainstay.call.WaitReason;
import dev.mainstay.failure.Failure;
import dev.mainstay.gate.Turn;
import dev.mainstay.policy.WaitingRoom;
import dev.mainstay.route.Route;
import dev.mainstay.time.Deadline;
import dev.mainstay.time.TimeSource;
import dev.mainstay.verdict.Judge;
import dev.mainstay.verdict.Verdict;
import dev.mainstay.verdict.When;
import dev.mainstay.verdict.Whom;
import java.time.Duration;
import java.util.Optional;

/**
 * The waits of one call, between its attempts.
 *
 * @param room where it waits, with others; nothing where any number may wait
 */
record Waits(Route route, CallStory story, Stop stop, TimeSource time, Optional<WaitingRoom> room) {

  /**
   * What {@code judge} says to do about {@code failure} of the call that turned to {@code whom}. If
   * that is to wait, the call has a seat in the room from here on, up to the end of {@link
   * #waitFor}; where none is free, it is what a call does that may not wait.
   */
  Verdict judge(Failure failure, Whom whom, Judge judge, Deadline deadline) {
    Verdict verdict = route.judge(failure, whom, judge, deadline);
    boolean may = !isWait(verdict) || room.map(WaitingRoom::enter).orElse(true);
    return may ? verdict : route.judge(failure, whom, judge.withoutWaits(), deadline);
  }

  private static boolean isWait(Verdict verdict) {
    return verdict instanceof Verdict.Move move && move.when().isWait();
  }

  /** Waits as {@code move} says after {@code failure}; gives whom the call turns to. */
  Whom waitFor(Verdict.Move move, Failure failure) throws InterruptedException {
    try {
      return whomAfter(move, failure);
    } finally {
      if (isWait(move)) {
        room.ifPresent(WaitingRoom::leave);
      }
    }
  }

  private Whom whomAfter(Verdict.Move move, Failure failure) throws InterruptedException {
    return switch (move.when()) {
      case When.AtOnce now -> move.whom();
      case When.After(Duration delay) -> waitFor(delay, move.whom());
      case When.InLine(Duration delay, Duration longest) ->
          waitIn(route.lineUp(move.whom(), longest), delay, longest, move.whom(), failure);
      case When.InTurn(Duration delay, Duration longest) ->
          waitIn(route.waitTurn(move.whom(), longest), delay, longest, move.whom(), failure);
    };
  }

  private Whom waitFor(Duration delay, Whom whom) throws InterruptedException {
    story.waits(delay, route.awaited(whom), WaitReason.RETRY);
    long start = time.nanos();
    stop.park(delay);
    story.waited(time.since(start), WaitReason.RETRY);
    return whom;
  }

  private WaitReason reason() {
    return switch (route.awaitedFor()) {
      case FULL -> WaitReason.PLACE;
      case PACED, BUDGET_SPENT -> WaitReason.RATE;
      case COOLING_DOWN -> WaitReason.COOLDOWN;
      case PROBING -> WaitReason.PROBE;
    };
  }

  private Whom waitIn(Turn turn, Duration delay, Duration longest, Whom whom, Failure failure)
      throws InterruptedException {
    long start = time.nanos();
    if (!turn.isOver()) {
      WaitReason reason = reason();
      story.waits(delay, route.awaitedInLine(), reason);
      stop.park(longest, turn::isOver);
      story.waited(time.since(start), reason);
    }
    String from = route.group();
    if (route.leaveLine()) {
      story.fellBack(from, failure);
      return Whom.UNTRIED;
    }
    return whom;
  }
}
