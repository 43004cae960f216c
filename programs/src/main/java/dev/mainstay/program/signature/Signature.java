package dev.mainstay.program.signature;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.schema.JsonType;
import dev.mainstay.schema.SchemaException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a program is given and what it answers: the components of two records, in their order, as
 * fields. Immutable.
 *
 * @param <I> the input
 * @param <O> the answer
 */
public final class Signature<I, O> {
  private final Class<I> input;
  private final Class<O> output;
  private final InputFields inputs;
  private final List<OutputField> leading;
  private final List<OutputField> outputs;
  private final Map<String, String> inputWords;
  private final Map<String, String> outputWords;
  private final JsonObject schema;
  private final JsonObject json;
  private final JsonType<O> type;
  private final Set<String> ahead;

  private Signature(Class<I> input, Class<O> output, List<OutputField> leading) {
    this.input = input;
    this.output = output;
    this.inputs = InputFields.of(input);
    this.leading = List.copyOf(leading);
    List<OutputField> all = new ArrayList<>(leading);
    OutputFields.members(output).forEach(member -> all.add(OutputField.of(member)));
    this.outputs = List.copyOf(all);
    this.type = JsonType.of(output);
    this.ahead = leading.stream().map(OutputField::name).collect(Collectors.toUnmodifiableSet());
    this.inputWords = Collections.unmodifiableMap(saidOfInputs());
    this.outputWords = Collections.unmodifiableMap(saidOfOutputs());
    this.schema = wholeSchema();
    this.json =
        JsonObject.builder()
            .put("input", words(inputKinds()))
            .put("output", words(kinds()))
            .build();
  }

  /**
   * The signature from {@code input} to {@code output}.
   *
   * @throws SchemaException if one of them is not a record, or has a component that cannot be told
   *     to a model: the message names it, and what to use instead
   */
  public static <I, O> Signature<I, O> of(Class<I> input, Class<O> output) {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(output, "output");
    if (!input.isRecord()) {
      throw new SchemaException(
          input.getName()
              + " is not a record; a program's input is one, with a component for each field");
    }
    if (OutputFields.members(output).isEmpty()) {
      throw new SchemaException(
          output.getName() + " has no component; a program's answer has one for each field");
    }
    return new Signature<>(input, output, List.of());
  }

  /**
   * This signature with a field ahead of the others, which is not a component of the answer.
   *
   * @throws SchemaException if the answer has a component of this name
   */
  public Signature<I, O> withLeading(OutputField field) {
    Objects.requireNonNull(field, "field");
    if (outputs.stream().anyMatch(each -> each.name().equals(field.name()))) {
      throw new SchemaException(
          output.getSimpleName()
              + "."
              + field.name()
              + " has the name of the field that goes ahead of the answer; give it another name");
    }
    List<OutputField> all = new ArrayList<>(List.of(field));
    all.addAll(leading);
    return new Signature<>(input, output, all);
  }

  /** The fields of the answer, in order, those ahead of the record's included. */
  public List<OutputField> outputs() {
    return outputs;
  }

  /** The names of the input's fields, in order. */
  public List<String> inputNames() {
    return inputs.fields().stream().map(InputField::name).toList();
  }

  /** What each field of the input is, in words, by its name; without the earlier turns. */
  public Map<String, String> inputWords() {
    return inputWords;
  }

  private Map<String, String> saidOfInputs() {
    Map<String, String> words = new LinkedHashMap<>();
    for (InputField field : inputs.fields()) {
      switch (field.kind()) {
        case InputField.Kind.Value(var shape) ->
            words.put(field.name(), described(FieldWords.of(shape), field.description()));
        case InputField.Kind.Media(String word) ->
            words.put(field.name(), described(word, field.description()));
        case InputField.Kind.Turns none -> {}
      }
    }
    return words;
  }

  // A description may be said better without being another field.
  private Map<String, String> inputKinds() {
    Map<String, String> kinds = new LinkedHashMap<>();
    for (InputField field : inputs.fields()) {
      switch (field.kind()) {
        case InputField.Kind.Value(var shape) -> kinds.put(field.name(), FieldWords.of(shape));
        case InputField.Kind.Media(String word) -> kinds.put(field.name(), word);
        case InputField.Kind.Turns none -> {}
      }
    }
    return kinds;
  }

  private static String described(String kind, String description) {
    return description.isEmpty() ? "(" + kind + ")" : "(" + kind + "): " + description;
  }

  /** What each field of the answer is, in words, by its name. */
  public Map<String, String> outputWords() {
    return outputWords;
  }

  private Map<String, String> saidOfOutputs() {
    Map<String, String> words = new LinkedHashMap<>();
    outputs.forEach(field ->
        words.put(field.name(), described(FieldWords.of(field.shape()), field.description())));
    return words;
  }

  /**
   * What {@code input} says in the fields.
   *
   * @throws IllegalArgumentException if a component is {@code null}
   */
  public InputValues values(I input) {
    return inputs.values((Record) Objects.requireNonNull(input, "input"));
  }

  /** What a record of a turn or an example says in fields of an input. */
  public static InputValues valuesOf(Record input) {
    Objects.requireNonNull(input, "input");
    return InputFields.of(input.getClass()).values(input);
  }

  /** What a record of a turn or an example says in fields of an answer. */
  public static JsonObject outputOf(Record output) {
    return OutputFields.write(Objects.requireNonNull(output, "output"));
  }

  /**
   * The answer that {@code fields} are; those ahead of the record's may be among them.
   *
   * @throws dev.mainstay.schema.JsonReadException if they are not one
   */
  public O read(JsonObject fields) {
    Objects.requireNonNull(fields, "fields");
    return type.read(fields.without(ahead));
  }

  /** The JSON Schema of the answer, with the fields ahead of the record's. */
  public JsonObject schema() {
    return schema;
  }

  private JsonObject wholeSchema() {
    JsonObject record = type.schema();
    if (leading.isEmpty()) {
      return record;
    }
    JsonObjectBuilder properties = JsonObject.builder();
    List<JsonValue> required = new ArrayList<>();
    for (OutputField field : leading) {
      properties.put(field.name(), field.shape().schema().with("description", field.description()));
      required.add(new JsonString(field.name()));
    }
    record.object("properties").orElseThrow().forEach(properties::put);
    required.addAll(record.array("required").orElse(JsonArray.of()).items());
    return record.with("properties", properties.build()).with("required", JsonArray.of(required));
  }

  /** The schema's name to a provider. */
  public String schemaName() {
    return type.name();
  }

  /** The fields' names and kinds as JSON: what a saved program must fit. */
  public JsonObject toJson() {
    return json;
  }

  private Map<String, String> kinds() {
    Map<String, String> kinds = new LinkedHashMap<>();
    outputs.forEach(field -> kinds.put(field.name(), FieldWords.of(field.shape())));
    return kinds;
  }

  private static JsonObject words(Map<String, String> all) {
    JsonObjectBuilder json = JsonObject.builder();
    all.forEach(json::put);
    return json.build();
  }

  @Override
  public String toString() {
    return String.join(", ", inputNames())
        + " -> "
        + outputs.stream().map(OutputField::name).collect(Collectors.joining(", "));
  }
}
