package dev.mainstay.provider.wire;

import dev.mainstay.provider.ProviderStream.Step;
import java.io.IOException;
import java.util.Optional;

/** The body of a 200 as one dialect reads it. One thread reads. */
public interface AnswerBody extends AutoCloseable {
  /** The next step; not called again after an end. */
  Step next() throws IOException;

  /** The next step if {@link #next()} would not wait for it; nothing otherwise, and by default. */
  default Optional<Step> poll() throws IOException {
    return Optional.empty();
  }

  /** Whether the chunk of the last step came in one event with the one before; not, by default. */
  default boolean isOfSameEvent() {
    return false;
  }

  /**
   * Whether something was said and its semantic end has come: whatever breaks now, the answer is
   * whole. An end before anything was said may be premature.
   */
  boolean isWhole();

  /** Gives up what is left, but for a little that lets the connection be used again. */
  @Override
  void close();
}
