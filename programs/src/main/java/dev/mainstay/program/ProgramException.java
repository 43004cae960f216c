package dev.mainstay.program;

import dev.mainstay.program.event.ProgramMetadata;
import java.util.Objects;

/**
 * A whole answer of a model that is not one of the program's: it could not be read, however often
 * the model was asked. What it is otherwise is told by subclasses. Failures of the calls themselves
 * are {@link dev.mainstay.call.MainstayException}, as anywhere else.
 */
public class ProgramException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient PartialAnswer partial;
  private final transient ProgramMetadata metadata;

  ProgramException(String message, PartialAnswer partial, ProgramMetadata metadata) {
    super(message);
    this.partial = Objects.requireNonNull(partial, "partial");
    this.metadata = Objects.requireNonNull(metadata, "metadata");
  }

  /** What the model wrote last, as it was. */
  public String raw() {
    return partial.raw();
  }

  /** What could be read of it. */
  public PartialAnswer partial() {
    return partial;
  }

  /** The story so far. */
  public ProgramMetadata metadata() {
    return metadata;
  }
}
