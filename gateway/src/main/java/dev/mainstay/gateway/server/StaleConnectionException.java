package dev.mainstay.gateway.server;

import java.io.IOException;

/** A kept connection that turned out to be dead, before any byte of an answer had come. */
final class StaleConnectionException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Throwable end;

  StaleConnectionException(Throwable end) {
    super(end);
    this.end = end;
  }

  /** What ended it. */
  Throwable end() {
    return end;
  }
}
