package dev.mainstay.simulator.server;

/** A request that is not HTTP, or more of it than is read; the connection cannot go on. */
final class HttpException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  HttpException(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
