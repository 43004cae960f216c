package dev.mainstay.program;

import dev.mainstay.call.CallBudget;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.program.event.Listen;
import dev.mainstay.program.event.StatusWords;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What one call of a program wants. Immutable; a trace and a budget in it are not. */
public final class ProgramOptions {
  private static final ProgramOptions NONE =
      new ProgramOptions(
          Listen.all(), StatusWords.standard(), null, null, options -> options, () -> {});

  private final Listen listen;
  private final StatusWords words;
  private final @Nullable ProgramTrace trace;
  private final @Nullable CallBudget budget;
  private final UnaryOperator<CallOptions> calls;
  private final Runnable beforeSideEffects;

  private ProgramOptions(
      Listen listen,
      StatusWords words,
      @Nullable ProgramTrace trace,
      @Nullable CallBudget budget,
      UnaryOperator<CallOptions> calls,
      Runnable beforeSideEffects) {
    this.beforeSideEffects = beforeSideEffects;
    this.listen = listen;
    this.words = words;
    this.trace = trace;
    this.budget = budget;
    this.calls = calls;
  }

  /** A stream that shows every field, without a trace. */
  public static ProgramOptions none() {
    return NONE;
  }

  /** Which fields a stream shows. */
  public Listen listen() {
    return listen;
  }

  /** These options with the fields that a stream shows. */
  public ProgramOptions withListen(Listen listen) {
    return new ProgramOptions(
        Objects.requireNonNull(listen, "listen"), words, trace, budget, calls, beforeSideEffects);
  }

  /** How a status is told. */
  public StatusWords words() {
    return words;
  }

  /** These options with other words for a status. */
  public ProgramOptions withWords(StatusWords words) {
    return new ProgramOptions(
        listen, Objects.requireNonNull(words, "words"), trace, budget, calls, beforeSideEffects);
  }

  /** What writes down every prompt and answer; nothing by default. */
  public Optional<ProgramTrace> trace() {
    return Optional.ofNullable(trace);
  }

  /** These options with every prompt and answer written down. */
  public ProgramOptions withTrace(ProgramTrace trace) {
    return new ProgramOptions(
        listen, words, Objects.requireNonNull(trace, "trace"), budget, calls, beforeSideEffects);
  }

  /**
   * What all the calls of the program together may use; by default each has a budget of its own, as
   * its group is set to.
   */
  public Optional<CallBudget> budget() {
    return Optional.ofNullable(budget);
  }

  /** These options with a budget for all the calls of the program together. */
  public ProgramOptions withBudget(CallBudget budget) {
    return new ProgramOptions(
        listen, words, trace, Objects.requireNonNull(budget, "budget"), calls, beforeSideEffects);
  }

  /** What the options of each call of a model are made to: themselves by default. */
  public UnaryOperator<CallOptions> calls() {
    return calls;
  }

  /** These options with those of each call of a model changed, after what its program set. */
  public ProgramOptions withCalls(UnaryOperator<CallOptions> change) {
    return new ProgramOptions(
        listen, words, trace, budget, Objects.requireNonNull(change, "change"), beforeSideEffects);
  }

  /** What is run before a turn's tools are, where one of them has side effects. */
  public Runnable beforeSideEffects() {
    return beforeSideEffects;
  }

  /**
   * These options with {@code told} run before a turn's tools are, where one of them has side
   * effects: from there on the program is not to be run again for the same input. What it throws
   * ends the program.
   */
  public ProgramOptions withBeforeSideEffects(Runnable told) {
    return new ProgramOptions(
        listen, words, trace, budget, calls, Objects.requireNonNull(told, "told"));
  }
}
