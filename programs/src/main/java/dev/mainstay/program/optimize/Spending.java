package dev.mainstay.program.optimize;

import dev.mainstay.call.CallBudget;
import dev.mainstay.program.ProgramOptions;
import dev.mainstay.time.Deadline;
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

  /** What a call took is used; of its money, as much as is known. */
  void add(Taken taken) {
    cost.add(taken.paid());
  }

  /** Whether nothing is left. */
  boolean isOver() {
    return calls.isSpent() || cost.sum() >= budget.cost();
  }
}
