package dev.mainstay.program.signature;

import dev.mainstay.json.JsonObject;
import java.util.Objects;

/**
 * An example that a model is shown: fields of an input and of its answer. Fields that it does not
 * have are left out of what is shown.
 *
 * @param input the input's fields by their names
 * @param output the answer's fields by their names
 */
public record Demo(JsonObject input, JsonObject output) {
  /** Null is refused. */
  public Demo {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(output, "output");
  }

  /**
   * The example that {@code output} is the answer to {@code input}.
   *
   * @throws dev.mainstay.schema.SchemaException if one of them cannot be told to a model
   * @throws IllegalArgumentException if one of them has a component that is {@code null}
   */
  public static Demo of(Record input, Record output) {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(output, "output");
    return new Demo(
        InputFields.of(input.getClass()).values(input).json(), OutputFields.write(output));
  }
}
