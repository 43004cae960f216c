package dev.mainstay.schema;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A sealed interface of records: the member {@code type} tells which of them it is. */
final class UnionShape implements Recursive, JsonShape.Variants {
  static final String TAG = "type";

  private final Class<?> type;
  private final List<RecordShape> records = new ArrayList<>();

  UnionShape(Class<?> type) {
    this.type = type;
  }

  void add(RecordShape shape) {
    records.add(shape);
  }

  @Override
  public String tag() {
    return TAG;
  }

  @Override
  public List<String> names() {
    return records.stream().map(UnionShape::name).toList();
  }

  @Override
  public Optional<JsonShape.Members> variant(String name) {
    return records.stream()
        .filter(shape -> name(shape).equals(name))
        .<JsonShape.Members>map(shape -> shape)
        .findFirst();
  }

  @Override
  public Class<?> type() {
    return type;
  }

  @Override
  public List<Shape> parts() {
    return records.stream().flatMap(shape -> shape.parts().stream()).toList();
  }

  @Override
  public JsonObject body(Definitions definitions) {
    return JsonObject.of(
        "anyOf",
        JsonArray.of(records.stream().map(shape -> shape.tagged(TAG, definitions)).toList()));
  }

  @Override
  public Object read(JsonValue json, ValuePath place) {
    if (!(json instanceof JsonObject object)) {
      throw place.mustBe("an object", json);
    }
    Optional<String> tag = object.text(TAG);
    for (RecordShape shape : records) {
      if (tag.filter(name(shape)::equals).isPresent()) {
        return shape.read(object.without(Set.of(TAG)), place);
      }
    }
    throw object
        .get(TAG)
        .map(other -> place.member(TAG).mustBe("one of " + names(), other))
        .orElseGet(() -> place.member(TAG).is("is missing; it must be one of " + names()));
  }

  @Override
  public JsonValue write(Object value) {
    for (RecordShape shape : records) {
      if (shape.type().isInstance(value)) {
        JsonObjectBuilder json = JsonObject.builder().put(TAG, name(shape));
        shape.write(value).forEach(json::put);
        return json.build();
      }
    }
    throw new IllegalArgumentException(value.getClass() + " is not one of " + type);
  }

  private static String name(RecordShape shape) {
    return shape.type().getSimpleName();
  }
}
