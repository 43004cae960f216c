package dev.mainstay.stream;

import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a provider wants back of a model's thoughts, in the order in which it came. {@code
 * thinking_blocks} come whole; {@code reasoning_details} come in pieces, of which neighbours of one
 * type, index and id are one thought.
 */
final class ThoughtPieces {
  /** The members of a delta or a message that have them. */
  static final List<String> MEMBERS = List.of("thinking_blocks", "reasoning_details");

  private static final Set<String> IN_PIECES = Set.of("reasoning.text", "reasoning.summary");
  private static final Set<String> TEXTS = Set.of("text", "summary");

  private final List<Thought> thoughts = new ArrayList<>();

  void add(JsonObject piece) {
    if (thoughts.isEmpty() || !thoughts.getLast().goesOnWith(piece)) {
      thoughts.add(new Thought());
    }
    thoughts.getLast().add(piece);
  }

  List<JsonObject> whole() {
    return thoughts.isEmpty() ? List.of() : thoughts.stream().map(Thought::whole).toList();
  }

  private static final class Thought {
    private final Map<String, JsonValue> members = new LinkedHashMap<>();
    private final Map<String, StringBuilder> texts = new LinkedHashMap<>();

    boolean goesOnWith(JsonObject piece) {
      return piece.text("type").filter(IN_PIECES::contains).isPresent()
          && !isSigned()
          && isSame("type", piece)
          && isSame("index", piece)
          && (!piece.hasValue("id") || isSame("id", piece));
    }

    private boolean isSigned() {
      return members.getOrDefault("signature", JsonNull.NULL) != JsonNull.NULL;
    }

    private boolean isSame(String member, JsonObject piece) {
      return Objects.equals(members.get(member), piece.get(member).orElse(null));
    }

    void add(JsonObject piece) {
      piece.forEach((name, value) -> {
        if (TEXTS.contains(name) && value instanceof JsonString(String text)) {
          texts.computeIfAbsent(name, n -> new StringBuilder()).append(text);
        }
        if (piece.hasValue(name) || !members.containsKey(name)) {
          members.put(name, value);
        }
      });
    }

    JsonObject whole() {
      JsonObjectBuilder json = JsonObject.builder();
      members.forEach(json::put);
      texts.forEach((name, text) -> json.put(name, text.toString()));
      return json.build();
    }
  }
}
