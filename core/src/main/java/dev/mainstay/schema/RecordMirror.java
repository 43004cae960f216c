package dev.mainstay.schema;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads records of one type, and makes them. Immutable. */
public final class RecordMirror {
  private final Class<?> type;
  private final Constructor<?> constructor;
  private final List<Method> accessors;

  private RecordMirror(Class<?> type, Constructor<?> constructor, List<Method> accessors) {
    this.type = type;
    this.constructor = constructor;
    this.accessors = accessors;
  }

  /**
   * The mirror of the record {@code type}.
   *
   * @throws IllegalArgumentException if it is not a record
   * @throws SchemaException if its module does not let us in
   */
  public static RecordMirror of(Class<?> type) {
    if (!type.isRecord()) {
      throw new IllegalArgumentException(type.getName() + " is not a record; make it one");
    }
    RecordComponent[] components = type.getRecordComponents();
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      List<Method> accessors = Arrays.stream(components).map(RecordComponent::getAccessor).toList();
      accessors.forEach(accessor -> accessor.setAccessible(true));
      return new RecordMirror(type, constructor, accessors);
    } catch (InaccessibleObjectException closed) {
      throw new SchemaException(
          type.getName()
              + " is not open to Mainstay; add 'opens "
              + type.getPackageName()
              + " to "
              + RecordMirror.class.getModule().getName()
              + ";' to the module-info of "
              + type.getModule().getName());
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException("a record without its constructor: " + type, impossible);
    }
  }

  Class<?> type() {
    return type;
  }

  /** The record of {@code values}, which is at {@code place}. */
  Object make(Object[] values, ValuePath place) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException refused) {
      Throwable cause = Objects.requireNonNullElse(refused.getCause(), refused);
      if (cause instanceof Error error) {
        throw error;
      }
      throw new JsonReadException(
          place
              + " is refused by "
              + type.getSimpleName()
              + ": "
              + Objects.requireNonNullElse(cause.getMessage(), cause.toString()),
          cause);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("a record that cannot be made: " + type, impossible);
    }
  }

  /** Its components, in order. */
  public List<RecordComponent> components() {
    return Arrays.asList(type.getRecordComponents());
  }

  /** The values of {@code value}'s components, in order; a list that may hold {@code null}. */
  public List<@Nullable Object> values(Object value) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Method accessor : accessors) {
      try {
        values.add(accessor.invoke(value));
      } catch (ReflectiveOperationException failed) {
        throw new IllegalStateException("a record that cannot be read: " + type, failed);
      }
    }
    return values;
  }
}
