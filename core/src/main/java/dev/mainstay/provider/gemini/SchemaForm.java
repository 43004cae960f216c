package dev.mainstay.provider.gemini;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a JSON schema as Gemini's own {@code Schema}, which has a part of the words and its types
 * in capitals: every model takes that. One that needs more words goes as it is, into the field
 * beside, which models from 2.5 on take. https://ai.google.dev/api/caching#Schema
 */
final class SchemaForm {
  private static final Set<String> PLAIN =
      Set.of(
          "title",
          "description",
          "nullable",
          "default",
          "minItems",
          "maxItems",
          "required",
          "minProperties",
          "maxProperties",
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "pattern",
          "example",
          "propertyOrdering");
  private static final Set<String> TYPES =
      Set.of("string", "number", "integer", "boolean", "array", "object");
  private static final Set<String> FORMATS =
      Set.of("enum", "date-time", "float", "double", "int32", "int64");

  private SchemaForm() {}

  /**
   * Puts {@code schema} into {@code target}.
   *
   * @param own the field for Gemini's form
   * @param json the field for JSON schema's
   */
  static void put(JsonObjectBuilder target, JsonObject schema, String own, String json) {
    Optional<JsonObject> form = of(schema);
    target.put(form.isPresent() ? own : json, form.orElse(schema));
  }

  private static Optional<JsonObject> of(JsonObject schema) {
    if (lacksRequired(schema)) {
      return Optional.empty();
    }
    JsonObjectBuilder form = JsonObject.builder();
    for (String name : schema.names()) {
      Optional<? extends JsonValue> value = member(name, schema);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      form.put(name, value.get());
    }
    return Optional.of(form.build());
  }

  // An object within another is refused without properties: "should be non-empty for OBJECT type".
  private static Optional<JsonObject> within(JsonObject schema) {
    boolean isObject = schema.text("type").filter("object"::equalsIgnoreCase).isPresent();
    boolean isEmpty = schema.object("properties").map(JsonObject::isEmpty).orElse(true);
    return isObject && isEmpty ? Optional.empty() : of(schema);
  }

  // Names that are required and not there are refused.
  private static boolean lacksRequired(JsonObject schema) {
    JsonObject properties = schema.object("properties").orElse(JsonObject.empty());
    return !schema.array("required").orElse(JsonArray.of()).items().stream()
        .allMatch(name -> name instanceof JsonString(String text) && properties.has(text));
  }

  private static Optional<? extends JsonValue> member(String name, JsonObject schema) {
    return switch (name) {
      case "type" -> schema.text(name).flatMap(SchemaForm::type);
      case "format" -> schema.text(name).filter(FORMATS::contains).map(JsonString::new);
      case "enum" -> schema.array(name).filter(SchemaForm::isOfTexts);
      case "items" -> schema.object(name).flatMap(SchemaForm::within);
      case "properties" -> schema.object(name).flatMap(SchemaForm::all);
      case "anyOf" -> schema.array(name).flatMap(SchemaForm::all);
      default -> schema.get(name).filter(value -> PLAIN.contains(name));
    };
  }

  private static Optional<JsonString> type(String type) {
    return Optional.of(type.toLowerCase(Locale.ROOT))
        .filter(TYPES::contains)
        .map(known -> new JsonString(known.toUpperCase(Locale.ROOT)));
  }

  private static boolean isOfTexts(JsonArray values) {
    return values.items().stream().allMatch(JsonString.class::isInstance);
  }

  private static Optional<JsonObject> all(JsonObject schemas) {
    JsonObjectBuilder forms = JsonObject.builder();
    for (String name : schemas.names()) {
      Optional<JsonObject> form = schemas.object(name).flatMap(SchemaForm::within);
      if (form.isEmpty()) {
        return Optional.empty();
      }
      forms.put(name, form.get());
    }
    return Optional.of(forms.build());
  }

  private static Optional<JsonArray> all(JsonArray schemas) {
    var forms = schemas.objects().map(SchemaForm::within).flatMap(Optional::stream).toList();
    return Optional.of(JsonArray.of(forms)).filter(all -> all.size() == schemas.size());
  }
}
