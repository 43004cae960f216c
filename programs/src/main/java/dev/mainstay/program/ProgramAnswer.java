package dev.mainstay.program;

import dev.mainstay.program.event.ProgramMetadata;
import java.util.Objects;

/**
 * An answer with its story.
 *
 * @param value the answer
 * @param metadata how it came about
 */
public record ProgramAnswer<O>(O value, ProgramMetadata metadata) {
  /** Null is refused. */
  public ProgramAnswer {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(metadata, "metadata");
  }
}
