package dev.mainstay.schema;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The {@code $defs} of a schema: of the types that hold themselves. */
final class Definitions {
  private final Map<Class<?>, String> names = new LinkedHashMap<>();
  private final Map<String, JsonObject> bodies = new LinkedHashMap<>();

  /** A reference to the definition of {@code type}, which {@code body} gives. */
  JsonObject reference(Class<?> type, Supplier<JsonObject> body) {
    String known = names.get(type);
    String name = known == null ? newName(type.getSimpleName()) : known;
    if (known == null) {
      names.put(type, name);
      bodies.put(name, body.get());
    }
    return JsonObject.of("$ref", new JsonString("#/$defs/" + name));
  }

  private String newName(String simple) {
    String name = simple;
    for (int number = 2; names.containsValue(name); number++) {
      name = simple + number;
    }
    return name;
  }

  /** {@code schema} with these definitions. */
  JsonObject in(JsonObject schema) {
    if (bodies.isEmpty()) {
      return schema;
    }
    JsonObjectBuilder all = JsonObject.builder();
    bodies.forEach(all::put);
    return schema.with("$defs", all.build());
  }
}
