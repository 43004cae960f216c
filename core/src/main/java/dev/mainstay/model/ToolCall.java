package dev.mainstay.model;

import dev.mainstay.json.JsonObject;
import dev.mainstay.schema.JsonType;
import java.util.Objects;

/**
 * A tool that the model wants called.
 *
 * @param id the call's id, to be given back with the result
 * @param name the tool's name
 * @param arguments the arguments as JSON text, as the model wrote them: it may be wrong JSON
 */
public record ToolCall(String id, String name, String arguments) {
  /** Null is refused. */
  public ToolCall {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(arguments, "arguments");
  }

  /**
   * The arguments as the {@code type} that the tool was described by; none at all are an object
   * without members.
   *
   * @throws dev.mainstay.schema.JsonReadException naming the argument, if they are not what the
   *     type asks for
   */
  public <T> T as(Class<T> type) {
    return as(JsonType.of(type));
  }

  /**
   * The arguments as a {@code type}; as {@link #as(Class)}.
   *
   * @throws dev.mainstay.schema.JsonReadException naming the argument, if they are not one
   */
  public <T> T as(JsonType<T> type) {
    Objects.requireNonNull(type, "type");
    return type.read(arguments.isBlank() ? "{}" : arguments);
  }

  JsonObject toJson() {
    JsonObject function =
        JsonObject.builder().put("name", name).put("arguments", arguments).build();
    return JsonObject.builder()
        .put("id", id)
        .put("type", "function")
        .put("function", function)
        .build();
  }
}
