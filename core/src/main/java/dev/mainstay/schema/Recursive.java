package dev.mainstay.schema;

import dev.mainstay.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** A type that may hold itself, which a schema says by a reference. */
interface Recursive extends Shape {
  /** The Java type. */
  Class<?> type();

  /** The schema itself, without the type's description. */
  JsonObject body(Definitions definitions);

  @Override
  default JsonObject schema(Definitions definitions) {
    return holdsItself()
        ? definitions.reference(type(), () -> described(definitions))
        : described(definitions);
  }

  /** The schema itself, in place of a reference to it. */
  default JsonObject described(Definitions definitions) {
    Describe told = type().getAnnotation(Describe.class);
    return told == null ? body(definitions) : body(definitions).with("description", told.value());
  }

  private boolean holdsItself() {
    Set<Shape> seen = new HashSet<>();
    Deque<Shape> waiting = new ArrayDeque<>(parts());
    while (!waiting.isEmpty()) {
      Shape part = waiting.pop();
      if (seen.add(part)) {
        waiting.addAll(part.parts());
      }
    }
    return seen.contains(this);
  }
}
