package dev.mainstay.schema;

/**
 * JSON that is not a value of the type it was read as. The message names the member, as in {@code
 * items[2].price}, what it must be and what it is; it may quote some words of the JSON.
 */
public final class JsonReadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A refusal; the message names the member. */
  public JsonReadException(String message) {
    super(message);
  }

  JsonReadException(String message, Throwable cause) {
    super(message, cause);
  }
}
