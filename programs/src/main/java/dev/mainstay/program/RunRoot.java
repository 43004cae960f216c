package dev.mainstay.program;

import dev.mainstay.program.event.Listen;
import dev.mainstay.program.event.ProgramCall;
import dev.mainstay.program.event.ProgramEvent;
import dev.mainstay.program.event.ProgramMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What all the runs of one call share. Thread-safe. */
final class RunRoot {
  private final ProgramOptions options;
  private final boolean isStreamed;
  private final Consumer<ProgramEvent<?>> sink;
  private final List<ProgramCall> calls = new CopyOnWriteArrayList<>();
  private final Set<PredictorCall<?, ?>> open = ConcurrentHashMap.newKeySet();
  private volatile boolean isClosed;

  RunRoot(ProgramOptions options, boolean isStreamed, Consumer<ProgramEvent<?>> sink) {
    this.options = options;
    this.isStreamed = isStreamed;
    this.sink = sink;
  }

  /** Of a call whose events nobody hears. */
  static RunRoot plain(ProgramOptions options) {
    return new RunRoot(options.withListen(Listen.none()), false, event -> {});
  }

  ProgramOptions options() {
    return options;
  }

  /** Whether somebody reads while answers come. */
  boolean isStreamed() {
    return isStreamed;
  }

  Run run() {
    return new Run(this, "");
  }

  void emit(ProgramEvent<?> event) {
    sink.accept(event);
  }

  void add(ProgramCall call) {
    calls.add(call);
  }

  ProgramMetadata metadata() {
    return new ProgramMetadata(calls);
  }

  /**
   * What {@code program} answers.
   *
   * @throws NullPointerException if that is null
   */
  static <I, O> O ran(Program<I, O> program, I input, Run run) {
    return Objects.requireNonNull(
        program.run(input, run),
        () -> program + " answered null; a program gives an answer, or throws");
  }

  /** What {@code running} gives; what it throws has the story with it. */
  <O> O told(Supplier<O> running) {
    try {
      return running.get();
    } catch (RuntimeException e) {
      ProgramStory.tell(e, metadata());
      throw e;
    }
  }

  void opened(PredictorCall<?, ?> call) {
    open.add(call);
    if (isClosed) {
      call.close();
    }
  }

  void ended(PredictorCall<?, ?> call) {
    open.remove(call);
  }

  /** Ends every call under way. */
  void close() {
    isClosed = true;
    new ArrayList<>(open).forEach(PredictorCall::close);
  }
}
