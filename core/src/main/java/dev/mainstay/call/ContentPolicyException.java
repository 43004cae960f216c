package dev.mainstay.call;

import dev.mainstay.failure.Failure;
import java.util.Optional;

/** A safety system refused the request: {@code ContentPolicyViolation}. */
public final class ContentPolicyException extends BadRequestException {
  private static final long serialVersionUID = 1L;

  ContentPolicyException(Failure failure, CallMetadata metadata, Optional<ChatResponse> partial) {
    super(failure, metadata, partial);
  }
}
