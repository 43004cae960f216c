package dev.mainstay.schema;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How the values of a Java type look in JSON, as a tree: for readers that take an answer apart
 * while it comes. {@link JsonType} is for those who read a whole one. Immutable; a type that holds
 * itself is a tree without an end. Nobody else implements it.
 */
public sealed interface JsonShape
    permits JsonShape.Text,
        JsonShape.Scalar,
        JsonShape.Items,
        JsonShape.Entries,
        JsonShape.Maybe,
        JsonShape.Members,
        JsonShape.Variants {

  /** A {@code String}. */
  non-sealed interface Text extends JsonShape {}

  /** A number, a truth value, an enum's constant, or what is written as a text, such as a date. */
  non-sealed interface Scalar extends JsonShape {
    /** What JSON calls it: {@code string}, {@code number}, {@code integer} or {@code boolean}. */
    String jsonType();

    /** The names it is one of, where it is an enum's constant; else empty. */
    List<String> constants();
  }

  /** A list. */
  non-sealed interface Items extends JsonShape {
    /** What its items are. */
    JsonShape item();
  }

  /** A map by names: an array of entries with {@code key} and {@code value}, or an object. */
  non-sealed interface Entries extends JsonShape {
    /** What its values are. */
    JsonShape entry();
  }

  /** What may be missing or {@code null}; nothing else may. */
  non-sealed interface Maybe extends JsonShape {
    /** What it is if it is there. */
    JsonShape some();
  }

  /** A record: an object with its components as members. */
  non-sealed interface Members extends JsonShape {
    /** Its components in their order. */
    List<JsonMember> members();
  }

  /** A sealed interface of records. */
  non-sealed interface Variants extends JsonShape {
    /** The member that tells which record it is. */
    String tag();

    /** What the tag's text may be. */
    List<String> names();

    /** The record that the tag's text {@code name} tells. */
    Optional<Members> variant(String name);
  }

  /**
   * How {@code type} looks in JSON.
   *
   * @param place whose type it is, for the message of a refusal, as in {@code Answer.tags}
   * @throws SchemaException if it cannot be described to a model: the message names the component,
   *     and what to use instead
   */
  static JsonShape of(Type type, String place) {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(place, "place");
    return new Shapes().of(type, place).view();
  }

  /** This, or nothing; this itself where it may be missing already. */
  default JsonShape optional() {
    return this instanceof Maybe ? this : OptionalShape.of((Shape) this).view();
  }

  /** The JSON Schema of this by itself, with the definitions that it refers to. */
  default JsonObject schema() {
    Definitions definitions = new Definitions();
    return definitions.in(((Shape) this).schema(definitions));
  }

  /**
   * The value that {@code json} is.
   *
   * @param place where it is, for the message of a refusal; may be empty
   * @throws JsonReadException naming the member, if it is not such a value
   */
  default Object read(JsonValue json, String place) {
    Objects.requireNonNull(json, "json");
    Objects.requireNonNull(place, "place");
    return ((Shape) this).read(json, new ValuePath(place));
  }

  /** {@code value} as {@link #read} takes it. */
  JsonValue write(Object value);
}
