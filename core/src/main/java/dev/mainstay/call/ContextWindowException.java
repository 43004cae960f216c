package dev.mainstay.call;

import dev.mainstay.failure.Failure;
import java.util.Optional;

/** The prompt is too long for the model: {@code ContextWindowExceeded}. */
public final class ContextWindowException extends BadRequestException {
  private static final long serialVersionUID = 1L;

  ContextWindowException(Failure failure, CallMetadata metadata, Optional<ChatResponse> partial) {
    super(failure, metadata, partial);
  }
}
