package dev.mainstay;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** What is in a record, by name: for tests of copies that are to differ in one thing. */
public final class Components {
  private Components() {}

  /** The names of a record's components. */
  public static List<String> names(Class<? extends Record> type) {
    List<String> names = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      names.add(component.getName());
    }
    return names;
  }

  /** The names of the components in which two records of one type differ. */
  public static List<String> differing(Record one, Record other) {
    List<String> names = new ArrayList<>();
    for (RecordComponent component : one.getClass().getRecordComponents()) {
      if (!value(component, one).equals(value(component, other))) {
        names.add(component.getName());
      }
    }
    return names;
  }

  private static Object value(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(component + " cannot be read", e);
    }
  }
}
