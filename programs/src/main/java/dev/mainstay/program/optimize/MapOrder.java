package dev.mainstay.program.optimize;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonValue;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Puts the entries of maps in the order of their names: {@code Map.of} has another order in each
 * virtual machine.
 */
final class MapOrder {
  private static final String KEY = "key";
  private static final Set<String> ENTRY = Set.of(KEY, "value");

  private MapOrder() {}

  /** {@code json} with every map in it in order. */
  static JsonValue settled(JsonValue json) {
    return switch (json) {
      case JsonArray array -> settled(array);
      case JsonObject object -> {
        JsonObjectBuilder members = JsonObject.builder();
        object.forEach((name, value) -> members.put(name, settled(value)));
        yield members.build();
      }
      default -> json;
    };
  }

  private static JsonArray settled(JsonArray array) {
    List<JsonValue> items = array.items().stream().map(MapOrder::settled).toList();
    return JsonArray.of(
        items.stream().allMatch(MapOrder::isEntry)
            ? items.stream().sorted(Comparator.comparing(MapOrder::name)).toList()
            : items);
  }

  private static boolean isEntry(JsonValue json) {
    return json instanceof JsonObject object && Set.copyOf(object.names()).equals(ENTRY);
  }

  private static String name(JsonValue entry) {
    return entry instanceof JsonObject object ? object.text(KEY).orElse("") : "";
  }
}
