package dev.mainstay.call;

import dev.mainstay.failure.Failure;
import java.util.Optional;

/** The key is wrong, or does not allow it: {@code Unauthenticated} or {@code PermissionDenied}. */
public final class AuthenticationException extends MainstayException {
  private static final long serialVersionUID = 1L;

  AuthenticationException(Failure failure, CallMetadata metadata, Optional<ChatResponse> partial) {
    super(failure, metadata, partial);
  }
}
