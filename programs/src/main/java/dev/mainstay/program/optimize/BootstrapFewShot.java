package dev.mainstay.program.optimize;

import dev.mainstay.call.MainstayException;
import dev.mainstay.json.JsonObject;
import dev.mainstay.program.DemoProgram;
import dev.mainstay.program.ProgramException;
import dev.mainstay.program.signature.Demo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;

/**
 * A search for examples of a program among its own answers: those that a metric takes are shown to
 * it, with their reasoning where there is some, and after them some of the training set as they
 * are. The same seed chooses the same. Immutable.
 */
public final class BootstrapFewShot<I, O> {
  private static final int BOOTSTRAPPED = 4;
  private static final int LABELED = 16;
  private static final String DEMO = "demo";
  private static final String FAILURE = "failure";
  private static final String PASSING = "passing";

  private final Metric<I, O> metric;
  private final Bounds bounds;
  private final LongRun running;

  private record Bounds(int bootstrapped, int labeled, double threshold, long seed) {}

  private BootstrapFewShot(Metric<I, O> metric, Bounds bounds, LongRun running) {
    this.metric = metric;
    this.bounds = bounds;
    this.running = running;
  }

  /** At most 4 of the program's own answers that score 1, and 16 examples in all; seed 0. */
  public static <I, O> BootstrapFewShot<I, O> of(Metric<I, O> metric) {
    Objects.requireNonNull(metric, "metric");
    return new BootstrapFewShot<>(
        metric, new Bounds(BOOTSTRAPPED, LABELED, 1, 0), LongRun.standard());
  }

  /**
   * This with at most {@code own} of the program's answers, and {@code all} examples in all.
   *
   * @throws IllegalArgumentException if {@code own} is below 0, or above {@code all}
   */
  public BootstrapFewShot<I, O> withDemos(int own, int all) {
    if (own < 0 || all < own) {
      throw new IllegalArgumentException(
          own
              + " of "
              + all
              + " examples are to be the program's own; use 0 or more, and no more than all");
    }
    return with(new Bounds(own, all, bounds.threshold(), bounds.seed()));
  }

  /** This with answers that score {@code threshold} or more. */
  public BootstrapFewShot<I, O> withThreshold(double threshold) {
    return with(new Bounds(bounds.bootstrapped(), bounds.labeled(), threshold, bounds.seed()));
  }

  /** This with another seed, which decides in which order the training set is tried. */
  public BootstrapFewShot<I, O> withSeed(long seed) {
    return with(new Bounds(bounds.bootstrapped(), bounds.labeled(), bounds.threshold(), seed));
  }

  private BootstrapFewShot<I, O> with(Bounds bounds) {
    return new BootstrapFewShot<>(metric, bounds, running);
  }

  /** This with a budget; when it is spent, what has been found is taken. */
  public BootstrapFewShot<I, O> withBudget(SearchBudget budget) {
    return with(running.withBudget(budget));
  }

  /** This with somebody who hears how far it has come. */
  public BootstrapFewShot<I, O> withProgress(Progress progress) {
    return with(running.withProgress(progress));
  }

  /** This with a file that it goes on from where it was stopped. */
  public BootstrapFewShot<I, O> withCheckpoint(Path file) {
    return with(running.withFile(file));
  }

  private BootstrapFewShot<I, O> with(LongRun running) {
    return new BootstrapFewShot<>(metric, bounds, running);
  }

  /**
   * {@code program} with examples from {@code training}. One on which it fails, or the metric, is
   * not among its own; where that was the provider, it is tried again next time.
   *
   * @throws java.util.concurrent.CancellationException if the thread is interrupted; what was saved
   *     is gone on with next time
   * @throws java.io.UncheckedIOException if the checkpoint cannot be read or written
   * @throws IllegalArgumentException if the checkpoint is of another program, training set, seed or
   *     threshold, or an example has a component that is null
   * @throws MainstayException if the calls for all examples that were tried failed
   * @throws RuntimeException what the program threw last, if it did for all of them
   */
  public DemoProgram<I, O> run(DemoProgram<I, O> program, List<Example<I, O>> training) {
    Objects.requireNonNull(program, "program");
    Objects.requireNonNull(training, "training");
    training.forEach(BootstrapFewShot::asItIs);
    Checkpoint checkpoint = running.checkpoint(() -> about(program, training));
    Spending spent = new Spending(running.budget());
    Failures failures = new Failures();
    List<Demo> demos = demos(program, training, checkpoint, spent, failures);
    if (failures.isAll() && !spent.isOver()) {
      throw failures.last().orElseThrow();
    }
    return program.withDemos(demos);
  }

