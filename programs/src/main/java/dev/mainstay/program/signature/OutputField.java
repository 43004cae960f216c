package dev.mainstay.program.signature;

import dev.mainstay.schema.JsonMember;
import dev.mainstay.schema.JsonShape;
import java.util.Objects;

/**
 * A field that a program answers with.
 *
 * @param name its name
 * @param shape what its value is
 * @param description what it means, for the model to read; may be empty
 */
public record OutputField(String name, JsonShape shape, String description) {
  /** Null is refused. */
  public OutputField {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(shape, "shape");
    Objects.requireNonNull(description, "description");
  }

  /** A field of text. */
  public static OutputField text(String name, String description) {
    Objects.requireNonNull(name, "name");
    return new OutputField(name, JsonShape.of(String.class, name), description);
  }

  static OutputField of(JsonMember member) {
    return new OutputField(member.name(), member.shape(), member.description());
  }
}
