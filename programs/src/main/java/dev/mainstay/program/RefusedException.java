package dev.mainstay.program;

import dev.mainstay.program.event.ProgramMetadata;

/** The model refused to answer; the raw text is the refusal. */
public final class RefusedException extends ProgramException {
  private static final long serialVersionUID = 1L;

  RefusedException(String message, PartialAnswer partial, ProgramMetadata metadata) {
    super(message, partial, metadata);
  }
}
