package dev.mainstay;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is in an immutable value that keeps its fields in another, its {@code values}, by name: for
 * tests of copies that are to differ in one thing.
 */
public final class Components {
  private Components() {}

  /** The names of what values of {@code type} hold. */
  public static List<String> names(Class<?> type) {
    try {
      Class<?> values = type.getDeclaredField("values").getType();
      return Arrays.stream(values.getDeclaredFields()).map(Field::getName).toList();
    } catch (NoSuchFieldException e) {
      throw new AssertionError(type + " keeps no values", e);
    }
  }

  /**
   * The names of what differs between two values of one type, which are equal only where nothing
   * does.
   */
  public static List<String> differing(Object one, Object other) {
    List<String> names = new ArrayList<>();
    for (String name : names(one.getClass())) {
      if (!value(name, one).equals(value(name, other))) {
        names.add(name);
      }
    }
    if (one.equals(other) != names.isEmpty()) {
      throw new AssertionError(one + " and " + other + " differ in " + names);
    }
    return names;
  }

  /** What {@code of} holds under {@code name}. */
  public static Object value(String name, Object of) {
    try {
      return of.getClass().getMethod(name).invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(name + " cannot be read", e);
    }
  }
}
