package dev.mainstay.json;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names in their order, each once: a look for one takes no longer where there are thousands. */
final class NameList {
  /** Up to this size a linear look is cheaper than any index. */
  static final int SMALL = 32;

  private String[] names;
  private int size;
  private @Nullable Map<String, Integer> places;

  /** None yet, with room for {@code capacity}. */
  NameList(int capacity) {
    names = new String[capacity];
  }

  int size() {
    return size;
  }

  /** Where {@code name} stands, from 0; below 0 where it does not. */
  int indexOf(String name) {
    return places == null ? indexOf(name, names, size) : places.getOrDefault(name, -1);
  }

  /** Where {@code name} stands among the first {@code size} of {@code names}, as above. */
  static int indexOf(String name, String[] names, int size) {
    for (int i = size - 1; i >= 0; i--) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** Adds {@code name}, which is not among them. */
  void add(String name) {
    if (size == names.length) {
      names = Arrays.copyOf(names, Math.max(8, 2 * size));
    }
    names[size] = name;
    size++;
    if (places != null) {
      places.put(name, size - 1);
    } else if (size == SMALL) {
      places = places(names, size);
    }
  }

  /** Where each of the first {@code size} of {@code names} stands. */
  static Map<String, Integer> places(String[] names, int size) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < size; i++) {
      places.put(names[i], i);
    }
    return places;
  }

  /** Those there are; what is added later does not show in it. */
  String[] toArray() {
    return size == names.length ? names : Arrays.copyOf(names, size);
  }
}
