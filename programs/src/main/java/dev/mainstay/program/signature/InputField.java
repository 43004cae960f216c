package dev.mainstay.program.signature;

import dev.mainstay.schema.Describe;
import dev.mainstay.schema.JsonShape;
import dev.mainstay.schema.SchemaException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A field that a program is given.
 *
 * @param name its name
 * @param description what it means, for the model to read; may be empty
 * @param kind what its value is
 */
record InputField(String name, String description, Kind kind) {
  /** What an input's value may be. */
  sealed interface Kind {
    /** What JSON can say. */
    record Value(JsonShape shape) implements Kind {}

    /** Pictures or documents: one, perhaps one, or several. */
    record Media(String word) implements Kind {}

    /** Earlier turns. */
    record Turns() implements Kind {}
  }

  static InputField of(RecordComponent component, String place) {
    Describe told = component.getAnnotation(Describe.class);
    return new InputField(
        component.getName(),
        told == null ? "" : told.value(),
        kind(component.getGenericType(), place + "." + component.getName()));
  }

  private static Kind kind(Type type, String place) {
    if (type == History.class) {
      return new Kind.Turns();
    }
    Type single =
        type instanceof ParameterizedType some && isSome(some)
            ? some.getActualTypeArguments()[0]
            : type;
    if (single == History.class) {
      throw new SchemaException(
          place + " is " + type.getTypeName() + ": use one History, and History.empty() for none");
    }
    return word(single)
        .<Kind>map(Kind.Media::new)
        .orElseGet(() -> new Kind.Value(JsonShape.of(type, place)));
  }

  private static boolean isSome(ParameterizedType type) {
    return type.getRawType() == Optional.class || type.getRawType() == List.class;
  }

  private static Optional<String> word(@Nullable Type type) {
    return type == Image.class
        ? Optional.of("image")
        : type == Document.class ? Optional.of("document") : Optional.empty();
  }
}
