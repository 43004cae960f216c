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

/** A record: an object with exactly its components as members. */
final class RecordShape implements Recursive {
  private final RecordMirror mirror;
  private final List<Member> members = new ArrayList<>();

  RecordShape(RecordMirror mirror) {
    this.mirror = mirror;
  }

  private record Member(String name, Shape shape, String description) {}

  void add(String name, Shape shape, String description) {
    members.add(new Member(name, shape, description));
  }

  boolean has(String name) {
    return members.stream().anyMatch(member -> member.name().equals(name));
  }

  @Override
  public Class<?> type() {
    return mirror.type();
  }

  @Override
  public List<Shape> parts() {
    return members.stream().map(Member::shape).toList();
  }

  @Override
  public JsonObject body(Definitions definitions) {
    return object(properties(JsonObject.builder(), definitions));
  }

  /** The schema of this where the member {@code tag} tells which record it is. */
  JsonObject tagged(String tag, Definitions definitions) {
    JsonObject name =
        JsonObject.builder()
            .put("type", "string")
            .put("enum", JsonArray.of(new JsonString(type().getSimpleName())))
            .build();
    return object(properties(JsonObject.builder().put(tag, name), definitions));
  }

  private JsonObject properties(JsonObjectBuilder properties, Definitions definitions) {
    for (Member member : members) {
      JsonObject schema = member.shape().schema(definitions);
      boolean isDescribed = !member.description().isEmpty() && !schema.has("$ref");
      properties.put(
          member.name(), isDescribed ? schema.with("description", member.description()) : schema);
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
    Object[] values = new Object[members.size()];
    for (int i = 0; i < values.length; i++) {
      Member member = members.get(i);
      ValuePath at = place.member(member.name());
      values[i] =
          object.has(member.name())
              ? member.shape().read(object.get(member.name()).orElse(JsonNull.NULL), at)
              : member.shape().absent().orElseThrow(() -> at.is("is missing"));
    }
    return mirror.make(values, place);
  }

  private void requireKnown(JsonObject object, ValuePath place) {
    for (String name : object.names()) {
      if (!has(name)) {
        throw place
            .member(name)
            .is(
                "is not known; there may be "
                    + members.stream().map(Member::name).toList()
                    + " and nothing else");
      }
    }
  }

  @Override
  public JsonObject write(Object value) {
    JsonObjectBuilder json = JsonObject.builder();
    List<Object> values = mirror.values(value);
    for (int i = 0; i < values.size(); i++) {
      Member member = members.get(i);
      json.put(member.name(), member.shape().write(values.get(i)));
    }
    return json.build();
  }
}
