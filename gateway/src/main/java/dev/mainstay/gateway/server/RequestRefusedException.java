package dev.mainstay.gateway.server;

import java.io.IOException;

/** A request that cannot be served as it came. */
public final class RequestRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  /** A request turned away with {@code refusal}. */
  public RequestRefusedException(Refusal refusal) {
    super(refusal.message());
    this.refusal = refusal;
  }

  /** Why. */
  public Refusal refusal() {
    return refusal;
  }
}
