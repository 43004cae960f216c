package dev.mainstay.program;

import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import java.util.Map;

/** The fields of a program's requests: those that a user may set, and those that are its own. */
final class RequestFields {
  private static final Map<String, String> OWN =
      Map.of(
          "messages", "use instructions and demos",
          "response_format", "use form(…)",
          "tools", "use ReAct.of(program, toolbox)",
          "stream", "call stream(input)",
          "n", "use BestOfN.of(program, n, reward)");

  private RequestFields() {}

  /**
   * {@code template} with the field {@code name} at {@code value}.
   *
   * @throws IllegalArgumentException if it is the program's own
   */
  static ChatRequest set(ChatRequest template, String name, JsonValue value) {
    String instead = OWN.get(name);
    if (instead != null) {
      throw new IllegalArgumentException(
          "the field '" + name + "' of its requests is the program's own; " + instead);
    }
    return new ChatRequest(template.json().with(name, value));
  }
}
