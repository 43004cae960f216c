package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A list of objects that is a member of one, as the messages of a request are and the parts of a
 * message. Bytes are kept where nothing changes, which is told by the very same object.
 */
public final class ObjectList {
  private ObjectList() {}

  /** {@code object} with each object of its list {@code name} changed. */
  @SuppressWarnings("ReferenceEquality")
  public static JsonObject changed(
      JsonObject object, String name, UnaryOperator<JsonObject> change) {
    JsonArray items = object.array(name).orElse(JsonArray.of());
    List<JsonValue> all = new ArrayList<>(items.size());
    boolean isChanged = false;
    for (JsonValue item : items) {
      JsonValue kept = item instanceof JsonObject o ? change.apply(o) : item;
      isChanged |= kept != item;
      all.add(kept);
    }
    return isChanged ? object.with(name, JsonArray.of(all)) : object;
  }

  /** {@code object} with those objects alone in its list {@code name} that are {@code kept}. */
  static JsonObject filtered(JsonObject object, String name, Predicate<JsonObject> kept) {
    JsonArray items = object.array(name).orElse(JsonArray.of());
    List<JsonValue> all =
        items.items().stream()
            .filter(item -> !(item instanceof JsonObject o) || kept.test(o))
            .toList();
    return all.size() < items.size() ? object.with(name, JsonArray.of(all)) : object;
  }
}
