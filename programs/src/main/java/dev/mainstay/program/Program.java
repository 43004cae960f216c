package dev.mainstay.program;

import dev.mainstay.async.CallFuture;
import dev.mainstay.json.JsonObject;
import dev.mainstay.program.event.Listen;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Something that answers an {@code I} by an {@code O} with the help of models. Immutable, and safe
 * for concurrent calls and streams, as far as the programs of one's own are.
 *
 * <p>Programs are composed in plain Java: one's own implement {@link #run}, and call others by the
 * run that they are given.
 *
 * <pre>{@code
 * record Researcher(Program<Question, Queries> ask, Program<Query, Finding> look)
 *     implements Program<Question, Report> {
 *   public Report run(Question question, Run run) {
 *     Queries queries = run.call("ask", ask, question);
 *     return new Report(queries.all().stream().map(query -> run.call("look", look, query)).toList());
 *   }
 * }
 * }</pre>
 *
 * @param <I> what it is given
 * @param <O> what it answers
 */
@FunctionalInterface
public interface Program<I, O> {
  /**
   * Answers {@code input}; for those who write programs. Callers use {@link #call} or {@link
   * #stream}.
   *
   * @param run where the calls of other programs go through
   * @throws ProgramException if a model's answer is not one of the program's
   * @throws dev.mainstay.call.MainstayException if a call fails
   */
  O run(I input, Run run);

  /**
   * The answer to {@code input}.
   *
   * @throws ProgramException if a model's answer is not one of the program's
   * @throws dev.mainstay.call.MainstayException if a call fails
   * @throws IllegalArgumentException if a component of the input is {@code null}
   */
  default O call(I input) {
    return answer(input, ProgramOptions.none()).value();
  }

  /**
   * {@link #call} with the story of how the answer came about. Where the call fails, {@link
   * ProgramStory#of} tells it.
   *
   * @throws ProgramException if a model's answer is not one of the program's
   * @throws dev.mainstay.call.MainstayException if a call fails
   * @throws IllegalArgumentException if a component of the input is {@code null}
   */
  default ProgramAnswer<O> answer(I input) {
    return answer(input, ProgramOptions.none());
  }

  /**
   * {@link #answer(Object)} with wishes for this call.
   *
   * @throws ProgramException if a model's answer is not one of the program's
   * @throws dev.mainstay.call.MainstayException if a call fails
   * @throws IllegalArgumentException if a component of the input is {@code null}
   */
  default ProgramAnswer<O> answer(I input, ProgramOptions options) {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(options, "options");
    RunRoot root = RunRoot.plain(options);
    O value = root.told(() -> RunRoot.ran(this, input, root.run()));
    return new ProgramAnswer<>(value, root.metadata());
  }

  /** The answer to {@code input} as it arrives, with every field. */
  default ProgramStream<O> stream(I input) {
    return stream(input, ProgramOptions.none());
  }

  /** The answer to {@code input} as it arrives, with the fields that {@code listen} names. */
  default ProgramStream<O> stream(I input, Listen listen) {
    return stream(input, ProgramOptions.none().withListen(listen));
  }

  /**
   * The answer to {@code input} as it arrives. What fails is thrown by the reads of the stream; an
   * input that cannot be put may be refused at once.
   *
   * @throws IllegalArgumentException if a component of the input is {@code null}
   */
  default ProgramStream<O> stream(I input, ProgramOptions options) {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(options, "options");
    return RunStream.start(this, input, options);
  }

  /**
   * What tells it from programs that may answer otherwise: results in a file are those of programs
   * with an equal one. By default the name of its class, which a lambda has not, and where it is a
   * record, its components. Override it where there is more to tell.
   */
  default JsonObject identity() {
    return ProgramIdentity.of(this);
  }

  /**
   * {@link #call} on a virtual thread. Completing the future in any other way, by cancelling it or
   * by {@code orTimeout}, ends the call. It fails with what {@link #call} throws.
   */
  default CompletableFuture<O> callAsync(I input) {
    Objects.requireNonNull(input, "input");
    return CallFuture.of(() -> call(input));
  }
}
