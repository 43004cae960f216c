package dev.mainstay.schema;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Something that may be missing: {@code null}, or not there at all.
 *
 * @param value what it is if it is there
 * @param wrap makes an optional of it
 * @param unwrap what is in an optional
 * @param empty the optional without anything
 */
record OptionalShape(
    Shape value, Function<Object, Object> wrap, Function<Object, Optional<?>> unwrap, Object empty)
    implements Shape, JsonShape.Maybe {
  private static final JsonString NULL_TYPE = new JsonString("null");

  static OptionalShape of(Shape value) {
    return new OptionalShape(
        value, Optional::of, optional -> (Optional<?>) optional, Optional.empty());
  }

  /** The shape of {@code type}, if it is an optional number. */
  static Optional<Shape> ofNumber(Class<?> type) {
    if (type == OptionalInt.class) {
      return Optional.of(
          new OptionalShape(
              NumberShape.of(int.class).orElseThrow(),
              number -> OptionalInt.of((Integer) number),
              some -> ((OptionalInt) some).stream().boxed().findFirst(),
              OptionalInt.empty()));
    }
    if (type == OptionalLong.class) {
      return Optional.of(
          new OptionalShape(
              NumberShape.of(long.class).orElseThrow(),
              number -> OptionalLong.of((Long) number),
              some -> ((OptionalLong) some).stream().boxed().findFirst(),
              OptionalLong.empty()));
    }
    return type == OptionalDouble.class
        ? Optional.of(
            new OptionalShape(
                NumberShape.of(double.class).orElseThrow(),
                number -> OptionalDouble.of((Double) number),
                some -> ((OptionalDouble) some).stream().boxed().findFirst(),
                OptionalDouble.empty()))
        : Optional.empty();
  }

  @Override
  public JsonShape some() {
    return value.view();
  }

  @Override
  public JsonObject schema(Definitions definitions) {
    JsonObject some = value.schema(definitions);
    Optional<String> type = some.text("type").filter(name -> !name.equals("object"));
    if (type.isEmpty()) {
      return JsonObject.of("anyOf", JsonArray.of(some, JsonObject.of("type", NULL_TYPE)));
    }
    JsonObject nullable = some.with("type", JsonArray.of(new JsonString(type.get()), NULL_TYPE));
    return some.array("enum").map(names -> nullable.with("enum", withNull(names))).orElse(nullable);
  }

  private static JsonArray withNull(JsonArray names) {
    List<JsonValue> all = new ArrayList<>(names.items());
    all.add(JsonNull.NULL);
    return JsonArray.of(all);
  }

  @Override
  public List<Shape> parts() {
    return List.of(value);
  }

  @Override
  public Object read(JsonValue json, ValuePath place) {
    return json == JsonNull.NULL ? empty : wrap.apply(value.read(json, place));
  }

  @Override
  public JsonValue write(Object optional) {
    Optional<?> some = unwrap.apply(optional);
    return some.isPresent() ? value.write(some.get()) : JsonNull.NULL;
  }

  @Override
  public Optional<Object> absent() {
    return Optional.of(empty);
  }
}
