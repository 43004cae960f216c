package dev.mainstay.schema;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A map by names, as an array of entries: strict schemas have no word for members whose names are
 * not known. An object is read as well.
 */
record MapShape(Shape values) implements Shape, JsonShape.Entries {
  private static final String KEY = "key";
  private static final String VALUE = "value";

  @Override
  public JsonShape entry() {
    return values.view();
  }

  @Override
  public JsonObject schema(Definitions definitions) {
    JsonObject properties =
        JsonObject.builder()
            .put(KEY, JsonObject.of("type", new JsonString("string")))
            .put(VALUE, values.schema(definitions))
            .build();
    return JsonObject.builder()
        .put("type", "array")
        .put("items", RecordShape.object(properties))
        .build();
  }

  @Override
  public List<Shape> parts() {
    return List.of(values);
  }

  @Override
  public Object read(JsonValue json, ValuePath place) {
    Map<String, Object> map = new LinkedHashMap<>();
    switch (json) {
      case JsonObject object ->
          object.forEach((name, value) -> map.put(name, values.read(value, place.member(name))));
      case JsonArray entries -> readEntries(entries, place, map);
      default -> throw place.mustBe("an array of entries with key and value", json);
    }
    return Collections.unmodifiableMap(map);
  }

  private void readEntries(JsonArray entries, ValuePath place, Map<String, Object> map) {
    for (int i = 0; i < entries.size(); i++) {
      ValuePath entry = place.item(i);
      JsonValue json = entries.items().get(i);
      if (!(json instanceof JsonObject object) || !(object.has(KEY) && object.has(VALUE))) {
        throw entry.mustBe("an object with key and value", json);
      }
      String key =
          object
              .text(KEY)
              .orElseThrow(
                  () -> entry.member(KEY).mustBe("a string", object.get(KEY).orElseThrow()));
      Object value = values.read(object.get(VALUE).orElseThrow(), entry.member(VALUE));
      if (map.put(key, value) != null) {
        throw entry.member(KEY).is("occurs twice: " + new JsonString(key).toJson());
      }
    }
  }

  @Override
  public JsonValue write(Object value) {
    List<JsonObject> entries = new ArrayList<>();
    ((Map<?, ?>) value)
        .forEach((key, item) -> {
          JsonObjectBuilder entry = JsonObject.builder().put(KEY, key.toString());
          entries.add(entry.put(VALUE, values.write(item)).build());
        });
    return JsonArray.of(entries);
  }
}
