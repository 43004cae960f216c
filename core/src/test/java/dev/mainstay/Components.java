package dev.mainstay;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * What is in an immutable value that keeps its fields in a class {@code Values}, by name: for tests
 * of copies that are to differ in one thing.
 */
public final class Components {
  private Components() {}

  /** The names of what values of {@code type} hold. */
  public static List<String> names(Class<?> type) {
    List<String> names = new ArrayList<>();
    for (Class<?> nested : type.getDeclaredClasses()) {
      if (nested.getSimpleName().equals("Values")) {
        for (Field field : nested.getDeclaredFields()) {
          names.add(field.getName());
        }
      }
    }
    return names;
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
