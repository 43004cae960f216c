package dev.mainstay.call;

import dev.mainstay.failure.Failure;
import java.util.Optional;

/** Nobody could take the call: {@code Overloaded} or {@code NoDeployment}. */
public final class ServiceUnavailableException extends MainstayException {
  private static final long serialVersionUID = 1L;

  ServiceUnavailableException(
      Failure failure, CallMetadata metadata, Optional<ChatResponse> partial) {
    super(failure, metadata, partial);
  }
}
