package dev.mainstay.schema;

import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the shape of a Java type. */
final class Shapes {
  private static final String KINDS =
      "use a record, an enum, String, a number, boolean, List, Map<String, …>, Optional, a date or"
          + " a time, UUID, URI, or a sealed interface of records";

  private final Map<Class<?>, Recursive> known = new HashMap<>();

  /**
   * The shape of {@code type}.
   *
   * @param place whose it is, in words
   * @throws SchemaException if it cannot be described to a model
   */
  Shape of(Type type, String place) {
    return switch (type) {
      case Class<?> plain -> ofClass(plain, place);
      case ParameterizedType generic -> ofGeneric(generic, place);
      default -> throw refused(place, type, "its type is not known; write it out");
    };
  }

  private Shape ofClass(Class<?> type, String place) {
    Optional<Shape> simple = TextScalar.of(type).or(() -> OptionalShape.ofNumber(type));
    if (simple.isPresent()) {
      return simple.get();
    }
    if (type.isEnum()) {
      return EnumShape.of(type);
    }
    if (type.isRecord()) {
      return ofRecord(type, place);
    }
    if (type.isInterface() && type.isSealed()) {
      return ofSealed(type, place);
    }
    throw refused(place, type, remedy(type));
  }

  private static String remedy(Class<?> type) {
    if (type == byte[].class) {
      return "use String, with Base64 in it";
    }
    if (type.isArray()) {
      Class<?> boxed = MethodType.methodType(type.getComponentType()).wrap().returnType();
      return "use List<" + boxed.getSimpleName() + ">";
    }
    if (type == char.class || type == Character.class) {
      return "use String";
    }
    if (type == List.class || type == Map.class || type == Optional.class) {
      String of = type == Map.class ? "<String, String>" : "<String>";
      return "say of what, in a component of a record, as in " + type.getSimpleName() + of;
    }
    return Collection.class.isAssignableFrom(type) ? "use List" : KINDS;
  }

  private Shape ofGeneric(ParameterizedType type, String place) {
    Type[] arguments = type.getActualTypeArguments();
    if (type.getRawType() == List.class) {
      return new ListShape(of(arguments[0], place + "[]"));
    }
    if (type.getRawType() == Optional.class) {
      Shape value = of(arguments[0], place);
      if (value.absent().isPresent()) {
        throw refused(place, type, "use one Optional");
      }
      return OptionalShape.of(value);
    }
    if (type.getRawType() == Map.class) {
      if (arguments[0] != String.class) {
        throw refused(place, type, "use Map<String, …>");
      }
      return new MapShape(of(arguments[1], place + "{}"));
    }
    throw refused(place, type, remedy((Class<?>) type.getRawType()));
  }

  private RecordShape ofRecord(Class<?> type, String place) {
    if (known.get(type) instanceof RecordShape again) {
      return again;
    }
    if (type.getTypeParameters().length > 0) {
      throw refused(place, type, "it is generic; write a record for its type");
    }
    RecordShape shape = new RecordShape(RecordMirror.of(type));
    known.put(type, shape);
    for (RecordComponent component : type.getRecordComponents()) {
      String name = component.getName();
      Describe told = component.getAnnotation(Describe.class);
      shape.add(
          name,
          of(component.getGenericType(), place + "." + name),
          told == null ? "" : told.value());
    }
    return shape;
  }

  private Shape ofSealed(Class<?> type, String place) {
    if (known.get(type) instanceof UnionShape again) {
      return again;
    }
    UnionShape shape = new UnionShape(type);
    known.put(type, shape);
    for (Class<?> permitted : records(type, place)) {
      RecordShape variant = ofRecord(permitted, place);
      if (variant.has(UnionShape.TAG)) {
        throw refused(
            place,
            permitted,
            "its component 'type' is what tells the records of "
                + type.getSimpleName()
                + " apart; give it another name");
      }
      shape.add(variant);
    }
    return shape;
  }

  private static List<Class<?>> records(Class<?> type, String place) {
    List<Class<?>> records = new ArrayList<>();
    for (Class<?> permitted : Arrays.asList(type.getPermittedSubclasses())) {
      if (permitted.isRecord()) {
        records.add(permitted);
      } else if (permitted.isInterface() && permitted.isSealed()) {
        records.addAll(records(permitted, place));
      } else {
        throw refused(
            place, permitted, "a sealed interface may permit only records and sealed interfaces");
      }
    }
    return records;
  }

  private static SchemaException refused(String place, Type type, String remedy) {
    return new SchemaException(
        place + " is " + type.getTypeName() + ", which cannot be described to a model: " + remedy);
  }
}
