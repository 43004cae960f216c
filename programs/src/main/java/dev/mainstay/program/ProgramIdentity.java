package dev.mainstay.program;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.schema.RecordMirror;
import dev.mainstay.schema.SchemaException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What tells a program from others: its class's name, and of a record what it consists of. */
final class ProgramIdentity {
  private ProgramIdentity() {}

  static JsonObject of(Program<?, ?> program) {
    JsonObjectBuilder json = named(program);
    if (program instanceof Record record) {
      components(record, json);
    }
    return json.build();
  }

  /** The name of its class, which a lambda has not. */
  static JsonObjectBuilder named(Program<?, ?> program) {
    Class<?> type = program.getClass();
    return JsonObject.builder().put("class", type.isHidden() ? "" : type.getName());
  }

  private static void components(Record record, JsonObjectBuilder json) {
    try {
      RecordMirror mirror = RecordMirror.of(record.getClass());
      List<@Nullable Object> values = mirror.values(record);
      for (int i = 0; i < values.size(); i++) {
        json.put(mirror.components().get(i).getName(), told(values.get(i)));
      }
    } catch (SchemaException closed) {
      // It is known by its class's name, as one that is not a record.
    }
  }

  private static JsonValue told(@Nullable Object value) {
    return switch (value) {
      case Program<?, ?> inner -> inner.identity();
      case String text -> new JsonString(text);
      case Number number -> new JsonString(number.toString());
      case Boolean truth -> new JsonString(truth.toString());
      case Enum<?> constant -> new JsonString(constant.name());
      case null -> new JsonString("");
      default -> new JsonString(value.getClass().isHidden() ? "" : value.getClass().getName());
    };
  }
}
