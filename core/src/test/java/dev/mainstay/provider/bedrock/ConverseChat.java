package dev.mainstay.provider.bedrock;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Reads a request of Converse as the chat request that says the same. */
final class ConverseChat {
  private ConverseChat() {}

  static JsonObject of(JsonObject converse) {
    JsonObjectBuilder chat = JsonObject.builder();
    List<JsonValue> messages = new ArrayList<>();
    if (converse.array("system").filter(list -> !list.isEmpty()).isPresent()) {
      messages.add(message("system", parts(converse.array("system").orElseThrow())));
    }
    converse.array("messages").orElseThrow().objects().forEach(turn -> add(turn, messages));
    chat.put("messages", JsonArray.of(messages));
    JsonObject config = converse.object("inferenceConfig").orElse(JsonObject.empty());
    config.get("maxTokens").ifPresent(v -> chat.put("max_tokens", v));
    config.get("temperature").ifPresent(v -> chat.put("temperature", v));
    config.get("topP").ifPresent(v -> chat.put("top_p", v));
    config.get("stopSequences").ifPresent(v -> chat.put("stop", v));
    converse.object("toolConfig").ifPresent(tools -> addTools(tools, chat));
    converse.object("additionalModelRequestFields").ifPresent(own -> own.forEach(chat::put));
    converse
        .object("outputConfig")
        .flatMap(output -> output.object("textFormat"))
        .flatMap(format -> format.object("structure"))
        .flatMap(structure -> structure.object("jsonSchema"))
        .ifPresent(schema -> chat.put("response_format", responseFormat(schema)));
    return chat.build();
  }

  private static JsonObject responseFormat(JsonObject schema) {
    JsonObject named = schema.with("schema", Json.parse(schema.text("schema").orElseThrow()));
    return JsonObject.builder().put("type", "json_schema").put("json_schema", named).build();
  }

  private static void add(JsonObject turn, List<JsonValue> messages) {
    String role = turn.text("role").orElseThrow();
    List<JsonValue> said = new ArrayList<>();
    List<JsonValue> calls = new ArrayList<>();
    List<JsonValue> thoughts = new ArrayList<>();
    for (JsonObject block : turn.array("content").orElseThrow().objects().toList()) {
      if (block.has("toolResult")) {
        messages.add(result(block.object("toolResult").orElseThrow()));
      } else if (block.has("toolUse")) {
        calls.add(call(block.object("toolUse").orElseThrow()));
      } else if (block.has("reasoningContent")) {
        thoughts.add(thought(block.object("reasoningContent").orElseThrow()));
      } else {
        said.add(part(block));
      }
    }
    if (said.isEmpty() && calls.isEmpty() && thoughts.isEmpty()) {
      return;
    }
    JsonObject message = message(role, said.isEmpty() ? JsonNull.NULL : JsonArray.of(said));
    message = calls.isEmpty() ? message : message.with("tool_calls", JsonArray.of(calls));
    messages.add(
        thoughts.isEmpty() ? message : message.with("thinking_blocks", JsonArray.of(thoughts)));
  }

  private static JsonObject thought(JsonObject content) {
    return content
        .object("reasoningText")
        .map(text -> Thoughts.open(text.text("text").orElse(""), text.text("signature").orElse("")))
        .orElseGet(() -> Thoughts.redacted(content.text("redactedContent").orElseThrow()));
  }

  private static JsonObject message(String role, JsonValue content) {
    return JsonObject.builder().put("role", role).put("content", content).build();
  }

  private static JsonArray parts(JsonArray blocks) {
    return JsonArray.of(blocks.objects().<JsonValue>map(ConverseChat::part).toList());
  }

  private static JsonObject part(JsonObject block) {
    return block
        .get("text")
        .map(text -> JsonObject.builder().put("type", "text").put("text", text).build())
        .orElse(block);
  }

  private static JsonObject call(JsonObject use) {
    JsonObject function =
        JsonObject.builder()
            .put("name", use.get("name").orElseThrow())
            .put("arguments", use.object("input").orElseThrow().toJson())
            .build();
    return JsonObject.builder()
        .put("id", use.get("toolUseId").orElseThrow())
        .put("type", "function")
        .put("function", function)
        .build();
  }

  private static JsonObject result(JsonObject result) {
    JsonObjectBuilder message =
        JsonObject.builder()
            .put("role", "tool")
            .put("tool_call_id", result.get("toolUseId").orElseThrow())
            .put("content", parts(result.array("content").orElseThrow()));
    result.text("status").ifPresent(s -> message.put("is_error", s.equals("error")));
    return message.build();
  }

  private static void addTools(JsonObject config, JsonObjectBuilder chat) {
    List<JsonValue> tools = new ArrayList<>();
    for (JsonObject tool : config.array("tools").orElseThrow().objects().toList()) {
      JsonObject spec = tool.object("toolSpec").orElseThrow();
      JsonObjectBuilder function = JsonObject.builder();
      spec.get("name").ifPresent(v -> function.put("name", v));
      spec.get("description").ifPresent(v -> function.put("description", v));
      spec.object("inputSchema")
          .flatMap(s -> s.get("json"))
          .ifPresent(v -> function.put("parameters", v));
      spec.get("strict").ifPresent(v -> function.put("strict", v));
      tools.add(
          JsonObject.builder().put("type", "function").put("function", function.build()).build());
    }
    chat.put("tools", JsonArray.of(tools));
    config.object("toolChoice").ifPresent(choice -> chat.put("tool_choice", choice(choice)));
  }

  private static JsonValue choice(JsonObject choice) {
    if (choice.has("any")) {
      return new JsonString("required");
    }
    return choice.has("auto")
        ? new JsonString("auto")
        : JsonObject.builder()
            .put("type", "function")
            .put("function", choice.object("tool").orElseThrow())
            .build();
  }
}
