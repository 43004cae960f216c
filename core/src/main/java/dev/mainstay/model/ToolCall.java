package dev.mainstay.model;

import dev.mainstay.json.JsonObject;

/**
 * A tool that the model wants called.
 *
 * @param id the call's id, to be given back with the result
 * @param name the tool's name
 * @param arguments the arguments as JSON text, as the model wrote them: it may be wrong JSON
 */
public record ToolCall(String id, String name, String arguments) {
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
