package dev.mainstay.program.optimize;

import dev.mainstay.call.MainstayException;
import dev.mainstay.program.Program;
import dev.mainstay.program.ProgramAnswer;
import dev.mainstay.program.ProgramException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A way to run programs on examples, several at once, and to score what they answer. They are begun
 * in their order. One example that fails fails alone. Immutable.
 *
 * <pre>{@code
 * Evaluation<Question, Answer> evaluation =
 *     Evaluate.of(examples, metric).withConcurrency(16).withProgress(Progress.bar(System.err)).run(qa);
 * System.out.println(evaluation);
 * }</pre>
 */
public final class Evaluate<I, O> {
  private static final int CONCURRENCY = 8;
  private static final String BUDGET = "BudgetSpent";
  private static final String METRIC = "Metric: ";

  private final List<Example<I, O>> examples;
  private final Metric<I, O> metric;
  private final int concurrency;
  private final LongRun running;

  private Evaluate(
      List<Example<I, O>> examples, Metric<I, O> metric, int concurrency, LongRun running) {
    this.examples = List.copyOf(examples);
    this.metric = metric;
    this.concurrency = concurrency;
    this.running = running;
  }

  /** An evaluation on {@code examples}, 8 at once. */
  public static <I, O> Evaluate<I, O> of(List<Example<I, O>> examples, Metric<I, O> metric) {
    Objects.requireNonNull(examples, "examples");
    examples.forEach(example -> Objects.requireNonNull(example, "example"));
    Objects.requireNonNull(metric, "metric");
    return new Evaluate<>(examples, metric, CONCURRENCY, LongRun.standard());
  }

