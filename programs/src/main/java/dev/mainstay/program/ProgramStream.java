package dev.mainstay.program;

import dev.mainstay.program.event.ProgramEvent;
import dev.mainstay.program.event.ProgramMetadata;
import java.util.Iterator;
import java.util.Optional;

/**
 * An answer of a program as it arrives. It is whole when it has ended without an exception, by
 * {@link ProgramEvent.Completed}.
 *
 * <pre>{@code
 * try (ProgramStream<Answer> stream = program.stream(new Question("Why is the sky blue?"))) {
 *   for (ProgramEvent<Answer> event : stream) {
 *     if (event instanceof FieldDelta<Answer> delta) System.out.print(delta.text());
 *   }
 * }
 * }</pre>
 *
 * <p>One thread reads, and what it does not read is not asked for; any thread may {@link #close}. A
 * read throws what the call throws, and so does every later one.
 *
 * @param <O> the answer
 */
public interface ProgramStream<O> extends Iterable<ProgramEvent<O>>, AutoCloseable {
  /**
   * The next event, waiting for it; nothing after the last.
   *
   * @throws ProgramException if a model's answer is not one of the program's
   * @throws dev.mainstay.call.MainstayException if a call fails
   */
  Optional<ProgramEvent<O>> nextEvent();

  /** The events that have not been read yet, to be iterated over once. */
  @Override
  default Iterator<ProgramEvent<O>> iterator() {
    return new ProgramEvents<>(this);
  }

  /**
   * The answer; reads what has not been read yet.
   *
   * @throws IllegalStateException if the stream has been read to its end before
   * @throws dev.mainstay.call.MainstayException if there is none
   */
  default O value() {
    for (ProgramEvent<O> event : this) {
      if (event instanceof ProgramEvent.Completed<O> completed) {
        return completed.value();
      }
    }
    throw new IllegalStateException(
        "the stream has been read to its end; its Completed event has the answer");
  }

  /** The story so far. */
  ProgramMetadata metadata();

  /** Ends the program. Without effect after the end; may be called from any thread, and again. */
  @Override
  void close();
}
