package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The tool calls in a message's JSON as its events have them, for the clients that read the JSON:
 * each call numbered by itself, since clients put the pieces together by number; id and name told
 * once, since clients add up what is told again, and a name that it takes over; arguments as text,
 * and once; a call that is not a list of one as that, and nothing in a list that is not a call.
 */
final class CallForm {
  private static final List<String> FUNCTIONS = List.of("function", "custom");
  private static final JsonObject SILENT = JsonObject.of("arguments", new JsonString(""));

  private final Iterator<ToolCallDelta> events;
  private final boolean isStream;
  private boolean isRepaired;

  private CallForm(List<ToolCallDelta> events, boolean isStream) {
    this.events = events.iterator();
    this.isStream = isStream;
  }

  /** {@code delta} as {@code events} have its calls; nothing where it is like that already. */
  static Optional<JsonObject> ofDelta(JsonObject delta, List<ToolCallDelta> events) {
    return areNone(events, delta) ? Optional.empty() : new CallForm(events, true).repaired(delta);
  }

  /** {@code message} as {@code events} have its calls; nothing where it is like that already. */
  static Optional<JsonObject> ofMessage(JsonObject message, List<ToolCallDelta> events) {
    return areNone(events, message)
        ? Optional.empty()
        : new CallForm(events, false).repaired(message);
  }

  private static boolean areNone(List<ToolCallDelta> events, JsonObject message) {
    return events.isEmpty() && message.array("tool_calls").isEmpty();
  }

  private Optional<JsonObject> repaired(JsonObject message) {
    JsonObject whole = message;
    List<JsonValue> calls = new ArrayList<>();
    JsonArray told = ToolCallReader.list(message);
    isRepaired = told.size() > 0 && message.array("tool_calls").isEmpty();
    for (JsonValue call : told) {
      if (call instanceof JsonObject object) {
        calls.add(call(object, events.next()));
      }
    }
    if (isRepaired || calls.size() < told.size()) {
      isRepaired = true;
      whole = whole.with("tool_calls", JsonArray.of(calls));
    }
    Optional<JsonObject> legacy = message.object("function_call");
    if (legacy.isPresent()) {
      whole = whole.with("function_call", function(legacy.get(), events.next()));
    }
    return Optional.of(whole).filter(form -> isRepaired);
  }

  private JsonObject call(JsonObject call, ToolCallDelta event) {
    JsonObject form = call;
    if (isStream && call.number("index").orElse(-1) != event.index()) {
      form = repair(form.with("index", JsonNumber.of(event.index())));
    }
    if (isRepeated(call, event.id())) {
      form = repair(form.without(Set.of("id")));
    }
    for (String name : FUNCTIONS) {
      Optional<JsonObject> function = call.object(name);
      if (function.isPresent()) {
        return form.with(name, function(function.get(), event));
      }
    }
    return form.has("function") ? repair(form.with("function", SILENT)) : form;
  }

  private JsonObject function(JsonObject function, ToolCallDelta event) {
    JsonObject form = function;
    String name = function.text("name").orElse("");
    if (isStream && !name.equals(event.name())) {
      form =
          repair(
              event.name().isEmpty()
                  ? form.without(Set.of("name"))
                  : form.with("name", event.name()));
    }
    if (function.has("arguments")
        && !function.text("arguments").equals(Optional.of(event.arguments()))) {
      form = repair(form.with("arguments", new JsonString(event.arguments())));
    }
    return form;
  }

  private boolean isRepeated(JsonObject call, String told) {
    return isStream && told.isEmpty() && call.text("id").filter(t -> !t.isEmpty()).isPresent();
  }

  private JsonObject repair(JsonObject form) {
    isRepaired = true;
    return form;
  }
}
