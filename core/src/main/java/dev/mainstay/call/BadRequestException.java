package dev.mainstay.call;

import dev.mainstay.failure.Failure;
import java.util.Optional;

/**
 * The request cannot be served as it is: {@code BadRequest}, {@code UnsupportedParameter}, {@code
 * Unprocessable}, {@code RequestTooLarge}, and the two subclasses.
 */
public class BadRequestException extends MainstayException {
  private static final long serialVersionUID = 1L;

  BadRequestException(Failure failure, CallMetadata metadata, Optional<ChatResponse> partial) {
    super(failure, metadata, partial);
  }
}
