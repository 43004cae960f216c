package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.ParameterPolicy;

/** The form in which a request wants its answer, by OpenAI's {@code response_format}. */
public sealed interface AnswerFormat {
  /** Text, which is what everybody gives unasked. */
  record Text() implements AnswerFormat {}

  /**
   * Some JSON object.
   *
   * @param asked the request's own words for it
   */
  record AnyObject(JsonObject asked) implements AnswerFormat {}

  /**
   * JSON of a schema.
   *
   * @param named the schema with its name
   * @param schema the schema
   */
  record Schema(JsonObject named, JsonObject schema) implements AnswerFormat {}

  /** What {@code provider} takes: text, and these. */
  enum Taken {
    /** A schema alone. */
    SCHEMA("json_schema"),
    /** A schema, and any object. */
    SCHEMA_AND_OBJECT("json_schema or json_object");

    private final String words;

    Taken(String words) {
      this.words = words;
    }
  }

  /** Its name in a request. */
  String PARAM = "response_format";

  /**
   * What {@code request} wants of {@code provider}; text, where it wants what is not taken and
   * {@code policy} leaves that out.
   *
   * @throws UnsupportedException if it wants what is not taken, or a schema that it does not give
   */
  static AnswerFormat of(String provider, Taken taken, JsonObject request, ParameterPolicy policy) {
    if (!request.hasValue(PARAM)) {
      return new Text();
    }
    JsonObject format = request.object(PARAM).orElse(JsonObject.empty());
    String type = format.text("type").orElse("");
    if (type.equals("text")) {
      return new Text();
    }
    if (type.equals("json_schema")) {
      return schema(provider, format);
    }
    if (type.equals("json_object") && taken == Taken.SCHEMA_AND_OBJECT) {
      return new AnyObject(format);
    }
    if (policy.dropsUnsupported()) {
      return new Text();
    }
    throw UnsupportedException.value(provider, PARAM, type, taken.words);
  }

  private static AnswerFormat schema(String provider, JsonObject format) {
    JsonObject named = format.object("json_schema").orElse(JsonObject.empty());
    return named
        .object("schema")
        .<AnswerFormat>map(schema -> new Schema(named, schema))
        .orElseThrow(() ->
            UnsupportedException.malformed(
                PARAM,
                provider
                    + " takes a 'response_format' of the type json_schema with the schema, an"
                    + " object, in json_schema.schema; give it there"));
  }
}
