package dev.mainstay.provider.gemini;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts a tool call's arguments together from {@code partialArgs}: values, each with the JSON path
 * of its place; texts come in several pieces.
 */
final class ArgumentPieces {
  private static final Pattern STEP =
      Pattern.compile("\\.([^.\\[]+)|\\['([^']*)']|\\[\"([^\"]*)\"]|\\[(\\d{1,9})]");
  private static final int INDEX = 4;

  private static final int MOST_BYTES = 4 * 1024 * 1024;

  private final Place root = new Place();
  private long bytes;

  /**
   * Adds a piece.
   *
   * @throws IllegalArgumentException if its path leads nowhere, or all pieces have over 4 MiB
   */
  void add(JsonObject piece) {
    bytes += piece.utf8Length();
    requireFew(bytes);
    Place place = root;
    for (Object step : path(piece.text("jsonPath").orElse(""))) {
      place = place.at(step);
    }
    place.set(piece);
  }

  /** How many bytes all pieces so far had. */
  long bytes() {
    return bytes;
  }

  /**
   * Passes where {@code bytes} of arguments may be kept.
   *
   * @throws IllegalArgumentException if they are over 4 MiB
   */
  static void requireFew(long bytes) {
    if (bytes > MOST_BYTES) {
      throw new IllegalArgumentException("the arguments of a tool call are over 4 MiB");
    }
  }

  JsonValue json() {
    return root.isEmpty() ? JsonObject.empty() : root.json();
  }

  private static List<Object> path(String path) {
    List<Object> steps = new ArrayList<>();
    Matcher step = STEP.matcher(path);
    int at = path.startsWith("$") ? 1 : 0;
    while (at < path.length() && step.find(at) && step.start() == at) {
      steps.add(step(step));
      at = step.end();
    }
    if (at < path.length() || steps.isEmpty() || steps.size() > Json.MAX_DEPTH) {
      throw new IllegalArgumentException("an argument of a tool call has no place: " + path);
    }
    return steps;
  }

  private static Object step(Matcher step) {
    for (int group = 1; group < INDEX; group++) {
      if (step.group(group) != null) {
        return step.group(group);
      }
    }
    return Integer.valueOf(step.group(INDEX));
  }

  /** A value in the making: an object by its names, a list by its numbers, or a plain one. */
  private static final class Place {
    private final Map<Object, Place> inner = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private JsonValue value = JsonNull.NULL;
    private boolean isText;

    boolean isEmpty() {
      return inner.isEmpty();
    }

    Place at(Object step) {
      if (step instanceof Integer number && number > inner.size()) {
        throw new IllegalArgumentException("an argument of a tool call is out of order: " + number);
      }
      return inner.computeIfAbsent(step, unknown -> new Place());
    }

    void set(JsonObject piece) {
      isText |= piece.text("stringValue").isPresent();
      text.append(piece.text("stringValue").orElse(""));
      value =
          piece
              .get("numberValue")
              .or(() -> piece.flag("boolValue").map(JsonBoolean::of))
              .orElse(JsonNull.NULL);
    }

    JsonValue json() {
      if (inner.isEmpty()) {
        return isText ? new JsonString(text.toString()) : value;
      }
      if (inner.containsKey(0)) {
        return JsonArray.of(inner.values().stream().map(Place::json).toList());
      }
      JsonObjectBuilder object = JsonObject.builder();
      inner.forEach((name, place) -> object.put(name.toString(), place.json()));
      return object.build();
    }
  }
}
