package dev.mainstay.program.adapter;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.Tool;
import dev.mainstay.model.ToolCall;
import dev.mainstay.schema.JsonReadException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Calls of tools as text, for models that have no other means. */
public final class ToolText {
  /** The name of the section that holds calls; no field can have it. */
  public static final String SECTION = "/call";

  private ToolText() {}

  static String describe(List<Tool> tools, String header) {
    String all =
        tools.stream()
            .map(ToolText::function)
            .map(tool ->
                "- "
                    + tool.text("name").orElse("")
                    + ": "
                    + tool.text("description").orElse("")
                    + "\n  arguments: "
                    + tool.object("parameters").orElse(JsonObject.empty()).toJson()
                    + "\n")
            .collect(Collectors.joining());
    return "\nYou may call tools first:\n"
        + all
        + "To call one, or several at once, write this in place of an answer, and nothing else:\n\n"
        + header
        + "\n"
        + "[{\"tool\": \"its name\", \"arguments\": {}}]\n\n"
        + "You are given the results, and may call again. Answer with the fields when you are"
        + " done.\n";
  }

  private static JsonObject function(Tool tool) {
    return tool.json().object("function").orElse(JsonObject.empty());
  }

  /** The section's text that says {@code calls}. */
  static String write(List<ToolCall> calls) {
    List<JsonObject> all = new ArrayList<>();
    for (ToolCall call : calls) {
      all.add(
          JsonObject.builder().put("tool", call.name()).put("arguments", arguments(call)).build());
    }
    return JsonArray.of(all).toJson();
  }

  private static JsonValue arguments(ToolCall call) {
    try {
      return Json.parseObject(call.arguments());
    } catch (JsonException wrong) {
      return JsonObject.empty();
    }
  }

  /**
   * The calls that the section's {@code text} says.
   *
   * @param before how many calls there have been
   * @throws JsonReadException if it says none, in words for the model
   */
  public static List<ToolCall> read(String text, int before) {
    JsonValue json;
    try {
      json = Json.parse(text.replaceAll("(?m)^```\\w*$", "").strip());
    } catch (JsonException e) {
      throw new JsonReadException("the call of a tool is not JSON: " + e.getMessage());
    }
    List<JsonValue> all = json instanceof JsonArray array ? array.items() : List.of(json);
    List<ToolCall> calls = new ArrayList<>();
    for (JsonValue each : all) {
      if (!(each instanceof JsonObject call) || call.text("tool").isEmpty()) {
        throw new JsonReadException(
            "the call of a tool must be an object with the members tool and arguments");
      }
      calls.add(
          new ToolCall(
              "call_" + (before + calls.size() + 1),
              call.text("tool").orElseThrow(),
              call.object("arguments").orElse(JsonObject.empty()).toJson()));
    }
    if (calls.isEmpty()) {
      throw new JsonReadException("the call of a tool is empty");
    }
    return calls;
  }
}
