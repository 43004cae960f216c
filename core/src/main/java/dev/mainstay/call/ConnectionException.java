package dev.mainstay.call;

import dev.mainstay.failure.Failure;
import java.util.Optional;

/** No connection, or one that broke before any output: {@code ConnectionFailed}. */
public final class ConnectionException extends MainstayException {
  private static final long serialVersionUID = 1L;

  ConnectionException(Failure failure, CallMetadata metadata, Optional<ChatResponse> partial) {
    super(failure, metadata, partial);
  }
}
