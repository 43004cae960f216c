package dev.mainstay.schema;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import java.util.List;
import java.util.Objects;

/**
 * A Java type as JSON: the schema to give a model, and the value back from what it wrote.
 *
 * <pre>{@code
 * enum Sky { CLEAR, CLOUDY, RAIN }
 * record Forecast(@Describe("in whole degrees Celsius") int temperature, Sky sky, Optional<String> warning) {}
 *
 * JsonType<Forecast> type = JsonType.of(Forecast.class);
 * Forecast forecast = type.read("""
 *     {"temperature": 18, "sky": "RAIN", "warning": null}""");
 * }</pre>
 *
 * <p>Types are records, and in them: enums by their constants' names, {@code String}, numbers and
 * {@code boolean}, boxed or not, {@code List}, {@code Map} by {@code String}, {@code Optional},
 * {@code LocalDate}, {@code LocalTime}, {@code LocalDateTime}, {@code OffsetDateTime}, {@code
 * Instant}, {@code Duration}, {@code UUID}, {@code URI}, further records, also ones that hold
 * themselves, and sealed interfaces of records, which a member {@code type} tells apart. Where the
 * type itself is not a record, its value is the member {@code value} of an object, since providers
 * take objects alone.
 *
 * <p>The schema is in the subset that providers take in their strict mode: every member required,
 * no others; {@code Optional} may be {@code null}; a map is an array of entries with {@code key}
 * and {@code value}. Immutable.
 *
 * @param <T> the Java type
 */
public final class JsonType<T> {
  private static final String VALUE = "value";
  private static final int LONGEST_NAME = 64;

  private static final ClassValue<JsonType<?>> KNOWN =
      new ClassValue<>() {
        @Override
        protected JsonType<?> computeValue(Class<?> type) {
          return new JsonType<>(type);
        }
      };

  private final Class<T> type;
  private final Shape shape;
  private final JsonObject schema;

  private JsonType(Class<T> type) {
    this.type = type;
    this.shape = new Shapes().of(type, type.getSimpleName());
    Definitions definitions = new Definitions();
    this.schema =
        definitions.in(
            shape instanceof RecordShape object
                ? object.described(definitions)
                : RecordShape.object(JsonObject.of(VALUE, shape.schema(definitions))));
  }

  /**
   * How {@code type} looks in JSON.
   *
   * @throws SchemaException if it cannot be described to a model: the message names the component,
   *     and what to use instead
   */
  @SuppressWarnings("unchecked") // what is computed for a class is of that class
  public static <T> JsonType<T> of(Class<T> type) {
    Objects.requireNonNull(type, "type");
    return (JsonType<T>) KNOWN.get(type);
  }

  /** Its name to a provider: the class's simple name, of letters, digits and {@code _}. */
  public String name() {
    String name = type.getSimpleName().replaceAll("[^A-Za-z0-9_]", "_");
    return name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }

  /** How it looks in JSON, as a tree. */
  public JsonShape shape() {
    return shape.view();
  }

  /** The JSON Schema. */
  public JsonObject schema() {
    return schema;
  }

  /**
   * The value that {@code json} is. Reading is strict: what is missing, unknown, {@code null} where
   * there is no {@code Optional}, or of another type is an error. What a record's own constructor
   * refuses is one too.
   *
   * @throws JsonReadException naming the member, if {@code json} is not JSON or not such a value
   */
  public T read(String json) {
    Objects.requireNonNull(json, "json");
    try {
      return read(Json.parse(json));
    } catch (JsonException e) {
      throw new JsonReadException("it is not JSON: " + e.getMessage(), e);
    }
  }

  /**
   * The value that {@code json} is; as {@link #read(String)}.
   *
   * @throws JsonReadException naming the member, if it is not such a value
   */
  @SuppressWarnings("unchecked") // the shape is of this type, which may be primitive
  public T read(JsonValue json) {
    Objects.requireNonNull(json, "json");
    return (T)
        shape.read(
            inner(json),
            shape instanceof RecordShape ? ValuePath.root() : ValuePath.root().member(VALUE));
  }

  private JsonValue inner(JsonValue json) {
    if (shape instanceof RecordShape) {
      return json;
    }
    if (!(json instanceof JsonObject object) || !object.names().equals(List.of(VALUE))) {
      throw ValuePath.root().mustBe("an object with just the member 'value'", json);
    }
    return object.get(VALUE).orElseThrow();
  }

  /** {@code value} as {@link #read} takes it. */
  public JsonObject write(T value) {
    Objects.requireNonNull(value, "value");
    JsonValue json = shape.write(value);
    return shape instanceof RecordShape ? (JsonObject) json : JsonObject.of(VALUE, json);
  }

  @Override
  public String toString() {
    return "JsonType[" + type.getName() + "]";
  }
}
