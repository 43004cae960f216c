package dev.mainstay.gateway.api;

/** The end of a request in an error, before anything of an answer was sent. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ApiError error;

  ApiException(ApiError error) {
    super("HTTP " + error.status(), null, false, false);
    this.error = error;
  }

  ApiError error() {
    return error;
  }
}