  /**
   * This with {@code concurrency} examples at once, above 0.
   *
   * @throws IllegalArgumentException if it is not
   */
  public Evaluate<I, O> withConcurrency(int concurrency) {
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency is " + concurrency + "; use 1 or more");
    }
    return new Evaluate<>(examples, metric, concurrency, running);
  }

  /**
   * This with a budget; an example that is not begun when it is spent fails, its kind is {@code
   * BudgetSpent}.
   */
  public Evaluate<I, O> withBudget(SearchBudget budget) {
    return with(running.withBudget(budget));
  }

  /** This with somebody who hears how far it has come. */
  public Evaluate<I, O> withProgress(Progress progress) {
    return with(running.withProgress(progress));
  }

  /**
   * This with a file that it goes on from where it was stopped: what it holds is not asked for
   * again. What a provider failed it does not hold. It knows a program by its {@link
   * Program#identity}, and no metric: another one takes another file.
   */
  public Evaluate<I, O> withCheckpoint(Path file) {
    return with(running.withFile(file));
  }

  private Evaluate<I, O> with(LongRun running) {
    return new Evaluate<>(examples, metric, concurrency, running);
  }

  /**
   * How {@code program} does. Calls wait their turn at a deployment by themselves: so many at once
   * are no more than it takes. What the metric throws is its example's failure, be it a failed
   * assertion.
   *
   * @throws java.util.concurrent.CancellationException if the thread is interrupted; what was saved
   *     is gone on with next time
   * @throws java.io.UncheckedIOException if the checkpoint cannot be read or written
   * @throws IllegalArgumentException if the checkpoint is of another program or other examples
   */
  public Evaluation<I, O> run(Program<I, O> program) {
    Objects.requireNonNull(program, "program");
    Checkpoint checkpoint =
        running.checkpoint(() -> Fingerprint.of("evaluation", program).with("examples", examples));
    return run(program, new Spending(running.budget()), checkpoint, new Failures());
  }

  Evaluation<I, O> run(
      Program<I, O> program, Spending spent, Checkpoint checkpoint, Failures failures) {
    List<@Nullable Result<I, O>> results = new ArrayList<>();
    examples.forEach(example -> results.add(null));
    List<Optional<Result<I, O>>> known =
        IntStream.range(0, examples.size()).mapToObj(index -> known(checkpoint, index)).toList();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      ExecutorCompletionService<Indexed<I, O>> begun = new ExecutorCompletionService<>(threads);
      Semaphore places = new Semaphore(concurrency);
      AtomicInteger next = new AtomicInteger();
      for (int i = 0; i < examples.size(); i++) {
        failures.tried();
        begun.submit(() -> placed(places, known, next, program, spent, failures));
      }
      double sum = 0;
      for (int done = 1; done <= examples.size(); done++) {
        Indexed<I, O> result = begun.take().get();
        results.set(result.index(), result.result());
        save(checkpoint, result);
        sum += result.result().score();
        running.progress().progressed(done, examples.size(), sum / done);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Interrupted.exception();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "an example ended by an error: " + e.getCause(), e.getCause());
    } finally {
      threads.shutdownNow();
    }
    return new Evaluation<>(results.stream().map(Objects::requireNonNull).toList());
  }

  private record Indexed<I, O>(int index, Result<I, O> result, boolean isToBeSaved) {}

  private static String key(int index) {
    return "example/" + index;
  }

  private Optional<Result<I, O>> known(Checkpoint checkpoint, int index) {
    return checkpoint.get(key(index)).flatMap(json -> SavedResult.read(examples.get(index), json));
  }

  private static void save(Checkpoint checkpoint, Indexed<?, ?> result) {
    if (result.isToBeSaved()) {
      SavedResult.write(result.result())
          .ifPresent(json -> checkpoint.put(key(result.index()), json));
    }
  }

  // Whichever thread is first: who has a place takes the next example.
  private Indexed<I, O> placed(
      Semaphore places,
      List<Optional<Result<I, O>>> known,
      AtomicInteger next,
      Program<I, O> program,
      Spending spent,
      Failures failures)
      throws InterruptedException {
    places.acquire();
    try {
      int index = next.getAndIncrement();
      if (known.get(index).isPresent()) {
        return new Indexed<>(index, known.get(index).get(), false);
      }
      return spent.isOver()
          ? new Indexed<>(index, failed(examples.get(index), BUDGET, Taken.NOTHING), false)
          : result(program, index, spent, failures);
    } finally {
      places.release();
    }
  }

  // What a spent budget ended is tried again with another, and so is what a provider failed.
  private Indexed<I, O> result(
      Program<I, O> program, int index, Spending spent, Failures failures) {
    ProgramAnswer<O> answer;
    try {
      answer = program.answer(examples.get(index).input(), spent.options());
    } catch (RuntimeException | AssertionError e) {
      Taken taken = Taken.of(e);
      spent.add(taken);
      boolean isResult =
          switch (e) {
            case ProgramException unread -> true;
            case MainstayException call -> !Failures.isOutage(call);
            default -> false;
          };
      if (!(e instanceof ProgramException)) {
        failures.add(e);
      }
      return new Indexed<>(
          index, failed(examples.get(index), Failures.kind(e), taken), isResult && !spent.isOver());
    }
    Taken taken = Taken.of(answer.metadata());
    spent.add(taken);
    return scored(index, answer.value(), taken, failures);
  }

  private Indexed<I, O> scored(int index, O answer, Taken taken, Failures failures) {
    double score = 0;
    Optional<String> failure = Optional.empty();
    boolean isResult = true;
    try {
      score = metric.score(examples.get(index), answer).value();
    } catch (MainstayException e) {
      failures.add(e);
      failure = Optional.of(METRIC + Failures.kind(e));
      isResult = !Failures.isOutage(e);
    } catch (RuntimeException | AssertionError e) {
      failure = Optional.of(METRIC + Failures.kind(e));
    }
    return new Indexed<>(
        index,
        new Result<>(
            examples.get(index),
            Optional.of(answer),
            score,
            failure,
            taken.tokens(),
            taken.cost(),
            taken.duration()),
        isResult);
  }

  private static <I, O> Result<I, O> failed(Example<I, O> example, String kind, Taken taken) {
    return new Result<>(
        example,
        Optional.empty(),
        0,
        Optional.of(kind),
        taken.tokens(),
        taken.cost(),
        taken.duration());
  }
}
