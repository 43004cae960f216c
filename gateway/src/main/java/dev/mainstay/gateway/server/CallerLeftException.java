package dev.mainstay.gateway.server;

import java.io.IOException;

/** The caller is gone: there is nobody to answer. */
public final class CallerLeftException extends IOException {
  private static final long serialVersionUID = 1L;

  /** A caller that is gone. */
  public CallerLeftException() {
    super("the caller has left");
  }
}
