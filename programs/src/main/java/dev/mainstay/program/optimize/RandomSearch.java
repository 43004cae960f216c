package dev.mainstay.program.optimize;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.program.DemoProgram;
import dev.mainstay.program.signature.Demo;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/**
 * A search through sets of examples, each found by {@link BootstrapFewShot} in another order, and
 * for the one that scores best on a set of its own; no examples at all are tried first. The same
 * seed chooses the same. Immutable.
 */
public final class RandomSearch<I, O> {
  private static final int CANDIDATES = 8;
  private static final int CONCURRENCY = 8;
  private static final int MOST_OWN = 4;
  private static final int MOST_DEMOS = 16;

  private final Metric<I, O> metric;
  private final int candidates;
  private final int concurrency;
  private final long seed;
  private final LongRun running;

  private RandomSearch(
      Metric<I, O> metric, int candidates, int concurrency, long seed, LongRun running) {
    this.metric = metric;
    this.candidates = candidates;
    this.concurrency = concurrency;
    this.seed = seed;
    this.running = running;
  }

  /** A search among 8 candidates; seed 0. */
  public static <I, O> RandomSearch<I, O> of(Metric<I, O> metric) {
    Objects.requireNonNull(metric, "metric");
    return new RandomSearch<>(metric, CANDIDATES, CONCURRENCY, 0, LongRun.standard());
  }

  /**
   * This with {@code candidates} sets of examples, above 0.
   *
   * @throws IllegalArgumentException if it is not
   */
  public RandomSearch<I, O> withCandidates(int candidates) {
    if (candidates < 1) {
      throw new IllegalArgumentException("candidates is " + candidates + "; use 1 or more");
    }
    return new RandomSearch<>(metric, candidates, concurrency, seed, running);
  }

