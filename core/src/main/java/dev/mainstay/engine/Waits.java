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
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

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
    // What comes before a wait and after it is done elsewhere: a stack is what a waiting call
    // costs.
    try {
      Wait wait = begin(move);
      stop.park(wait.longest(), wait.isOver());
      return end(wait, move.whom(), failure);
    } finally {
      leaveRoom(move);
    }
  }

  private Wait begin(Verdict.Move move) {
    return switch (move.when()) {
      case When.AtOnce now -> Wait.NONE;
      case When.After(Duration delay) -> backOff(delay, move.whom());
      case When.InLine(Duration delay, Duration longest) ->
          standIn(route.lineUp(move.whom(), longest), delay, longest);
      case When.InTurn(Duration delay, Duration longest) ->
          standIn(route.waitTurn(move.whom(), longest), delay, longest);
    };
  }

  private Wait backOff(Duration delay, Whom whom) {
    story.waits(delay, route.awaited(whom), WaitReason.RETRY);
    return new Wait(WaitReason.RETRY, time.nanos(), delay, () -> false);
  }

  private Wait standIn(Turn turn, Duration delay, Duration longest) {
    if (turn.isOver()) {
      return Wait.NONE;
    }
    WaitReason reason = reason();
    long start = time.nanos();
    story.waits(delay, route.awaitedInLine(), reason);
    return new Wait(reason, start, longest, turn::isOver);
  }

  private WaitReason reason() {
    return switch (route.awaitedFor()) {
      case FULL -> WaitReason.PLACE;
      case PACED, BUDGET_SPENT -> WaitReason.RATE;
      case COOLING_DOWN -> WaitReason.COOLDOWN;
      case PROBING -> WaitReason.PROBE;
    };
  }

  private Whom end(Wait wait, Whom whom, Failure failure) {
    if (wait.reason() != null) {
      story.waited(time.since(wait.startNanos()), wait.reason());
    }
    String from = route.group();
    if (route.leaveLine()) {
      story.fellBack(from, failure);
      return Whom.UNTRIED;
    }
    return whom;
  }

  private void leaveRoom(Verdict.Move move) {
    if (isWait(move)) {
      room.ifPresent(WaitingRoom::leave);
    }
  }

  /** A wait that has begun, and for what; for nothing where there is none. */
  private record Wait(
      @Nullable WaitReason reason, long startNanos, Duration longest, BooleanSupplier isOver) {
    static final Wait NONE = new Wait(null, 0, Duration.ZERO, () -> true);
  }
}