  private Fingerprint about(DemoProgram<I, O> program, List<Example<I, O>> training) {
    return Fingerprint.of("bootstrap", program)
        .with("training set", training)
        .with("seed", String.valueOf(bounds.seed()))
        .with("threshold", String.valueOf(bounds.threshold()));
  }

  List<Demo> demos(
      DemoProgram<I, O> program,
      List<Example<I, O>> training,
      Checkpoint checkpoint,
      Spending spent,
      Failures failures) {
    List<Example<I, O>> shuffled = new ArrayList<>(training);
    Collections.shuffle(shuffled, new Random(bounds.seed()));
    List<Demo> found = new ArrayList<>();
    List<Example<I, O>> rest = new ArrayList<>();
    SequencedMap<String, JsonObject> unsaved = new LinkedHashMap<>();
    for (int i = 0; i < shuffled.size(); i++) {
      Example<I, O> example = shuffled.get(i);
      boolean isTried = found.size() < bounds.bootstrapped() && !spent.isOver();
      Optional<Demo> demo =
          isTried
              ? demo(program, example, key(i), checkpoint, unsaved, spent, failures)
              : Optional.empty();
      demo.ifPresentOrElse(found::add, () -> rest.add(example));
      running.progress().progressed(i + 1, shuffled.size(), found.size());
    }
    for (Example<I, O> example : rest) {
      if (found.size() < bounds.labeled()) {
        found.add(asItIs(example));
      }
    }
    return found;
  }

  /**
   * An example as a model is shown it.
   *
   * @throws IllegalArgumentException if it has a null in it
   */
  static Demo asItIs(Example<?, ?> example) {
    Objects.requireNonNull(example, "example");
    return Demo.of((Record) example.input(), (Record) example.expected());
  }

  private String key(int index) {
    return "example/" + bounds.seed() + "/" + index;
  }

  private Optional<Demo> demo(
      DemoProgram<I, O> program,
      Example<I, O> example,
      String key,
      Checkpoint checkpoint,
      SequencedMap<String, JsonObject> unsaved,
      Spending spent,
      Failures failures) {
    failures.tried();
    Optional<JsonObject> known = checkpoint.get(key);
    JsonObject outcome = known.orElseGet(() -> outcome(program, example, spent, failures));
    if (known.isEmpty() && !outcome.has(PASSING) && !(spent.isOver() && outcome.has(FAILURE))) {
      unsaved.put(key, outcome);
    }
    if (!failures.isAll()) {
      save(unsaved, checkpoint);
    }
    return outcome.object(DEMO).map(Demo::of);
  }

  // While all have failed, the run may end with that, and the next is to end so as well. What is
  // no failure goes first: a file that is cut off has one all the same.
  private static void save(SequencedMap<String, JsonObject> unsaved, Checkpoint checkpoint) {
    unsaved.reversed().forEach(checkpoint::put);
    unsaved.clear();
  }

  // One example that fails fails alone.
  private JsonObject outcome(
      DemoProgram<I, O> program, Example<I, O> example, Spending spent, Failures failures) {
    DemoProgram.Shown<O> shown;
    try {
      shown = program.show(example.input(), spent.options());
    } catch (RuntimeException | AssertionError e) {
      spent.add(Taken.of(e));
      return e instanceof ProgramException unread ? failed(FAILURE, unread) : failed(e, failures);
    }
    spent.add(Taken.of(shown.answer().metadata()));
    return judged(example, shown, failures);
  }

  // What says nothing of the example is tried again next time.
  private static JsonObject failed(Throwable e, Failures failures) {
    if (Thread.currentThread().isInterrupted()) {
      throw Interrupted.exception();
    }
    failures.add(e);
    return e instanceof MainstayException call && !Failures.isOutage(call)
        ? failed(FAILURE, e)
        : failed(PASSING, e);
  }

  private static JsonObject failed(String name, Throwable e) {
    return JsonObject.builder().put(name, Failures.kind(e)).build();
  }

  private JsonObject judged(Example<I, O> example, DemoProgram.Shown<O> shown, Failures failures) {
    try {
      return metric.score(example, shown.answer().value()).value() >= bounds.threshold()
          ? JsonObject.of(DEMO, shown.demo().toJson())
          : JsonObject.empty();
    } catch (MainstayException e) {
      return failed(e, failures);
    } catch (RuntimeException | AssertionError e) {
      return failed(FAILURE, e);
    }
  }
}
