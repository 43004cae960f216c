package dev.mainstay.provider.anthropic;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.wire.RequestPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a request to the Messages API as one in OpenAI's form, which any provider can be asked.
 * Fields that only Anthropic's models understand are not part of that form; those that OpenAI's has
 * no word for but a later turn needs (signed thoughts, cache marks) stay.
 */
final class ChatForm {
  // What OpenAI takes as a user's name.
  // https://platform.openai.com/docs/guides/safety-best-practices
  private static final int LONGEST_USER = 64;
  private static final long LOW_BUDGET = 2_048;
  private static final long MEDIUM_BUDGET = 8_192;
  private static final Set<String> SAME =
      Set.of(
          "model",
          "max_tokens",
          "temperature",
          "top_p",
          "top_k",
          "stream",
          MessagesHeaders.BETAS_FIELD);

  // The caller asked for them in Anthropic's words, if at all: a provider that has no counterpart
  // is not asked.
  private static final List<String> WISHES =
      List.of(
          "reasoning_effort",
          RequestPolicy.OWN_EFFORT,
          "parallel_tool_calls",
          "top_k",
          "user",
          "stream_options");

  private final JsonObject body;
  private final JsonObjectBuilder out = JsonObject.builder();

  private ChatForm(JsonObject body) {
    this.body = body;
  }

  static JsonObject of(JsonObject body) {
    return new ChatForm(body).read();
  }

  private JsonObject read() {
    body.forEach((name, value) -> {
      if (SAME.contains(name) || RequestPolicy.OF_CALLER.contains(name)) {
        out.put(name, value);
      }
    });
    body.get("messages").ifPresent(messages -> out.put("messages", messages(messages)));
    body.array("stop_sequences").ifPresent(stop -> out.put("stop", stop));
    body.array("tools").filter(list -> !list.isEmpty()).ifPresent(this::tools);
    effort().ifPresent(this::effort);
    body.object("output_config")
        .flatMap(config -> config.object("format"))
        .ifPresent(format -> out.put("response_format", format(format)));
    body.object("metadata")
        .flatMap(metadata -> metadata.text("user_id"))
        .filter(user -> user.length() <= LONGEST_USER)
        .ifPresent(user -> out.put("user", user));
    if (body.flag("stream").orElse(false)) {
      out.put("stream_options", JsonObject.of("include_usage", JsonBoolean.TRUE));
    }
    List<JsonValue> wishes =
        WISHES.stream()
            .filter(name -> out.build().has(name))
            .<JsonValue>map(JsonString::new)
            .toList();
    if (!wishes.isEmpty()) {
      out.put(RequestPolicy.WISHED, JsonArray.of(wishes));
    }
    return out.build();
  }

  // What is not a list is left as it is, for whoever checks requests.
  private JsonValue messages(JsonValue messages) {
    if (!(messages instanceof JsonArray list)) {
      return messages;
    }
    List<JsonValue> chat = new ArrayList<>();
    system().ifPresent(chat::add);
    for (JsonValue message : list) {
      if (message instanceof JsonObject object) {
        ChatMessages.add(object, chat);
      } else {
        chat.add(message);
      }
    }
    ChatMessages.begun(list).ifPresent(begun -> chat.set(chat.size() - 1, begun));
    return JsonArray.of(chat);
  }

  private Optional<JsonObject> system() {
    return body.get("system")
        .filter(system -> system != JsonNull.NULL)
        .map(ChatMessages::plain)
        .map(content -> JsonObject.builder().put("role", "system").put("content", content).build());
  }

  private void tools(JsonArray tools) {
    out.put(
        "tools",
        JsonArray.of(
            tools.items().stream()
                .map(tool -> tool instanceof JsonObject object ? tool(object) : tool)
                .toList()));
    body.object("tool_choice").ifPresent(this::choice);
  }

  // A tool that runs at Anthropic has a type of its own and no schema.
  private static JsonValue tool(JsonObject tool) {
    if (!tool.has("input_schema")) {
      return tool;
    }
    JsonObjectBuilder function = JsonObject.builder();
    tool.get("name").ifPresent(name -> function.put("name", name));
    tool.get("description").ifPresent(text -> function.put("description", text));
    tool.get("input_schema").ifPresent(schema -> function.put("parameters", schema));
    tool.get("strict").ifPresent(strict -> function.put("strict", strict));
    JsonObjectBuilder out =
        JsonObject.builder().put("type", "function").put("function", function.build());
    tool.get(Blocks.CACHE).ifPresent(mark -> out.put(Blocks.CACHE, mark));
    return out.build();
  }

  private void choice(JsonObject choice) {
    String type = choice.text("type").orElse("auto");
    out.put(
        "tool_choice",
        switch (type) {
          case "any" -> new JsonString("required");
          case "tool" ->
              JsonObject.builder()
                  .put("type", "function")
                  .put("function", JsonObject.of("name", new JsonString(name(choice))))
                  .build();
          default -> new JsonString(type);
        });
    if (choice.flag("disable_parallel_tool_use").orElse(false)) {
      out.put("parallel_tool_calls", JsonBoolean.FALSE);
    }
  }

  private static String name(JsonObject choice) {
    return choice.text("name").orElse("");
  }

  private Optional<String> effort() {
    if (!body.hasValue("thinking")) {
      return word();
    }
    JsonObject thinking = body.object("thinking").orElse(JsonObject.empty());
    return switch (thinking.text("type").orElse("disabled")) {
      case "enabled" -> Optional.of(effort(thinking.number("budget_tokens").orElse(MEDIUM_BUDGET)));
      case "adaptive" -> word().or(() -> Optional.of("medium"));
      default -> Optional.empty();
    };
  }

  private Optional<String> word() {
    return body.object("output_config")
        .flatMap(config -> config.text("effort"))
        .map(effort -> effort.equals("max") ? "high" : effort);
  }

  // Where thoughts were not asked for, the effort asks a Claude for none.
  private void effort(String effort) {
    out.put("reasoning_effort", effort);
    if (!body.hasValue("thinking")) {
      out.put(RequestPolicy.OWN_EFFORT, JsonObject.of("effort", new JsonString(effort)));
    }
  }

  private static String effort(long budget) {
    if (budget <= LOW_BUDGET) {
      return "low";
    }
    return budget <= MEDIUM_BUDGET ? "medium" : "high";
  }

  private static JsonObject format(JsonObject format) {
    JsonObject named =
        JsonObject.builder()
            .put("name", "answer")
            .put("strict", true)
            .put("schema", format.get("schema").orElse(JsonObject.empty()))
            .build();
    return JsonObject.builder().put("type", "json_schema").put("json_schema", named).build();
  }
}
