package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;
import java.util.function.UnaryOperator;

/** An object that is a member of another one. Bytes are kept where nothing changes. */
final class ObjectMember {
  private ObjectMember() {}

  /** {@code object} with its object {@code name}, where it has one, changed. */
  @SuppressWarnings("ReferenceEquality")
  static JsonObject changed(JsonObject object, String name, UnaryOperator<JsonObject> change) {
    if (object.object(name).isEmpty()) {
      return object;
    }
    JsonObject before = object.object(name).get();
    JsonObject after = change.apply(before);
    return after == before ? object : object.with(name, after);
  }
}
