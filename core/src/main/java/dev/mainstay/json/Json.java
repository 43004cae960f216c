package dev.mainstay.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

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

  /**
   * The most bytes that a member's name may have. Names are kept for the next text, some thousands
   * of them.
   */
  public static final int MAX_NAME = 4 * 1024;

  // A picture or a document travels as one base64 string; bodies are bounded by whoever reads them.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(MAX_NAME)
                  .build())
          .build();

  private Json() {}

  /**
   * The value that {@code utf8} holds. The bytes are kept, not copied: they must not change
   * afterwards.
   *
   * @throws JsonException if the bytes are not exactly one JSON value
   */
  public static JsonValue parse(byte[] utf8) {
    Objects.requireNonNull(utf8, "utf8");
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
      return new Reader(parser, utf8).document();
    } catch (JacksonException e) {
      throw SyntaxErrors.of(e);
    }
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

  /** One pass over one text. */
  private static final class Reader {
    private final JsonParser parser;
    private final byte[] bytes;

    Reader(JsonParser parser, byte[] bytes) {
      this.parser = parser;
      this.bytes = bytes;
    }

    JsonValue document() {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new JsonException("there is no JSON in it: it is empty");
      }
      JsonValue value = value(first);
      if (parser.nextToken() != null) {
        throw SyntaxErrors.of(
            "there is more text after the end of the JSON value", parser.currentTokenLocation());
      }
      if (parser.currentLocation().getByteOffset() >= 0) {
        Utf8.requireStrict(bytes);
      }
      return value;
    }

    private JsonValue value(JsonToken token) {
      return switch (token) {
        case START_OBJECT -> object();
        case START_ARRAY -> array();
        case VALUE_STRING -> new JsonString(parser.getString());
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getString());
        case VALUE_TRUE -> JsonBoolean.TRUE;
        case VALUE_FALSE -> JsonBoolean.FALSE;
        case VALUE_NULL -> JsonNull.NULL;
        case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
            throw new JsonException("unexpected " + token);
      };
    }

    private JsonObject object() {
      long from = parser.currentTokenLocation().getByteOffset();
      JsonObjectBuilder members = new JsonObjectBuilder(8);
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        members.put(name, value(parser.nextToken()));
      }
      return members.build(sourceSince(from));
    }

    private JsonArray array() {
      long from = parser.currentTokenLocation().getByteOffset();
      List<JsonValue> items = new ArrayList<>();
      for (JsonToken token = parser.nextToken();
          token != JsonToken.END_ARRAY;
          token = parser.nextToken()) {
        items.add(value(token));
      }
      return new JsonArray(List.copyOf(items), sourceSince(from));
    }

    // Text in UTF-16 or UTF-32 has no byte offsets here, and is written anew.
    private @Nullable JsonSource sourceSince(long from) {
      long to = parser.currentLocation().getByteOffset();
      return from < 0 || to < 0 ? null : new JsonSource(bytes, (int) from, (int) to);
    }
  }
}
