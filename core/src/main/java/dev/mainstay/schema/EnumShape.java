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
 * @param values the enum's, in order
 */
record EnumShape(List<Enum<?>> values) implements Shape, JsonShape.Scalar {
  static EnumShape of(Class<?> type) {
    return new EnumShape(
        Arrays.stream(type.getEnumConstants()).<Enum<?>>map(c -> (Enum<?>) c).toList());
  }

  @Override
  public String jsonType() {
    return "string";
  }

  @Override
  public List<String> constants() {
    return values.stream().<String>map(Enum::name).toList();
  }

  @Override
  public JsonObject schema(Definitions definitions) {
    return JsonObject.builder()
        .put("type", "string")
        .put("enum", JsonArray.of(values.stream().map(c -> new JsonString(c.name())).toList()))
        .build();
  }

  @Override
  public Object read(JsonValue json, ValuePath place) {
    for (Enum<?> constant : values) {
      if (json instanceof JsonString(String text) && text.equals(constant.name())) {
        return constant;
      }
    }
    throw place.mustBe("one of " + values.stream().map(Enum::name).toList(), json);
  }

  @Override
  public JsonValue write(Object value) {
    return new JsonString(((Enum<?>) value).name());
  }
}
