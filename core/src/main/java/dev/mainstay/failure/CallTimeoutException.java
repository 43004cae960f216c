package dev.mainstay.failure;

import dev.mainstay.model.CallMetadata;
import dev.mainstay.model.ChatResponse;
import java.util.Optional;

/** Something took too long: {@code TimedOut}. */
public final class CallTimeoutException extends MainstayException {
  private static final long serialVersionUID = 1L;

  CallTimeoutException(Failure failure, CallMetadata metadata, Optional<ChatResponse> partial) {
    super(failure, metadata, partial);
  }
}
