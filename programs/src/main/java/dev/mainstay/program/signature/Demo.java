package dev.mainstay.program.signature;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.model.Content;
import java.util.List;
import java.util.Objects;

/**
 * An example that a model is shown: fields of an input and of its answer. Fields that it does not
 * have are left out of what is shown.
 *
 * @param input the input's fields by their names
 * @param output the answer's fields by their names
 * @param media the input's pictures and documents, in order
 */
public record Demo(JsonObject input, JsonObject output, List<Content> media) {
  /** Null is refused; the list is copied. */
  public Demo {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(media, "media");
    media.forEach(part -> Objects.requireNonNull(part, "part"));
    media = List.copyOf(media);
  }

  /** An example without pictures and documents. */
  public Demo(JsonObject input, JsonObject output) {
    this(input, output, List.of());
  }

  /**
   * The example that {@code output} is the answer to {@code input}.
   *
   * @throws dev.mainstay.schema.SchemaException if one of them cannot be described to a model
   * @throws IllegalArgumentException if one of them has a component that is {@code null}
   */
  public static Demo of(Record input, Record output) {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(output, "output");
    InputValues given = InputFields.of(input.getClass()).values(input);
    return new Demo(given.json(), OutputFields.write(output), given.media());
  }

  /** The example that {@code json} holds, as {@link #toJson()} writes it. */
  public static Demo of(JsonObject json) {
    Objects.requireNonNull(json, "json");
    return new Demo(
        json.object("input").orElse(JsonObject.empty()),
        json.object("output").orElse(JsonObject.empty()),
        json.array("media").stream().flatMap(JsonArray::objects).map(Content::of).toList());
  }

  /** This as JSON. */
  public JsonObject toJson() {
    JsonObjectBuilder json = JsonObject.builder().put("input", input).put("output", output);
    if (!media.isEmpty()) {
      json.put("media", JsonArray.of(media.stream().map(Content::toJson).toList()));
    }
    return json.build();
  }
}
