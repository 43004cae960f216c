package dev.mainstay.program.optimize;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
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
  private final SearchBudget budget;
  private final Progress progress;
  private final Optional<Path> file;

  private RandomSearch(
      Metric<I, O> metric,
      int candidates,
      int concurrency,
      long seed,
      SearchBudget budget,
      Progress progress,
      Optional<Path> file) {
    this.metric = metric;
    this.candidates = candidates;
    this.concurrency = concurrency;
    this.seed = seed;
    this.budget = budget;
    this.progress = progress;
    this.file = file;
  }

  /** A search among 8 candidates; seed 0. */
  public static <I, O> RandomSearch<I, O> of(Metric<I, O> metric) {
    Objects.requireNonNull(metric, "metric");
    return new RandomSearch<>(
        metric,
        CANDIDATES,
        CONCURRENCY,
        0,
        SearchBudget.unbounded(),
        Progress.none(),
        Optional.empty());
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
    return new RandomSearch<>(metric, candidates, concurrency, seed, budget, progress, file);
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
    return new RandomSearch<>(metric, candidates, concurrency, seed, budget, progress, file);
  }

  /** This with another seed. */
  public RandomSearch<I, O> withSeed(long seed) {
    return new RandomSearch<>(metric, candidates, concurrency, seed, budget, progress, file);
  }

  /** This with a budget; when it is spent, the best candidate so far is taken. */
  public RandomSearch<I, O> withBudget(SearchBudget budget) {
    return new RandomSearch<>(
        metric,
        candidates,
        concurrency,
        seed,
        Objects.requireNonNull(budget, "budget"),
        progress,
        file);
  }

  /** This with somebody who hears how far it has come, and the best score. */
  public RandomSearch<I, O> withProgress(Progress progress) {
    return new RandomSearch<>(
        metric,
        candidates,
        concurrency,
        seed,
        budget,
        Objects.requireNonNull(progress, "progress"),
        file);
  }

  /** This with a file that it goes on from where it was stopped. */
  public RandomSearch<I, O> withCheckpoint(Path file) {
    return new RandomSearch<>(
        metric,
        candidates,
        concurrency,
        seed,
        budget,
        progress,
        Optional.of(Objects.requireNonNull(file, "file")));
  }

  /**
   * {@code program} with the best examples of {@code training}; as it is where the budget does not
   * suffice for one candidate.
   *
   * @param validation what candidates are scored on
   * @throws java.util.concurrent.CancellationException if the thread is interrupted; what was saved
   *     is gone on with next time
   * @throws java.io.UncheckedIOException if the checkpoint cannot be read or written
   * @throws RuntimeException what the metric throws
   */
  public DemoProgram<I, O> run(
      DemoProgram<I, O> program, List<Example<I, O>> training, List<Example<I, O>> validation) {
    Objects.requireNonNull(program, "program");
    Objects.requireNonNull(training, "training");
    Objects.requireNonNull(validation, "validation");
    Checkpoint checkpoint = file.map(Checkpoint::of).orElseGet(Checkpoint::none);
    Spending spent = new Spending(budget);
    DemoProgram<I, O> best = program;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < candidates && !spent.isOver(); i++) {
      Optional<Candidate> candidate =
          candidate(i, program, training, validation, checkpoint, spent);
      if (candidate.isPresent() && candidate.get().score() > most) {
        most = candidate.get().score();
        best = program.withDemos(candidate.get().demos());
      }
      progress.progressed(i + 1, candidates, most);
    }
    return best;
  }

  private record Candidate(List<Demo> demos, double score) {}

  // Nothing where the budget does not suffice for all of it.
  private Optional<Candidate> candidate(
      int number,
      DemoProgram<I, O> program,
      List<Example<I, O>> training,
      List<Example<I, O>> validation,
      Checkpoint checkpoint,
      Spending spent) {
    String key = "candidate/" + seed + "/" + number;
    Optional<JsonObject> known = checkpoint.get(key);
    if (known.isPresent()) {
      return known.map(RandomSearch::candidate);
    }
    List<Demo> demos =
        number == 0 ? List.of() : bootstrap(number).demos(program, training, checkpoint, spent);
    Evaluation<I, O> evaluation =
        Evaluate.of(validation, metric)
            .withConcurrency(concurrency)
            .run(program.withDemos(demos), spent);
    if (spent.isOver() && !evaluation.failures().isEmpty()) {
      return Optional.empty();
    }
    checkpoint.put(
        key,
        JsonObject.builder()
            .put("score", evaluation.score())
            .put("demos", JsonArray.of(demos.stream().map(RandomSearch::json).toList()))
            .build());
    return Optional.of(new Candidate(demos, evaluation.score()));
  }

  private static Candidate candidate(JsonObject known) {
    List<Demo> demos =
        known.array("demos").stream().flatMap(JsonArray::objects).map(RandomSearch::demo).toList();
    return new Candidate(demos, known.decimal("score").orElse(0));
  }

  private BootstrapFewShot<I, O> bootstrap(int number) {
    Random random = new Random(seed * 31 + number);
    int own = 1 + random.nextInt(MOST_OWN);
    return BootstrapFewShot.of(metric)
        .withDemos(own, own + random.nextInt(MOST_DEMOS - own + 1))
        .withSeed(seed * 31 + number);
  }

  private static JsonObject json(Demo demo) {
    JsonObjectBuilder json = JsonObject.builder().put("input", demo.input());
    return json.put("output", demo.output()).build();
  }

  private static Demo demo(JsonObject json) {
    return new Demo(
        json.object("input").orElse(JsonObject.empty()),
        json.object("output").orElse(JsonObject.empty()));
  }
}
