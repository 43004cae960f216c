package dev.mainstay.temporal;

import dev.mainstay.program.Program;
import dev.mainstay.schema.JsonType;
import io.temporal.worker.Worker;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The programs that a worker answers as activities, by their names. Immutable; needs {@code
 * mainstay-programs} on the class path.
 *
 * <pre>{@code
 * DurablePrograms.of(durable)
 *     .with("qa", "chat", Question.class, Answer.class, qa)
 *     .register(worker);
 * }</pre>
 */
public final class DurablePrograms {
  private static final int CALLS = 3;

  private final DurableWorker worker;
  private final Map<String, Known<?, ?>> programs;

  /**
   * A program of the worker's.
   *
   * @param model the group whose retry policy and deadline count
   * @param calls how many calls of models it makes at most
   */
  record Known<I, O>(
      Program<I, O> program, JsonType<I> input, JsonType<O> output, String model, int calls) {}

  private DurablePrograms(DurableWorker worker, Map<String, Known<?, ?>> programs) {
    this.worker = worker;
    this.programs = programs;
  }

  /** No programs yet, with {@code worker}'s sinks and owner of retries. */
  public static DurablePrograms of(DurableWorker worker) {
    Objects.requireNonNull(worker, "worker");
    return new DurablePrograms(worker, Map.of());
  }

  /**
   * These and {@code program}, which makes up to three calls of models, as a {@code Predict} does
   * that asks again twice.
   *
   * @param model the model group that it asks
   * @throws dev.mainstay.schema.SchemaException if a type cannot travel; the message says which
   */
  public <I, O> DurablePrograms with(
      String name, String model, Class<I> input, Class<O> output, Program<I, O> program) {
    return with(name, model, CALLS, input, output, program);
  }

  /**
   * These and {@code program}.
   *
   * @param model the model group that it asks, whose retry policy counts where it asks several
   * @param calls how many calls of models it makes at most, above 0, those that ask again and those
   *     of programs that it calls included: as often it may use the attempts of one call
   * @throws IllegalArgumentException if {@code calls} is not above 0
   * @throws dev.mainstay.schema.SchemaException if a type cannot travel; the message says which
   */
  public <I, O> DurablePrograms with(
      String name,
      String model,
      int calls,
      Class<I> input,
      Class<O> output,
      Program<I, O> program) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(program, "program");
    if (calls < 1) {
      throw new IllegalArgumentException("calls is " + calls + "; use 1 or more");
    }
    Map<String, Known<?, ?>> all = new HashMap<>(programs);
    all.put(name, new Known<>(program, JsonType.of(input), JsonType.of(output), model, calls));
    return new DurablePrograms(worker, Map.copyOf(all));
  }

  /** The activities' implementation, for {@code Worker.registerActivitiesImplementations}. */
  public ProgramActivities activities() {
    return new ProgramWorker(worker.settings(), programs);
  }

  /** Has {@code worker} answer these programs' calls. */
  public void register(Worker worker) {
    Objects.requireNonNull(worker, "worker");
    this.worker.known(worker).registerActivitiesImplementations(activities());
  }
}
