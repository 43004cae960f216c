package dev.mainstay.call;

import dev.mainstay.failure.Failure;
import java.util.Optional;

/**
 * A stream broke after its first output, by a failure of whatever kind, and could not be gone on
 * with. What had come is its {@linkplain #partial partial} answer, always there. A call whose own
 * deadline ran out is a {@link CallTimeoutException} all the same.
 */
public final class MidStreamException extends MainstayException {
  private static final long serialVersionUID = 1L;

  MidStreamException(Failure failure, CallMetadata metadata, Optional<ChatResponse> partial) {
    super(failure, metadata, partial);
  }
}
