package dev.mainstay.program.signature;

import java.io.Serializable;
import java.util.function.Function;

/**
 * A component of a record, named by its accessor, as in {@code Answer::answer}. A lambda names
 * nothing, and is refused where a field is asked for.
 *
 * @param <T> the record
 */
@FunctionalInterface
public interface FieldAccessor<T> extends Function<T, Object>, Serializable {
  /**
   * The component's name.
   *
   * @throws IllegalArgumentException if this is a lambda and not an accessor
   */
  default String name() {
    return FieldName.of(this);
  }
}
