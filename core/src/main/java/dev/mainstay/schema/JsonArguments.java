package dev.mainstay.schema;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The parameters of a method as a JSON object: a single record is the object, others are members by
 * their names, for which their class must be compiled with {@code -parameters}. Immutable.
 */
public final class JsonArguments {
  private final List<JsonMember> members;
  private final boolean isRecord;
  private final JsonObject schema;

  private JsonArguments(List<JsonMember> members, boolean isRecord, JsonObject schema) {
    this.members = members;
    this.isRecord = isRecord;
    this.schema = schema;
  }

  /**
   * The parameters of {@code method}.
   *
   * @throws SchemaException if one cannot be described to a model, or has no name: the message says
   *     which, and what to do
   */
  public static JsonArguments of(Executable method) {
    Objects.requireNonNull(method, "method");
    Parameter[] parameters = method.getParameters();
    if (parameters.length == 1 && parameters[0].getType().isRecord()) {
      JsonType<?> type = JsonType.of(parameters[0].getType());
      return new JsonArguments(
          List.of(new JsonMember(parameters[0].getName(), type.shape(), "")), true, type.schema());
    }
    Shapes shapes = new Shapes();
    Definitions definitions = new Definitions();
    List<JsonMember> members = new ArrayList<>();
    JsonObjectBuilder properties = JsonObject.builder();
    for (Parameter parameter : parameters) {
      String name = name(method, parameter);
      Shape shape = shapes.of(parameter.getParameterizedType(), method.getName() + "." + name);
      Describe told = parameter.getAnnotation(Describe.class);
      JsonObject property = shape.schema(definitions);
      properties.put(
          name,
          told == null || property.has("$ref")
              ? property
              : property.with("description", told.value()));
      members.add(new JsonMember(name, shape.view(), told == null ? "" : told.value()));
    }
    return new JsonArguments(
        List.copyOf(members), false, definitions.in(RecordShape.object(properties.build())));
  }

  private static String name(Executable method, Parameter parameter) {
    if (!parameter.isNamePresent()) {
      throw new SchemaException(
          "the parameters of "
              + method.getName()
              + " have no names; compile its class with -parameters, or give it one record");
    }
    return parameter.getName();
  }

  /** The JSON Schema of the object. */
  public JsonObject schema() {
    return schema;
  }

  /**
   * The arguments that {@code json} is, in the parameters' order; empty text is an object without
   * members.
   *
   * @throws JsonReadException naming the argument, if they are not what the parameters ask for
   */
  public List<Object> read(String json) {
    Objects.requireNonNull(json, "json");
    try {
      return read(json.isBlank() ? JsonObject.empty() : Json.parseObject(json));
    } catch (JsonException e) {
      throw new JsonReadException("they are not JSON: " + e.getMessage(), e);
    }
  }

  private List<Object> read(JsonObject json) {
    if (isRecord) {
      return List.of(members.getFirst().shape().read(json, ""));
    }
    for (String name : json.names()) {
      if (members.stream().noneMatch(member -> member.name().equals(name))) {
        throw new JsonReadException(
            name
                + " is not one of its members; those are "
                + members.stream().map(JsonMember::name).toList());
      }
    }
    List<Object> arguments = new ArrayList<>();
    for (JsonMember member : members) {
      boolean isThere = json.has(member.name());
      if (!isThere && !(member.shape() instanceof JsonShape.Maybe)) {
        throw new JsonReadException(member.name() + " is missing");
      }
      arguments.add(
          member.shape().read(json.get(member.name()).orElse(JsonNull.NULL), member.name()));
    }
    return arguments;
  }
}
