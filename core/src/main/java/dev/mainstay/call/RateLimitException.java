package dev.mainstay.call;

import dev.mainstay.failure.Failure;
import java.util.Optional;

/** A limit is used up: {@code RateLimited} or {@code QuotaExceeded}. */
public final class RateLimitException extends MainstayException {
  private static final long serialVersionUID = 1L;

  RateLimitException(Failure failure, CallMetadata metadata, Optional<ChatResponse> partial) {
    super(failure, metadata, partial);
  }
}
