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
 * Tries several sets of examples, each found by {@link BootstrapFewShot} in another order, and
 * keeps the one that scores best on a set of its own; no examples at all are tried first. The same
 * seed chooses the same. Immutable.
 */
public final class RandomSearch<I, O> {
  private static final int CANDIDATES = 8;
  private static final int MOST_OWN = 4;
  private static final int MOST_DEMOS = 16;

  private final Metric<I, O> metric;
  private final int candidates;
  private final long seed;
  private final SearchBudget budget;
  private final Progress progress;
  private final Optional<Path> file;

  private RandomSearch(
      Metric<I, O> metric,
      int candidates,
      long seed,
      SearchBudget budget,
      Progress progress,
      Optional<Path> file) {
    this.metric = metric;
    this.candidates = candidates;
    this.seed = seed;
    this.budget = budget;
    this.progress = progress;
    this.file = file;
  }

  /** A search among 8 candidates; seed 0. */
  public static <I, O> RandomSearch<I, O> of(Metric<I, O> metric) {
    Objects.requireNonNull(metric, "metric");
    return new RandomSearch<>(
        metric, CANDIDATES, 0, SearchBudget.unbounded(), Progress.none(), Optional.empty());
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
    return new RandomSearch<>(metric, candidates, seed, budget, progress, file);
  }

  /** This with another seed. */
  public RandomSearch<I, O> withSeed(long seed) {
    return new RandomSearch<>(metric, candidates, seed, budget, progress, file);
  }

  /** This with a budget; when it is spent, the best candidate so far is taken. */
  public RandomSearch<I, O> withBudget(SearchBudget budget) {
    return new RandomSearch<>(
        metric, candidates, seed, Objects.requireNonNull(budget, "budget"), progress, file);
  }

  /** This with somebody who hears how far it has come, and the best score. */
  public RandomSearch<I, O> withProgress(Progress progress) {
    return new RandomSearch<>(
        metric, candidates, seed, budget, Objects.requireNonNull(progress, "progress"), file);
  }

  /** This with a file that it goes on from where it was stopped. */
  public RandomSearch<I, O> withCheckpoint(Path file) {
    return new RandomSearch<>(metric, candidates, seed, budget, progress, Optional.of(file));
  }

  /**
   * {@code program} with the best examples of {@code training}.
   *
   * @param validation what candidates are scored on
   */
  public DemoProgram<I, O> run(
      DemoProgram<I, O> program, List<Example<I, O>> training, List<Example<I, O>> validation) {
    Checkpoint checkpoint = file.map(Checkpoint::of).orElseGet(Checkpoint::none);
    BootstrapFewShot.Spent spent = new BootstrapFewShot.Spent();
    DemoProgram<I, O> best = program;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < candidates && !spent.isAll(budget); i++) {
      Candidate candidate = candidate(i, program, training, validation, checkpoint, spent);
      if (candidate.score() > most) {
        most = candidate.score();
        best = program.withDemos(candidate.demos());
      }
      progress.progressed(i + 1, candidates, most);
    }
    return best;
  }

  private record Candidate(List<Demo> demos, double score) {}

  private Candidate candidate(
      int number,
      DemoProgram<I, O> program,
      List<Example<I, O>> training,
      List<Example<I, O>> validation,
      Checkpoint checkpoint,
      BootstrapFewShot.Spent spent) {
    String key = "candidate/" + seed + "/" + number;
    Optional<JsonObject> known = checkpoint.get(key);
    if (known.isPresent()) {
      return new Candidate(
          known.get().array("demos").stream()
              .flatMap(JsonArray::objects)
              .map(RandomSearch::demo)
              .toList(),
          known.get().decimal("score").orElse(0));
    }
    List<Demo> demos =
        number == 0 ? List.of() : bootstrap(number).demos(program, training, checkpoint, spent);
    Evaluation<I, O> evaluation = Evaluate.of(validation, metric).run(program.withDemos(demos));
    evaluation.results().forEach(spent::add);
    checkpoint.put(
        key,
        JsonObject.builder()
            .put("score", evaluation.score())
            .put("demos", JsonArray.of(demos.stream().map(RandomSearch::json).toList()))
            .build());
    return new Candidate(demos, evaluation.score());
  }

  private BootstrapFewShot<I, O> bootstrap(int number) {
    Random random = new Random(seed * 31 + number);
    int own = 1 + random.nextInt(MOST_OWN);
    return BootstrapFewShot.of(metric)
        .withDemos(own, own + random.nextInt(MOST_DEMOS - own + 1))
        .withSeed(seed * 31 + number)
        .withBudget(budget);
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
