package dev.mainstay.provider;

import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatChunk;
import java.util.List;
import java.util.Optional;

/**
 * One provider's answer to one attempt, as it arrives. A plain answer is a stream of one chunk.
 *
 * <p>Nothing is sent before the first {@link #next()}. One thread reads; any thread may {@link
 * #abort}.
 */
public interface ProviderStream extends AutoCloseable {

  /**
   * The next step, waiting for it. After {@link End} or {@link Broken} every further call gives the
   * same.
   *
   * @throws InterruptedException if the reading thread is interrupted; the stream is then aborted
   */
  Step next() throws InterruptedException;

  /**
   * The next step if it is there already, in which case {@link #next()} would not have waited for
   * it; nothing otherwise, and by default.
   *
   * @throws InterruptedException as {@link #next()} does
   */
  default Optional<Step> poll() throws InterruptedException {
    return Optional.empty();
  }

  /**
   * Whether the chunk that was given last came in one event with the one before it: an end in the
   * same event as the first output proves less than one after it. Not so, by default.
   */
  default boolean isOfSameEvent() {
    return false;
  }

  /**
   * Ends the exchange from any thread: a blocked {@link #next()} wakes and is broken by {@code
   * cause}.
   */
  void abort(Failure cause);

  /**
   * What its answer, be it good or bad, tells of the deployment's limits; nothing before the first
   * {@link #next()}, and by default.
   */
  default List<ToldLimit> toldLimits() {
    return List.of();
  }

  /** Lets go of the connection; what has not been read is given up. */
  @Override
  void close();

  /** What {@link #next()} gives. */
  sealed interface Step {}

  /** A chunk of the answer. */
  record Next(ChatChunk chunk) implements Step {}

  /** The end of an answer that is whole: its semantic end was among the chunks. */
  record End() implements Step {}

  /** The end of an answer that is not whole. */
  record Broken(Failure failure) implements Step {}
}
