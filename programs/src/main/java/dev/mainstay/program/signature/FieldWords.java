package dev.mainstay.program.signature;

import dev.mainstay.schema.JsonShape;

/** Says in words what a value is to be. */
final class FieldWords {
  private FieldWords() {}

  static String of(JsonShape shape) {
    return switch (shape) {
      case JsonShape.Text text -> "text";
      case JsonShape.Scalar scalar when !scalar.constants().isEmpty() ->
          "one of " + String.join(", ", scalar.constants());
      case JsonShape.Scalar scalar -> scalar(scalar);
      case JsonShape.Maybe maybe -> "optional " + of(maybe.some());
      case JsonShape.Items list -> json(list);
      case JsonShape.Entries map -> json(map);
      case JsonShape.Members record -> json(record);
      case JsonShape.Variants union -> json(union);
    };
  }

  private static String scalar(JsonShape.Scalar scalar) {
    return switch (scalar.jsonType()) {
      case "integer" -> "whole number";
      case "number" -> "number";
      case "boolean" -> "true or false";
      default -> {
        var schema = scalar.schema();
        yield schema.text("format").or(() -> schema.text("description")).orElse("text");
      }
    };
  }

  private static String json(JsonShape shape) {
    return "JSON by the schema " + shape.schema().toJson();
  }
}
