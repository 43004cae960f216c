package dev.mainstay.program;

import dev.mainstay.call.CallBudget;
import dev.mainstay.policy.CallOptions;

/**
 * What all prompts of one predictor's call have in common.
 *
 * @param settings what the predictor was built with
 * @param run where in the program it is
 * @param telling what is told of it
 * @param tracing where its prompts are written down
 * @param closing what ends it from another thread
 */
record PredictorScope<O>(
    PredictSettings<?, O> settings,
    Run run,
    EventQueue<O> telling,
    Tracing tracing,
    Closing closing) {
  static <O> PredictorScope<O> of(PredictSettings<?, O> settings, Run run) {
    return new PredictorScope<>(
        settings, run, new EventQueue<>(run, settings.names), new Tracing(run), new Closing());
  }

  CallOptions options() {
    return run.root().options().calls().apply(settings.options);
  }

  /** A budget for the next calls: the program's, where it has one. */
  CallBudget budget() {
    return run.root()
        .options()
        .budget()
        .orElseGet(() -> settings.mainstay.budget(settings.template.model(), options()));
  }
}
