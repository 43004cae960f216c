package dev.mainstay.json;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads JSON text.
 *
 * <pre>{@code
 * JsonObject body = Json.parseObject(bytes);
 * String model = body.text("model").orElse("unknown");
 * }</pre>
 */
public final class Json {
  /** How deep objects and arrays may nest; deeper text is refused before it can exhaust a stack. */
  public static final int MAX_DEPTH = 512;

  /** The most bytes that a member's name may have. */
  public static final int MAX_NAME = 4 * 1024;

  /**
   * The most values that a text may have, members' names included: 8 Mi, about as many as the
   * embeddings in the largest answer. What is noted of each takes more room than the shortest.
   */
  public static final int MAX_VALUES = 8 * 1024 * 1024;

  private Json() {}

  /**
   * The value that {@code utf8} holds. The bytes are kept, not copied: they must not change
   * afterwards.
   *
   * @throws JsonException if the bytes are not exactly one JSON value
   */
  public static JsonValue parse(byte[] utf8) {
    Objects.requireNonNull(utf8, "utf8");
    Encoding encoding = Encoding.of(utf8);
    Optional<Charset> other = encoding.charset();
    JsonTape tape =
        other.isEmpty()
            ? JsonScanner.scan(utf8, encoding.start(), true)
            : JsonScanner.scan(encoding.inUtf8(utf8, other.get()), 0, false);
    return tape.value(0);
  }

  /**
   * The value that {@code text} holds.
   *
   * @throws JsonException if the text is not exactly one JSON value
   */
  public static JsonValue parse(String text) {
    Objects.requireNonNull(text, "text");
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The object that {@code utf8} holds; as {@link #parse(byte[])}.
   *
   * @throws JsonException if the bytes are not exactly one JSON object
   */
  public static JsonObject parseObject(byte[] utf8) {
    if (parse(utf8) instanceof JsonObject object) {
      return object;
    }
    throw new JsonException("expected a JSON object, that is, text that begins with '{'");
  }

  /**
   * The object that {@code text} holds.
   *
   * @throws JsonException if the text is not exactly one JSON object
   */
  public static JsonObject parseObject(String text) {
    Objects.requireNonNull(text, "text");
    return parseObject(text.getBytes(StandardCharsets.UTF_8));
  }
}