  /**
   * This with {@code concurrency} examples at once, 8 by default, while a candidate is scored.
   *
   * @throws IllegalArgumentException if it is not above 0
   */
  public RandomSearch<I, O> withConcurrency(int concurrency) {
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency is " + concurrency + "; use 1 or more");
    }
    return new RandomSearch<>(metric, candidates, concurrency, seed, running);
  }

  /** This with another seed. */
  public RandomSearch<I, O> withSeed(long seed) {
    return new RandomSearch<>(metric, candidates, concurrency, seed, running);
  }

  /** This with a budget; when it is spent, the best candidate so far is taken. */
  public RandomSearch<I, O> withBudget(SearchBudget budget) {
    return with(running.withBudget(budget));
  }

  /** This with somebody who hears how far it has come, and the best score. */
  public RandomSearch<I, O> withProgress(Progress progress) {
    return with(running.withProgress(progress));
  }

  /** This with a file that it goes on from where it was stopped. */
  public RandomSearch<I, O> withCheckpoint(Path file) {
    return with(running.withFile(file));
  }

  private RandomSearch<I, O> with(LongRun running) {
    return new RandomSearch<>(metric, candidates, concurrency, seed, running);
  }

  /**
   * {@code program} with the best examples of {@code training}; as it is where the budget does not
   * suffice for one candidate. A candidate that a provider failed is left out, and tried again next
   * time.
   *
   * @param validation what candidates are scored on
   * @throws java.util.concurrent.CancellationException if the thread is interrupted; what was saved
   *     is gone on with next time
   * @throws java.io.UncheckedIOException if the checkpoint cannot be read or written
   * @throws IllegalArgumentException if the checkpoint is of another program, seed, training or
   *     validation set, or an example of the training set has a component that is null
   * @throws dev.mainstay.call.MainstayException if calls failed in every candidate
   * @throws RuntimeException what the program threw last, if it did for all examples
   */
  public DemoProgram<I, O> run(
      DemoProgram<I, O> program, List<Example<I, O>> training, List<Example<I, O>> validation) {
    Objects.requireNonNull(program, "program");
    Objects.requireNonNull(training, "training");
    Objects.requireNonNull(validation, "validation");
    validation.forEach(example -> Objects.requireNonNull(example, "example"));
    training.forEach(BootstrapFewShot::asItIs);
    Checkpoint checkpoint = running.checkpoint(() -> about(program, training, validation));
    Spending spent = new Spending(running.budget());
    Optional<Candidate> best = Optional.empty();
    Optional<RuntimeException> failure = Optional.empty();
    for (int i = 0; i < candidates && !spent.isOver(); i++) {
      Tried tried = candidate(i, program, training, validation, checkpoint, spent);
      best = better(best, tried.candidate());
      failure = tried.failure().isPresent() ? tried.failure() : failure;
      running.progress().progressed(i + 1, candidates, best.map(Candidate::score).orElse(0.0));
    }
    if (best.isEmpty() && failure.isPresent() && !spent.isOver()) {
      throw failure.get();
    }
    return best.<DemoProgram<I, O>>map(found -> program.withDemos(found.demos())).orElse(program);
  }

  private static Optional<Candidate> better(Optional<Candidate> best, Optional<Candidate> other) {
    return other
        .filter(found -> best.isEmpty() || found.score() > best.get().score())
        .or(() -> best);
  }

  private Fingerprint about(
      DemoProgram<I, O> program, List<Example<I, O>> training, List<Example<I, O>> validation) {
    return Fingerprint.of("search", program)
        .with("training set", training)
        .with("validation set", validation)
        .with("seed", String.valueOf(seed));
  }

  private record Candidate(List<Demo> demos, double score) {}

  /** A candidate, or what failed it. */
  private record Tried(Optional<Candidate> candidate, Optional<RuntimeException> failure) {}

  // Nothing where the budget does not suffice for all of it, or a provider failed some of it.
  private Tried candidate(
      int number,
      DemoProgram<I, O> program,
      List<Example<I, O>> training,
      List<Example<I, O>> validation,
      Checkpoint checkpoint,
      Spending spent) {
    String key = "candidate/" + seed + "/" + number;
    Optional<JsonObject> known = checkpoint.get(key);
    if (known.isPresent()) {
      return new Tried(known.map(RandomSearch::candidate), Optional.empty());
    }
    Failures finding = new Failures();
    List<Demo> demos =
        number == 0
            ? List.of()
            : bootstrap(number).demos(program, training, checkpoint, spent, finding);
    if (finding.isNoResult()) {
      return new Tried(Optional.empty(), finding.last());
    }
    Failures scoring = new Failures();
    Evaluation<I, O> evaluation =
        Evaluate.of(validation, metric)
            .withConcurrency(concurrency)
            .run(program.withDemos(demos), spent, Checkpoint.none(), scoring);
    if (scoring.isNoResult() || (spent.isOver() && !evaluation.failures().isEmpty())) {
      return new Tried(Optional.empty(), scoring.last());
    }
    save(checkpoint, key, demos, evaluation.score());
    return new Tried(Optional.of(new Candidate(demos, evaluation.score())), Optional.empty());
  }

  private static void save(Checkpoint checkpoint, String key, List<Demo> demos, double score) {
    checkpoint.put(
        key,
        JsonObject.builder()
            .put("score", score)
            .put("demos", JsonArray.of(demos.stream().map(Demo::toJson).toList()))
            .build());
  }

  private static Candidate candidate(JsonObject known) {
    List<Demo> demos =
        known.array("demos").stream().flatMap(JsonArray::objects).map(Demo::of).toList();
    return new Candidate(demos, known.decimal("score").orElse(0));
  }

  private BootstrapFewShot<I, O> bootstrap(int number) {
    Random random = new Random(seed * 31 + number);
    int own = 1 + random.nextInt(MOST_OWN);
    return BootstrapFewShot.of(metric)
        .withDemos(own, own + random.nextInt(MOST_DEMOS - own + 1))
        .withSeed(seed * 31 + number);
  }
}
