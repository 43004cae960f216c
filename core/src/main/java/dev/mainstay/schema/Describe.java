package dev.mainstay.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a record, one of its components, a parameter or another described type means, for the model
 * to read: the {@code description} in its JSON Schema. A component's own takes precedence over its
 * type's; where the type holds itself, only the type's own is told.
 *
 * <pre>{@code
 * record Forecast(@Describe("in whole degrees Celsius") int temperature, Sky sky) {}
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE, ElementType.PARAMETER})
public @interface Describe {
  /** The description. */
  String value();
}
