package dev.mainstay.program;

import dev.mainstay.program.event.ProgramMetadata;
import java.util.Objects;
import java.util.Optional;

/**
 * What a call of a program took that failed, the programs that it called included. What the call
 * throws has it among its suppressed exceptions: {@link #of} finds it there.
 */
public final class ProgramStory extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ProgramMetadata metadata;

  private ProgramStory(ProgramMetadata metadata) {
    super("calls of models until then: " + metadata.calls().size(), null, false, false);
    this.metadata = metadata;
  }

  /**
   * The story of the call that threw {@code failure}; nothing where no model had been called. A
   * stream tells its story itself: {@link ProgramStream#metadata}.
   */
  public static Optional<ProgramMetadata> of(Throwable failure) {
    Objects.requireNonNull(failure, "failure");
    Optional<ProgramMetadata> told = Optional.empty();
    for (Throwable suppressed : failure.getSuppressed()) {
      // The last is of the outermost program.
      if (suppressed instanceof ProgramStory story) {
        told = Optional.of(story.metadata);
      }
    }
    return told;
  }

  static void tell(Throwable failure, ProgramMetadata metadata) {
    if (!metadata.calls().isEmpty()) {
      failure.addSuppressed(new ProgramStory(metadata));
    }
  }
}
