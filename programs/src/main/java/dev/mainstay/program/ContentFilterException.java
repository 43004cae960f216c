package dev.mainstay.program;

import dev.mainstay.program.event.ProgramMetadata;

/** A filter stopped the answer; the partial answer is what had come. */
public final class ContentFilterException extends ProgramException {
  private static final long serialVersionUID = 1L;

  ContentFilterException(String message, PartialAnswer partial, ProgramMetadata metadata) {
    super(message, partial, metadata);
  }
}
