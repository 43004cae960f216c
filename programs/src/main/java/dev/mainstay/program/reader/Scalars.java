package dev.mainstay.program.reader;

import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.schema.JsonReadException;
import dev.mainstay.schema.JsonShape;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Reads numbers, truth values, enums and dates, and mends what can mean one thing alone. */
final class Scalars {
  private static final Set<String> NULLS = Set.of("null", "Null", "NULL", "None", "none");

  private Scalars() {}

  /** Whether {@code literal} says that there is no value. */
  static boolean isNull(String literal) {
    return NULLS.contains(literal);
  }

  /**
   * The canonical JSON of what {@code text} says.
   *
   * @param quoted whether it stood in quotes
   * @param place where it stands, for words
   * @throws JsonReadException if it says no such value
   */
  static JsonValue canonical(
      JsonShape.Scalar shape, String text, boolean quoted, String place, Consumer<String> onMend) {
    JsonValue json =
        switch (shape.jsonType()) {
          case "boolean" -> truth(text, quoted, place, onMend);
          case "number", "integer" -> number(text, quoted, place, onMend);
          default -> quoted ? named(shape.constants(), text, place, onMend) : literal(text);
        };
    return shape.write(shape.read(json, place));
  }

  /** The JSON that the literal {@code text} is; a string where it is not one. */
  static JsonValue literal(String text) {
    if (isNull(text)) {
      return JsonNull.NULL;
    }
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return JsonBoolean.of(Boolean.parseBoolean(text));
    }
    try {
      return new JsonNumber(text);
    } catch (IllegalArgumentException noNumber) {
      return new JsonString(text);
    }
  }

  /** The one of {@code names} that {@code text} is in whatever case; else the text as it is. */
  static String name(List<String> names, String text, String place, Consumer<String> onMend) {
    if (!names.contains(text)) {
      List<String> alike = names.stream().filter(text.strip()::equalsIgnoreCase).toList();
      if (alike.size() == 1) {
        onMend.accept(place + " was written as " + text);
        return alike.getFirst();
      }
    }
    return text;
  }

  private static JsonValue truth(
      String text, boolean quoted, String place, Consumer<String> onMend) {
    JsonValue json = literal(text.strip());
    if (json instanceof JsonBoolean && (quoted || !json.toJson().equals(text))) {
      onMend.accept(place + " was written as " + text);
    }
    return json;
  }

  private static JsonValue number(
      String text, boolean quoted, String place, Consumer<String> onMend) {
    JsonValue json = literal(text.strip());
    if (quoted && json instanceof JsonNumber) {
      onMend.accept(place + " was a number in quotes");
    }
    return json;
  }

  private static JsonValue named(
      List<String> constants, String text, String place, Consumer<String> onMend) {
    return new JsonString(name(constants, text, place, onMend));
  }
}
