package dev.mainstay.program.optimize;

import dev.mainstay.call.CallBudget;
import dev.mainstay.call.DeliveredAnswer;
import dev.mainstay.call.MainstayException;
import dev.mainstay.program.ProgramOptions;
import dev.mainstay.program.event.ProgramMetadata;
import dev.mainstay.time.Deadline;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.DoubleAdder;

/** What is used of a budget. Attempts draw from it before they are made. Thread-safe. */
final class Spending {
  private final SearchBudget budget;
  private final CallBudget calls;
  private final DoubleAdder cost = new DoubleAdder();

  Spending(SearchBudget budget) {
    this.budget = budget;
    this.calls = CallBudget.of(Math.clamp(budget.calls(), 1, Integer.MAX_VALUE), Deadline.never());
  }

  /** How a program is called that may use what is left. */
  ProgramOptions options() {
    return budget.calls() > Integer.MAX_VALUE
        ? ProgramOptions.none()
        : ProgramOptions.none().withBudget(calls);
  }

  void add(ProgramMetadata metadata) {
    metadata.cost().ifPresent(cost::add);
  }

  /** What a failed call tells that it took. */
  void add(MainstayException failed) {
    cost(failed).ifPresent(cost::add);
  }

  /** What {@code failed} has cost in US dollars, where that is known. */
  static OptionalDouble cost(MainstayException failed) {
    OptionalDouble delivered =
        failed.delivered().map(DeliveredAnswer::cost).orElse(OptionalDouble.empty());
    return delivered.isPresent() ? delivered : failed.metadata().cost();
  }

  /** Whether nothing is left. */
  boolean isOver() {
    return calls.isSpent() || cost.sum() >= budget.cost();
  }
}
