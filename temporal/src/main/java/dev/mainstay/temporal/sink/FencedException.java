package dev.mainstay.temporal.sink;

/** A writer that was shut out of its message, since a later attempt has opened it. */
public final class FencedException extends SinkException {
  private static final long serialVersionUID = 1L;

  /** Attempt {@code attempt} was shut out by attempt {@code by}. */
  public FencedException(int attempt, int by) {
    super("attempt " + attempt + " may write no more: attempt " + by + " has the message");
  }
}
