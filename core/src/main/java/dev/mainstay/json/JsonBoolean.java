package dev.mainstay.json;

/** {@code true} or {@code false}. */
public enum JsonBoolean implements JsonValue {
  /** {@code true}. */
  TRUE,
  /** {@code false}. */
  FALSE;

  /** The JSON form of {@code value}. */
  public static JsonBoolean of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** Whether this is {@code true}. */
  public boolean value() {
    return this == TRUE;
  }

  @Override
  public String toString() {
    return toJson();
  }
}
