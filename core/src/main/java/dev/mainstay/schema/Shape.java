package dev.mainstay.schema;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** How the values of one Java type look in JSON. */
interface Shape {
  /** The JSON Schema that says so, in the subset that providers take in their strict mode. */
  JsonObject schema(Definitions definitions);

  /**
   * The value that {@code json} is.
   *
   * @throws JsonReadException if it is not; it names the member by {@code place}
   */
  Object read(JsonValue json, ValuePath place);

  /** This as everybody may see it. */
  default JsonShape view() {
    return (JsonShape) this;
  }

  /** {@code value} as {@link #read} takes it. */
  JsonValue write(Object value);

  /** The shapes that are part of this one's schema. */
  default List<Shape> parts() {
    return List.of();
  }

  /** What a member is that is not there; nothing where it must be there. */
  default Optional<Object> absent() {
    return Optional.empty();
  }
}
