package dev.mainstay.schema;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record: an object with exactly its components as members. */
final class RecordShape implements Recursive, JsonShape.Members {
  private final RecordMirror mirror;
  private final List<Component> components = new ArrayList<>();

  RecordShape(RecordMirror mirror) {
    this.mirror = mirror;
  }

  private record Component(String name, Shape shape, String description) {}

  void add(String name, Shape shape, String description) {
    components.add(new Component(name, shape, description));
  }

  boolean has(String name) {
    return components.stream().anyMatch(component -> component.name().equals(name));
  }

  @Override
  public List<JsonMember> members() {
    return components.stream()
        .map(member -> new JsonMember(member.name(), member.shape().view(), member.description()))
        .toList();
  }

  @Override
  public Class<?> type() {
    return mirror.type();
  }

  @Override
  public List<Shape> parts() {
    return components.stream().map(Component::shape).toList();
  }

  @Override
  public JsonObject body(Definitions definitions) {
    return object(properties(JsonObject.builder(), definitions));
  }

  /** The schema of this where the component {@code tag} tells which record it is. */
  JsonObject tagged(String tag, Definitions definitions) {
    JsonObject name =
        JsonObject.builder()
            .put("type", "string")
            .put("enum", JsonArray.of(new JsonString(type().getSimpleName())))
            .build();
    return object(properties(JsonObject.builder().put(tag, name), definitions));
  }

  private JsonObject properties(JsonObjectBuilder properties, Definitions definitions) {
    for (Component component : components) {
      JsonObject schema = component.shape().schema(definitions);
      boolean isDescribed = !component.description().isEmpty() && !schema.has("$ref");
      properties.put(
          component.name(),
          isDescribed ? schema.with("description", component.description()) : schema);
    }
    return properties.build();
  }

  /** The schema of an object with all of {@code properties} and nothing else. */
  static JsonObject object(JsonObject properties) {
    return JsonObject.builder()
        .put("type", "object")
        .put("properties", properties)
        .put("required", JsonArray.of(properties.names().stream().map(JsonString::new).toList()))
        .put("additionalProperties", JsonBoolean.FALSE)
        .build();
  }

  @Override
  public Object read(JsonValue json, ValuePath place) {
    if (!(json instanceof JsonObject object)) {
      throw place.mustBe("an object", json);
    }
    requireKnown(object, place);
    Object[] values = new Object[components.size()];
    for (int i = 0; i < values.length; i++) {
      Component component = components.get(i);
      ValuePath at = place.member(component.name());
      values[i] =
          object.has(component.name())
              ? component.shape().read(object.get(component.name()).orElse(JsonNull.NULL), at)
              : component.shape().absent().orElseThrow(() -> at.is("is missing"));
    }
    return mirror.make(values, place);
  }

  private void requireKnown(JsonObject object, ValuePath place) {
    for (String name : object.names()) {
      if (!has(name)) {
        throw place
            .member(name)
            .is(
                "is not one of its members; those are "
                    + components.stream().map(Component::name).toList()
                    + " and nothing else");
      }
    }
  }

  @Override
  public JsonObject write(Object value) {
    JsonObjectBuilder json = JsonObject.builder();
    List<@Nullable Object> values = mirror.values(value);
    for (int i = 0; i < values.size(); i++) {
      Component component = components.get(i);
      json.put(component.name(), component.shape().write(present(component, values.get(i))));
    }
    return json.build();
  }

  private Object present(Component component, @Nullable Object value) {
    if (value == null) {
      throw new NullPointerException(
          type().getSimpleName()
              + "."
              + component.name()
              + " is null; use Optional for what may be missing");
    }
    return value;
  }
}
