package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * Where a field stands inside a request, as LiteLLM's users write it: {@code
 * metadata.user_api_key}, {@code tools[*].function.strict}, {@code messages[0].name}.
 */
final class FieldPath {
  private static final String ALL = "*";

  private final List<Step> steps;

  private FieldPath(List<Step> steps) {
    this.steps = steps;
  }

  /** One step down: to a member, or, in an array, to an item or all of them. */
  private record Step(String name, boolean isItem) {}

  /** The path that {@code written} is; nothing where it is but a field's name. */
  static Optional<FieldPath> of(String written) {
    if (written.indexOf('.') < 0 && written.indexOf('[') < 0) {
      return Optional.empty();
    }
    List<Step> steps = new ArrayList<>();
    StringTokenizer parts = new StringTokenizer(written, ".[");
    while (parts.hasMoreTokens()) {
      String part = parts.nextToken();
      boolean isItem = part.endsWith("]");
      steps.add(new Step(isItem ? part.substring(0, part.length() - 1) : part, isItem));
    }
    return steps.isEmpty() ? Optional.empty() : Optional.of(new FieldPath(steps));
  }

  /** {@code json} without what those of {@code paths} that are some lead to. */
  static JsonObject remove(JsonObject json, Set<String> paths) {
    JsonObject rest = json;
    for (String written : paths) {
      Optional<FieldPath> path = of(written);
      if (path.isPresent()) {
        rest = path.get().removeFrom(rest);
      }
    }
    return rest;
  }

  /** {@code json} without what this leads to; the very same where it leads nowhere. */
  JsonObject removeFrom(JsonObject json) {
    return removed(json, 0) instanceof JsonObject rest ? rest : json;
  }

  private JsonValue removed(JsonValue value, int depth) {
    Step step = steps.get(depth);
    return switch (value) {
      case JsonObject object when !step.isItem() -> removedMember(object, step.name(), depth);
      case JsonArray array when step.isItem() -> removedItems(array, step.name(), depth);
      default -> value;
    };
  }

  // Bytes are kept where nothing changes, which is told by the very same object.
  @SuppressWarnings("ReferenceEquality")
  private JsonValue removedMember(JsonObject object, String name, int depth) {
    Optional<JsonValue> member = object.get(name);
    if (member.isEmpty()) {
      return object;
    }
    if (isLast(depth)) {
      return object.without(Set.of(name));
    }
    JsonValue rest = removed(member.get(), depth + 1);
    return rest == member.get() ? object : object.with(name, rest);
  }

  @SuppressWarnings("ReferenceEquality")
  private JsonValue removedItems(JsonArray array, String which, int depth) {
    List<JsonValue> items = new ArrayList<>(array.size());
    boolean isChanged = false;
    for (int i = 0; i < array.size(); i++) {
      JsonValue item = array.items().get(i);
      boolean isMeant = which.equals(ALL) || which.equals(String.valueOf(i));
      if (isMeant && isLast(depth)) {
        isChanged = true;
      } else {
        JsonValue rest = isMeant ? removed(item, depth + 1) : item;
        isChanged |= rest != item;
        items.add(rest);
      }
    }
    return isChanged ? JsonArray.of(items) : array;
  }

  private boolean isLast(int depth) {
    return depth == steps.size() - 1;
  }
}
