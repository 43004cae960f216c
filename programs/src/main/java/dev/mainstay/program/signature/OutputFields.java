package dev.mainstay.program.signature;

import dev.mainstay.json.JsonObject;
import dev.mainstay.schema.JsonMember;
import dev.mainstay.schema.JsonShape;
import dev.mainstay.schema.JsonType;
import dev.mainstay.schema.SchemaException;
import java.util.List;

/** The components of an output record as fields. */
final class OutputFields {
  private OutputFields() {}

  @SuppressWarnings("unchecked") // a record's own class
  static JsonType<Record> of(Class<?> type) {
    return (JsonType<Record>) record(type);
  }

  static List<JsonMember> members(Class<?> type) {
    return ((JsonShape.Members) record(type).shape()).members();
  }

  static JsonObject write(Record value) {
    JsonType<Record> type = of(value.getClass());
    Object unused = Nulls.refused(value, value.getClass().getSimpleName());
    return type.write(value);
  }

  private static JsonType<?> record(Class<?> type) {
    if (!type.isRecord()) {
      throw new SchemaException(
          type.getName()
              + " is not a record; a program's answer is one, with a component for each field");
    }
    return JsonType.of(type);
  }
}
