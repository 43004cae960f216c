package dev.mainstay.program.optimize;

import dev.mainstay.call.MainstayException;
import dev.mainstay.program.Program;
import dev.mainstay.program.ProgramAnswer;
import dev.mainstay.program.ProgramException;
import dev.mainstay.program.event.ProgramMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A way to run programs on examples, several at once, and to score what they answer. One example
 * that fails fails alone. Immutable.
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

  private final List<Example<I, O>> examples;
  private final Metric<I, O> metric;
  private final int concurrency;
  private final Progress progress;

  private Evaluate(
      List<Example<I, O>> examples, Metric<I, O> metric, int concurrency, Progress progress) {
    this.examples = List.copyOf(examples);
    this.metric = metric;
    this.concurrency = concurrency;
    this.progress = progress;
  }

  /** An evaluation on {@code examples}, 8 at once. */
  public static <I, O> Evaluate<I, O> of(List<Example<I, O>> examples, Metric<I, O> metric) {
    Objects.requireNonNull(examples, "examples");
    Objects.requireNonNull(metric, "metric");
    return new Evaluate<>(examples, metric, CONCURRENCY, Progress.none());
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
    return new Evaluate<>(examples, metric, concurrency, progress);
  }

  /** This with somebody who hears how far it has come. */
  public Evaluate<I, O> withProgress(Progress progress) {
    return new Evaluate<>(
        examples, metric, concurrency, Objects.requireNonNull(progress, "progress"));
  }

  /**
   * How {@code program} does. Calls wait their turn at a deployment by themselves: so many at once
   * are no more than it takes.
   *
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   * @throws IllegalStateException if the metric throws, which is its cause
   */
  public Evaluation<I, O> run(Program<I, O> program) {
    return run(program, new Spending(SearchBudget.unbounded()));
  }

  Evaluation<I, O> run(Program<I, O> program, Spending spent) {
    Objects.requireNonNull(program, "program");
    List<@Nullable Result<I, O>> results = new ArrayList<>();
    examples.forEach(example -> results.add(null));
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      ExecutorCompletionService<Indexed<I, O>> running = new ExecutorCompletionService<>(threads);
      Semaphore places = new Semaphore(concurrency);
      for (int i = 0; i < examples.size(); i++) {
        int index = i;
        running.submit(
            () -> new Indexed<>(index, placed(places, program, examples.get(index), spent)));
      }
      double sum = 0;
      for (int done = 1; done <= examples.size(); done++) {
        Indexed<I, O> result = running.take().get();
        results.set(result.index(), result.result());
        sum += result.result().score();
        progress.progressed(done, examples.size(), sum / done);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Interrupted.exception();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the metric failed: " + e.getCause(), e.getCause());
    } finally {
      threads.shutdownNow();
    }
    return new Evaluation<>(results.stream().map(Objects::requireNonNull).toList());
  }

  private record Indexed<I, O>(int index, Result<I, O> result) {}

  private Result<I, O> placed(
      Semaphore places, Program<I, O> program, Example<I, O> example, Spending spent)
      throws InterruptedException {
    places.acquire();
    try {
      return spent.isOver()
          ? failed(example, BUDGET, new ProgramMetadata(List.of()))
          : result(program, example, spent);
    } finally {
      places.release();
    }
  }

  private Result<I, O> result(Program<I, O> program, Example<I, O> example, Spending spent) {
    ProgramAnswer<O> answer;
    try {
      answer = program.answer(example.input(), spent.options());
      spent.add(answer.metadata());
    } catch (ProgramException e) {
      spent.add(e.metadata());
      return failed(example, e.getClass().getSimpleName(), e.metadata());
    } catch (MainstayException e) {
      return failed(example, e.failure().kind(), new ProgramMetadata(List.of()));
    } catch (RuntimeException e) {
      return failed(example, e.getClass().getSimpleName(), new ProgramMetadata(List.of()));
    }
    double score = metric.score(example, answer.value()).value();
    return new Result<>(
        example,
        Optional.of(answer.value()),
        score,
        Optional.empty(),
        answer.metadata().usage().totalTokens(),
        answer.metadata().cost(),
        duration(answer.metadata()));
  }

  private static <I, O> Result<I, O> failed(
      Example<I, O> example, String kind, ProgramMetadata metadata) {
    return new Result<>(
        example,
        Optional.empty(),
        0,
        Optional.of(kind),
        metadata.usage().totalTokens(),
        metadata.calls().isEmpty() ? OptionalDouble.empty() : metadata.cost(),
        duration(metadata));
  }

  private static Duration duration(ProgramMetadata metadata) {
    return metadata.calls().stream()
        .map(call -> call.call().duration())
        .reduce(Duration.ZERO, Duration::plus);
  }
}
