package dev.mainstay.tool;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.schema.JsonType;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a tool returned, in words for the model. */
final class ToolResult {
  private ToolResult() {}

  static String text(@Nullable Object result) {
    return switch (result) {
      case null -> "null";
      case CharSequence text -> text.toString();
      case Optional<?> some -> text(some.orElse(null));
      case Record record -> json(record).toJson();
      case Map<?, ?> map -> json(map).toJson();
      case Collection<?> items -> json(items).toJson();
      case JsonValue json -> json.toJson();
      default -> result.toString();
    };
  }

  private static JsonValue json(@Nullable Object value) {
    return switch (value) {
      case null -> JsonNull.NULL;
      case JsonValue json -> json;
      case Optional<?> some -> json(some.orElse(null));
      case Record record -> ofRecord(record);
      case Map<?, ?> map -> ofMap(map);
      case Collection<?> items -> JsonArray.of(items.stream().map(ToolResult::json).toList());
      case Boolean flag -> JsonBoolean.of(flag);
      case Number number when isFinite(number) -> new JsonNumber(number.toString());
      default -> new JsonString(value.toString());
    };
  }

  @SuppressWarnings("unchecked") // a value is of its own class
  private static JsonObject ofRecord(Record value) {
    return ((JsonType<Record>) JsonType.of(value.getClass())).write(value);
  }

  private static JsonObject ofMap(Map<?, ?> map) {
    JsonObjectBuilder json = JsonObject.builder();
    map.forEach((key, value) -> json.put(String.valueOf(key), json(value)));
    return json.build();
  }

  private static boolean isFinite(Number number) {
    return Double.isFinite(number.doubleValue());
  }
}
