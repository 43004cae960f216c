package dev.mainstay.cli.explain;

import dev.mainstay.call.CallEvent;
import dev.mainstay.cli.explain.Step.Told;
import dev.mainstay.gateway.config.GatewayConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Simulated calls, with what chance can make of them.
 *
 * @param steps the calls, each wait the middle of its range
 * @param waits the range of each wait, by its step
 * @param others what would come at a step instead if chance made the wait shorter or longer; only
 *     where that is something else
 */
record Explanation(List<Step> steps, Map<Integer, Span> waits, Map<Integer, CallEvent> others) {
  private static final double LEAST = 0;
  private static final double MOST = Math.nextDown(1.0);

  /** Tells {@code question} once, and each of its decisions again at both ends of chance. */
  static Explanation of(GatewayConfig config, Faults faults, Question question) {
    List<Step> steps = Simulation.steps(config, faults, question);
    Map<Integer, Span> waits = new HashMap<>();
    Map<Integer, CallEvent> others = new HashMap<>();
    for (int i = 1; i < steps.size(); i++) {
      if (!(steps.get(i - 1) instanceof Told(CallEvent.AttemptFailed failed))) {
        continue;
      }
      Step low = Simulation.steps(config, faults, question, i, LEAST).get(i);
      Step high = Simulation.steps(config, faults, question, i, MOST).get(i);
      int step = i;
      span(steps.get(i), low, high).ifPresent(span -> waits.put(step, span));
      other(steps.get(i), low, high).ifPresent(other -> others.put(step, other));
    }
    return new Explanation(steps, waits, others);
  }

  /** The range of the wait that is the step {@code step}. */
  Span span(int step, CallEvent.Waiting wait) {
    return waits.getOrDefault(step, Span.of(wait.delay()));
  }

  private static Optional<Span> span(Step middle, Step low, Step high) {
    return wait(middle)
        .map(between ->
            new Span(
                wait(low).filter(w -> isAlike(middle, low)).orElse(between).delay(),
                wait(high).filter(w -> isAlike(middle, high)).orElse(between).delay()));
  }

  private static Optional<CallEvent> other(Step middle, Step low, Step high) {
    Step different = isAlike(middle, high) ? low : high;
    return !isAlike(middle, different) && different instanceof Told(CallEvent event)
        ? Optional.of(event)
        : Optional.empty();
  }

  private static boolean isAlike(Step one, Step other) {
    Optional<String> awaited = wait(one).map(CallEvent.Waiting::deployment);
    return awaited.equals(wait(other).map(CallEvent.Waiting::deployment))
        && kind(one).equals(kind(other));
  }

  private static Class<?> kind(Step step) {
    return step instanceof Told(CallEvent event) ? event.getClass() : step.getClass();
  }

  private static Optional<CallEvent.Waiting> wait(Step step) {
    return step instanceof Told(CallEvent.Waiting waiting)
        ? Optional.of(waiting)
        : Optional.empty();
  }
}
