package dev.mainstay.schema;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.Arrays;
import java.util.List;

/**
 * One of some names.
 *
 * @param constants the enum's, in order
 */
record EnumShape(List<Enum<?>> constants) implements Shape {
  static EnumShape of(Class<?> type) {
    return new EnumShape(
        Arrays.stream(type.getEnumConstants()).<Enum<?>>map(c -> (Enum<?>) c).toList());
  }

  @Override
  public JsonObject schema(Definitions definitions) {
    return JsonObject.builder()
        .put("type", "string")
        .put("enum", JsonArray.of(constants.stream().map(c -> new JsonString(c.name())).toList()))
        .build();
  }

  @Override
  public Object read(JsonValue json, ValuePath place) {
    for (Enum<?> constant : constants) {
      if (json instanceof JsonString(String text) && text.equals(constant.name())) {
        return constant;
      }
    }
    throw place.mustBe("one of " + constants.stream().map(Enum::name).toList(), json);
  }

  @Override
  public JsonValue write(Object value) {
    return new JsonString(((Enum<?>) value).name());
  }
}
