package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Instructions that come after what the assistant or a tool said go to those at the beginning, for
 * somebody who refuses them there; after what the user said they stay.
 * https://github.com/mistralai/mistral-common
 */
final class EarlyInstructions {
  private static final String MESSAGES = "messages";
  private static final String SYSTEM = "system";
  private static final Set<String> OTHERS = Set.of("assistant", "tool");

  private EarlyInstructions() {}

  /** {@code request} with instructions where they are taken; the very same where they are. */
  static JsonObject write(JsonObject request) {
    List<JsonValue> stay = new ArrayList<>();
    List<JsonValue> late = new ArrayList<>();
    String before = SYSTEM;
    for (JsonValue message : request.array(MESSAGES).orElse(JsonArray.of())) {
      String role = role(message);
      if (role.equals(SYSTEM) && OTHERS.contains(before)) {
        late.add(message);
      } else {
        stay.add(message);
        before = role;
      }
    }
    if (late.isEmpty()) {
      return request;
    }
    int first = 0;
    while (first < stay.size() && role(stay.get(first)).equals(SYSTEM)) {
      first++;
    }
    stay.addAll(first, late);
    return request.with(MESSAGES, JsonArray.of(stay));
  }

  private static String role(JsonValue message) {
    return message instanceof JsonObject object ? object.text("role").orElse("") : "";
  }
}
