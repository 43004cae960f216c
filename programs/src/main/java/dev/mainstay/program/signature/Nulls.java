package dev.mainstay.program.signature;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what is missing in an input without being said to be. */
final class Nulls {
  private Nulls() {}

  /**
   * Refuses {@code value} where it is null, or has a null in it.
   *
   * @param path where it is
   * @throws IllegalArgumentException if so; the message names the place
   */
  static Object refused(@Nullable Object value, String path) {
    switch (value) {
      case null ->
          throw new IllegalArgumentException(
              path + " is null; use Optional for what may be missing");
      case List<?> all -> {
        for (int i = 0; i < all.size(); i++) {
          Object unused = refused(all.get(i), path + "[" + i + "]");
        }
      }
      case Map<?, ?> all ->
          all.forEach((key, each) -> {
            Object unused = refused(each, path + "[" + key + "]");
          });
      case Optional<?> some -> some.ifPresent(each -> refused(each, path));
      default -> {}
    }
    return value;
  }
}
