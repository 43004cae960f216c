package dev.mainstay.program.reader;

import dev.mainstay.schema.JsonShape;
import java.util.Objects;

/**
 * A field that an answer is to have.
 *
 * @param name its name
 * @param shape what its value is
 */
public record AnswerField(String name, JsonShape shape) {
  /** Null is refused. */
  public AnswerField {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(shape, "shape");
  }

  /** Whether it may be missing. */
  boolean isOptional() {
    return shape instanceof JsonShape.Maybe;
  }

  /** What it is if it is there. */
  JsonShape some() {
    return shape instanceof JsonShape.Maybe maybe ? maybe.some() : shape;
  }
}
