package dev.mainstay.provider.gemini;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads a request to Gemini as a chat request. */
final class ChatForm {
  private ChatForm() {}

  static JsonObject of(JsonObject body) {
    JsonObjectBuilder chat = JsonObject.builder();
    chat.put("messages", messages(body));
    List<JsonValue> tools = new ArrayList<>();
    body.array("tools").orElse(JsonArray.of()).objects().forEach(tool -> tools(tool, tools));
    if (!tools.isEmpty()) {
      chat.put("tools", JsonArray.of(tools));
    }
    JsonObject config = body.object("generationConfig").orElse(JsonObject.empty());
    config
        .object("responseSchema")
        .ifPresent(schema -> chat.put("response_format", format(lower(schema))));
    config
        .object("thinkingConfig")
        .flatMap(thinking -> thinking.text("thinkingLevel"))
        .ifPresent(level -> chat.put("reasoning_effort", level));
    return chat.build();
  }

  private static JsonArray messages(JsonObject body) {
    List<JsonValue> messages = new ArrayList<>();
    body.object("systemInstruction").ifPresent(system -> messages.add(message("system", system)));
    body.array("contents").orElseThrow().objects().forEach(content -> content(content, messages));
    return JsonArray.of(messages);
  }

  private static void content(JsonObject content, List<JsonValue> messages) {
    List<JsonObject> parts = content.array("parts").orElseThrow().objects().toList();
    List<JsonObject> responses =
        parts.stream().flatMap(part -> part.object("functionResponse").stream()).toList();
    responses.forEach(response -> messages.add(result(response)));
    if (responses.isEmpty()) {
      boolean isModel = content.text("role").filter("model"::equals).isPresent();
      messages.add(message(isModel ? "assistant" : "user", content));
    }
  }

  private static JsonObject result(JsonObject response) {
    return JsonObject.builder()
        .put("role", "tool")
        .put("tool_call_id", response.text("id").orElse(""))
        .put("content", response.object("response").orElseThrow().toJson())
        .build();
  }

  private static JsonObject message(String role, JsonObject content) {
    List<JsonValue> parts = new ArrayList<>();
    List<JsonValue> calls = new ArrayList<>();
    List<JsonValue> thoughts = new ArrayList<>();
    for (JsonObject part : content.array("parts").orElseThrow().objects().toList()) {
      String place = String.valueOf(calls.size());
      part.text(PartSignature.FIELD)
          .ifPresent(signature -> thoughts.add(PartSignature.block(place, signature, "")));
      part.object("functionCall")
          .ifPresentOrElse(call -> calls.add(call(call)), () -> parts.add(part(part)));
    }
    JsonObjectBuilder message =
        JsonObject.builder().put("role", role).put("content", JsonArray.of(parts));
    if (!calls.isEmpty()) {
      message.put("tool_calls", JsonArray.of(calls));
    }
    if (!thoughts.isEmpty()) {
      message.put(PartSignature.MEMBER, JsonArray.of(thoughts));
    }
    return message.build();
  }

  private static JsonObject part(JsonObject part) {
    if (part.text("text").isPresent()) {
      return part.with("type", "text");
    }
    JsonObject data = part.object("inlineData").orElseThrow();
    String url =
        "data:"
            + data.text("mimeType").orElseThrow()
            + ";base64,"
            + data.text("data").orElseThrow();
    return JsonObject.builder()
        .put("type", "image_url")
        .put("image_url", JsonObject.of("url", new JsonString(url)))
        .build();
  }

  private static JsonObject call(JsonObject call) {
    JsonObject function =
        JsonObject.builder()
            .put("name", call.text("name").orElseThrow())
            .put("arguments", call.object("args").orElseThrow().toJson())
            .build();
    return JsonObject.builder()
        .put("id", call.text("id").orElse(""))
        .put("type", "function")
        .put("function", function)
        .build();
  }

  private static void tools(JsonObject tool, List<JsonValue> tools) {
    for (JsonObject declared :
        tool.array("functionDeclarations").orElseThrow().objects().toList()) {
      JsonObject function =
          declared.with("parameters", lower(declared.object("parameters").orElseThrow()));
      tools.add(JsonObject.builder().put("type", "function").put("function", function).build());
    }
  }

  private static JsonObject format(JsonObject schema) {
    return JsonObject.builder()
        .put("type", "json_schema")
        .put("json_schema", JsonObject.of("schema", schema))
        .build();
  }

  private static JsonObject lower(JsonObject schema) {
    JsonObjectBuilder lower = JsonObject.builder();
    schema.forEach((name, value) ->
        lower.put(
            name,
            switch (value) {
              case JsonString(String word) when name.equals("type") ->
                  new JsonString(word.toLowerCase(Locale.ROOT));
              case JsonObject inner -> lower(inner);
              default -> value;
            }));
    return lower.build();
  }
}
