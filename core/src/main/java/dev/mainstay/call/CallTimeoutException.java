package dev.mainstay.call;

import dev.mainstay.failure.Failure;
import java.util.Optional;

/** Something took too long: {@code TimedOut}. */
public final class CallTimeoutException extends MainstayException {
  private static final long serialVersionUID = 1L;

  CallTimeoutException(Failure failure, CallMetadata metadata, Optional<ChatResponse> partial) {
    super(failure, metadata, partial);
  }
}
