package dev.mainstay.schema;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A list. */
record ListShape(Shape items) implements Shape, JsonShape.Items {
  @Override
  public JsonShape item() {
    return items.view();
  }

  @Override
  public JsonObject schema(Definitions definitions) {
    return JsonObject.builder()
        .put("type", "array")
        .put("items", items.schema(definitions))
        .build();
  }

  @Override
  public List<Shape> parts() {
    return List.of(items);
  }

  @Override
  public Object read(JsonValue json, ValuePath place) {
    if (!(json instanceof JsonArray array)) {
      throw place.mustBe("an array", json);
    }
    List<Object> all = new ArrayList<>(array.size());
    for (JsonValue item : array) {
      all.add(items.read(item, place.item(all.size())));
    }
    return Collections.unmodifiableList(all);
  }

  @Override
  public JsonValue write(Object value) {
    return JsonArray.of(((List<?>) value).stream().map(items::write).toList());
  }
}
