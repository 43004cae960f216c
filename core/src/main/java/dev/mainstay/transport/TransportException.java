package dev.mainstay.transport;

import dev.mainstay.failure.Failure;
import java.io.IOException;

/** An exchange that did not come to its end, with the reason as a value. */
public final class TransportException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  /** An exchange that ended for {@code failure}. */
  public TransportException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  /** An exchange that ended for {@code failure}, because of {@code cause}. */
  public TransportException(Failure failure, Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  /** Why. */
  public Failure failure() {
    return failure;
  }
}
