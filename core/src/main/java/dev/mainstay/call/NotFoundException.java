package dev.mainstay.call;

import dev.mainstay.failure.Failure;
import java.util.Optional;

/** There is no such model, group or deployment: {@code NotFound}. */
public final class NotFoundException extends MainstayException {
  private static final long serialVersionUID = 1L;

  NotFoundException(Failure failure, CallMetadata metadata, Optional<ChatResponse> partial) {
    super(failure, metadata, partial);
  }
}
