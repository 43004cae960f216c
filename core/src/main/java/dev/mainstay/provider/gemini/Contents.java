package dev.mainstay.provider.gemini;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.wire.CallArguments;
import dev.mainstay.provider.wire.ResultOrder;
import dev.mainstay.provider.wire.UnsupportedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a conversation as contents of user and model: instructions stand apart, neighbours of one
 * role are one, and the results of one turn's tool calls are a turn of their own.
 */
final class Contents {
  private static final String MODEL = "model";
  private static final String USER = "user";
  private static final String TOOL = "tool";
  private static final String CONTENT = "content";
  private static final String PARTS = "parts";

  private final GeminiModel model;
  private final boolean hasIds;
  private final List<JsonObject> system = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();
  private final Map<String, String> names = new HashMap<>();

  private Contents(GeminiModel model, boolean hasIds) {
    this.model = model;
    this.hasIds = hasIds;
  }

  /**
   * The contents that {@code messages} are.
   *
   * @param hasIds whether the service knows ids of tool calls
   */
  static Contents of(JsonArray messages, GeminiModel model, boolean hasIds) {
    Contents contents = new Contents(model, hasIds);
    ResultOrder.ofCalls(messages).objects().forEach(contents::add);
    contents.turns.removeIf(turn -> turn.parts.isEmpty());
    return contents;
  }

  /** The instructions; where nothing else is said they are what is asked. */
  Optional<JsonObject> system() {
    return system.isEmpty() || turns.isEmpty()
        ? Optional.empty()
        : Optional.of(JsonObject.of(PARTS, JsonArray.of(system)));
  }

  JsonArray json() {
    List<Turn> all = turns.isEmpty() && !system.isEmpty() ? List.of(new Turn(USER, system)) : turns;
    return JsonArray.of(all.stream().map(Turn::json).toList());
  }

  private void add(JsonObject message) {
    JsonValue content = message.get(CONTENT).orElse(JsonNull.NULL);
    switch (message.text("role").orElse("")) {
      case "system", "developer" -> system.addAll(Parts.of(content));
      case "assistant" -> turn(MODEL).addAll(said(message, content));
      case "tool" -> turn(TOOL).addAll(result(message, content));
      case USER -> turn(USER).addAll(Parts.of(content));
      default ->
          throw UnsupportedException.role(GeminiProvider.NAME, message.text("role").orElse(""));
    }
  }

  private List<JsonObject> turn(String kind) {
    if (turns.isEmpty() || !turns.getLast().kind.equals(kind)) {
      turns.add(new Turn(kind, new ArrayList<>()));
    }
    return turns.getLast().parts;
  }

  private List<JsonObject> said(JsonObject message, JsonValue content) {
    Map<String, String> signatures = PartSignature.in(message);
    List<JsonObject> parts = new ArrayList<>(Parts.of(content));
    sign(parts, signatures);
    parts.addAll(Parts.of(message.get(CandidateReader.IMAGES).orElse(JsonNull.NULL)));
    parts.addAll(Parts.of(message.get(CandidateReader.FOREIGN_PARTS).orElse(JsonNull.NULL)));
    int number = 0;
    for (JsonObject call : message.array("tool_calls").orElse(JsonArray.of()).objects().toList()) {
      Optional<String> known =
          Optional.ofNullable(signatures.get(String.valueOf(number)))
              .or(() -> PartSignature.ofCall(call));
      parts.add(call(call, number == 0 ? known.or(() -> PartSignature.missing(model)) : known));
      number++;
    }
    return parts;
  }

  private static void sign(List<JsonObject> parts, Map<String, String> signatures) {
    String signature = signatures.get(PartSignature.TEXT);
    if (signature != null && !parts.isEmpty()) {
      parts.add(parts.removeLast().with(PartSignature.FIELD, signature));
    }
  }

  private JsonObject call(JsonObject call, Optional<String> signature) {
    JsonObject function = call.object("function").orElse(JsonObject.empty());
    String id = call.text("id").orElse("");
    String name = function.text("name").orElse("");
    names.put(id, name);
    JsonObjectBuilder out = withId(id).put("name", name);
    out.put("args", CallArguments.of(function));
    JsonObject part = JsonObject.of("functionCall", out.build());
    return signature.map(known -> part.with(PartSignature.FIELD, known)).orElse(part);
  }

  private JsonObjectBuilder withId(String id) {
    JsonObjectBuilder out = JsonObject.builder();
    return hasIds && !id.isEmpty() ? out.put("id", id) : out;
  }

  private static JsonObject object(String text, String otherwise) {
    try {
      return Json.parseObject(text);
    } catch (JsonException e) {
      return JsonObject.of(otherwise, new JsonString(text));
    }
  }

  private List<JsonObject> result(JsonObject message, JsonValue content) {
    String id = message.text("tool_call_id").orElse("");
    String name = names.getOrDefault(id, message.text("name").orElse(id));
    List<JsonObject> parts = Parts.of(content);
    List<JsonObject> media = parts.stream().filter(part -> !part.has("text")).toList();
    String text =
        String.join("\n", parts.stream().flatMap(part -> part.text("text").stream()).toList());
    boolean isError = message.flag("is_error").orElse(false);
    JsonObjectBuilder response = withId(id).put("name", name);
    // https://ai.google.dev/api/caching#FunctionResponse
    response.put("response", object(text, isError ? "error" : "output"));
    if (media.isEmpty() || !model.demandsSignatures()) {
      List<JsonObject> all = new ArrayList<>();
      all.add(JsonObject.of("functionResponse", response.build()));
      all.addAll(media);
      return all;
    }
    response.put(PARTS, JsonArray.of(media));
    return List.of(JsonObject.of("functionResponse", response.build()));
  }

  /** What one side says in turn. */
  private record Turn(String kind, List<JsonObject> parts) {
    JsonObject json() {
      return JsonObject.builder()
          .put("role", kind.equals(MODEL) ? MODEL : USER)
          .put(PARTS, JsonArray.of(parts))
          .build();
    }
  }
}
