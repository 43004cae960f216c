package dev.mainstay.schema;

/**
 * A Java type that cannot be described to a model; the message names the component and the remedy.
 */
public final class SchemaException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** A refusal; the message names the component, and what to use instead. */
  public SchemaException(String message) {
    super(message);
  }
}
