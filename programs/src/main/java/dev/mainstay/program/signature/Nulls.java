package dev.mainstay.program.signature;

import dev.mainstay.schema.RecordMirror;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what is missing in a record without being said to be. */
final class Nulls {
  private static final ClassValue<RecordMirror> MIRRORS =
      new ClassValue<>() {
        @Override
        protected RecordMirror computeValue(Class<?> type) {
          return RecordMirror.of(type);
        }
      };

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
            Object name = refused(key, "a name in " + path);
            Object unused = refused(each, path + "[" + name + "]");
          });
      case Optional<?> some -> some.ifPresent(each -> refused(each, path));
      case Image image -> {}
      case Document document -> {}
      case History history -> {}
      case Record record -> components(record, path);
      default -> {}
    }
    return value;
  }

  private static void components(Record record, String path) {
    RecordMirror mirror = MIRRORS.get(record.getClass());
    List<@Nullable Object> values = mirror.values(record);
    for (int i = 0; i < values.size(); i++) {
      Object unused = refused(values.get(i), path + "." + mirror.components().get(i).getName());
    }
  }
}
