package dev.mainstay.program;

import dev.mainstay.program.event.ProgramMetadata;

/** The answer was cut off by the limit on tokens; the partial answer is what had come. */
public final class LengthLimitException extends ProgramException {
  private static final long serialVersionUID = 1L;

  LengthLimitException(String message, PartialAnswer partial, ProgramMetadata metadata) {
    super(message, partial, metadata);
  }
}
