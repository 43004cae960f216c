package dev.mainstay.json;

/** JSON's {@code null}. */
public enum JsonNull implements JsonValue {
  /** The only one. */
  NULL;

  @Override
  public String toString() {
    return toJson();
  }
}
