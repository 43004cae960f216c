package dev.mainstay.failure;

import dev.mainstay.model.CallMetadata;
import dev.mainstay.model.ChatResponse;
import java.util.Optional;

/** The key is wrong, or does not allow it: {@code Unauthenticated} or {@code PermissionDenied}. */
public final class AuthenticationException extends MainstayException {
  private static final long serialVersionUID = 1L;

  AuthenticationException(Failure failure, CallMetadata metadata, Optional<ChatResponse> partial) {
    super(failure, metadata, partial);
  }
}
