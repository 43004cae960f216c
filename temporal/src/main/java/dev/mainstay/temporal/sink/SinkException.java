package dev.mainstay.temporal.sink;

/** A sink that failed. Its message quotes nothing that was written. */
public class SinkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure in words that quote nothing that was written. */
  public SinkException(String message) {
    super(message);
  }

  /** A failure in words that quote nothing that was written, and its cause. */
  public SinkException(String message, Throwable cause) {
    super(message, cause);
  }
}
