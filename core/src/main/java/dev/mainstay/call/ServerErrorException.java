package dev.mainstay.call;

import dev.mainstay.failure.Failure;
import java.util.Optional;

/** The provider says that it failed: {@code ServerError}. */
public final class ServerErrorException extends MainstayException {
  private static final long serialVersionUID = 1L;

  ServerErrorException(Failure failure, CallMetadata metadata, Optional<ChatResponse> partial) {
    super(failure, metadata, partial);
  }
}
