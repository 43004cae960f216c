package dev.mainstay.schema;

import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** A value without parts: a truth value, and what is written as a text. */
final class TextScalar implements Shape, JsonShape.Scalar {
  private static final Map<Class<?>, TextScalar> ALL =
      Map.ofEntries(
          Map.entry(LocalDate.class, of("date", "2026-11-29", LocalDate::parse)),
          Map.entry(Instant.class, of("date-time", "2026-11-29T14:30:00Z", Instant::parse)),
          Map.entry(
              OffsetDateTime.class,
              of("date-time", "2026-11-29T14:30:00+01:00", OffsetDateTime::parse)),
          Map.entry(LocalDateTime.class, of("", "2026-11-29T14:30:00", LocalDateTime::parse)),
          Map.entry(LocalTime.class, of("", "14:30:00", LocalTime::parse)),
          Map.entry(Duration.class, of("duration", "PT1H30M", Duration::parse)),
          Map.entry(
              UUID.class, of("uuid", "123e4567-e89b-12d3-a456-426614174000", UUID::fromString)),
          Map.entry(URI.class, of("", "https://example.com/page", URI::create)));

  private final String kind;
  private final String format;
  private final String example;
  private final Function<String, Object> parser;

  private TextScalar(String kind, String format, String example, Function<String, Object> parser) {
    this.kind = kind;
    this.format = format;
    this.example = example;
    this.parser = parser;
  }

  private static TextScalar of(String format, String example, Function<String, Object> parser) {
    return new TextScalar("a string such as " + example, format, example, parser);
  }

  /** The shape of {@code type}, if it is one of these, a number or a truth value. */
  static Optional<Shape> of(Class<?> type) {
    if (type == String.class) {
      return Optional.of(new Words());
    }
    if (type == boolean.class || type == Boolean.class) {
      return Optional.of(new Flag());
    }
    return Optional.<Shape>ofNullable(ALL.get(type)).or(() -> NumberShape.of(type));
  }

  @Override
  public String jsonType() {
    return "string";
  }

  @Override
  public List<String> constants() {
    return List.of();
  }

  @Override
  public JsonObject schema(Definitions definitions) {
    JsonObjectBuilder schema = JsonObject.builder().put("type", "string");
    if (!format.isEmpty()) {
      schema.put("format", format);
    } else if (!example.isEmpty()) {
      schema.put("description", "such as " + example);
    }
    return schema.build();
  }

  @Override
  public Object read(JsonValue json, ValuePath place) {
    if (!(json instanceof JsonString(String text))) {
      throw place.mustBe(kind, json);
    }
    try {
      return parser.apply(text);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw place.mustBe(kind, json);
    }
  }

  @Override
  public JsonValue write(Object value) {
    return new JsonString(value.toString());
  }

  private record Words() implements Shape, JsonShape.Text {
    @Override
    public JsonObject schema(Definitions definitions) {
      return JsonObject.of("type", new JsonString("string"));
    }

    @Override
    public Object read(JsonValue json, ValuePath place) {
      if (json instanceof JsonString(String text)) {
        return text;
      }
      throw place.mustBe("a string", json);
    }

    @Override
    public JsonValue write(Object value) {
      return new JsonString(value.toString());
    }
  }

  private record Flag() implements Shape, JsonShape.Scalar {
    @Override
    public String jsonType() {
      return "boolean";
    }

    @Override
    public List<String> constants() {
      return List.of();
    }

    @Override
    public JsonObject schema(Definitions definitions) {
      return JsonObject.of("type", new JsonString("boolean"));
    }

    @Override
    public Object read(JsonValue json, ValuePath place) {
      if (json instanceof JsonBoolean flag) {
        return flag.value();
      }
      throw place.mustBe("true or false", json);
    }

    @Override
    public JsonValue write(Object value) {
      return JsonBoolean.of((Boolean) value);
    }
  }
}
