package dev.mainstay.program.signature;

import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.model.Content;
import dev.mainstay.schema.RecordMirror;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The components of an input record as fields. */
final class InputFields {
  private static final ClassValue<InputFields> KNOWN =
      new ClassValue<>() {
        @Override
        protected InputFields computeValue(Class<?> type) {
          return new InputFields(type);
        }
      };

  private final Class<?> type;
  private final RecordMirror mirror;
  private final List<InputField> fields;

  private InputFields(Class<?> type) {
    this.type = type;
    this.mirror = RecordMirror.of(type);
    this.fields =
        mirror.components().stream()
            .map(component -> InputField.of(component, type.getSimpleName()))
            .toList();
  }

  static InputFields of(Class<?> type) {
    return KNOWN.get(type);
  }

  List<InputField> fields() {
    return fields;
  }

  /** What {@code input} says in these fields. */
  InputValues values(Record input) {
    List<@Nullable Object> values = mirror.values(input);
    JsonObjectBuilder json = JsonObject.builder();
    List<Content> media = new ArrayList<>();
    List<History.Turn> turns = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      InputField field = fields.get(i);
      Object value = Nulls.refused(values.get(i), type.getSimpleName() + "." + field.name());
      switch (field.kind()) {
        case InputField.Kind.Value(var shape) -> {
          var written = shape.write(value);
          if (written != JsonNull.NULL) {
            json.put(field.name(), written);
          }
        }
        case InputField.Kind.Media(String word) -> {
          List<Content> shown = contents(value);
          if (!shown.isEmpty()) {
            json.put(field.name(), place(word, media.size(), shown.size()));
            media.addAll(shown);
          }
        }
        case InputField.Kind.Turns none -> turns.addAll(((History) value).turns());
      }
    }
    return new InputValues(json.build(), media, turns);
  }

  private static List<Content> contents(Object value) {
    return switch (value) {
      case Image image -> List.of(image.content());
      case Document document -> List.of(document.content());
      case Optional<?> some -> some.map(InputFields::contents).orElse(List.of());
      case List<?> all -> all.stream().flatMap(each -> contents(each).stream()).toList();
      default -> throw new IllegalStateException("neither a picture nor a document: " + value);
    };
  }

  // Which of the parts behind the text it is.
  private static String place(String word, int from, int count) {
    return count == 1
        ? "(" + word + " " + (from + 1) + " below)"
        : "(" + word + "s " + (from + 1) + " to " + (from + count) + " below)";
  }
}
