package dev.mainstay.gateway.server;

import java.io.IOException;

/** A request that cannot be served as it came. */
public final class RequestRejectedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Rejection refusal;

  /** A request turned away with {@code refusal}. */
  public RequestRejectedException(Rejection refusal) {
    super(refusal.message());
    this.refusal = refusal;
  }

  /** Why. */
  public Rejection refusal() {
    return refusal;
  }
}
