package dev.mainstay.json;

/**
 * Text that is not JSON, or nests deeper than {@link Json#MAX_DEPTH}; the message says what and
 * where.
 */
public final class JsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JsonException(String message) {
    super(message);
  }
}
