package dev.mainstay.temporal;

import java.util.Objects;
import java.util.Optional;

/**
 * A program's streamed answer when it is whole.
 *
 * @param value the whole answer
 * @param sinkFailure the kind of failure that the sink met, where the call went on without it: its
 *     readers have a part of the field's text only
 * @param <O> what the program answers
 */
public record StreamedValue<O>(O value, Optional<String> sinkFailure) {
  /** Null is refused. */
  public StreamedValue {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(sinkFailure, "sinkFailure");
  }
}
