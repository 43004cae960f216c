package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonSlice;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.Optional;

/**
 * What must be right in a chat request whoever is asked: lists where lists are wanted, pictures
 * that are somewhere, base64 that is some. What a provider has words of its own for, such as a role
 * or a type, is not.
 */
public final class RequestShape {
  private static final String MESSAGES = "messages";
  private static final String TOOLS = "tools";
  private static final String CHOICE = "tool_choice";
  private static final String FUNCTION = "function";
  private static final String TYPE = "type";
  private static final JsonSlice NOTHING = JsonSlice.of("");

  private final String provider;

  private RequestShape(String provider) {
    this.provider = provider;
  }

  /**
   * Refuses {@code request} if nobody could read it.
   *
   * @param provider the name of who is asked, for the message
   * @throws UnsupportedException if so; it names the parameter, the provider and the remedy
   */
  public static void require(String provider, JsonObject request) {
    RequestShape shape = new RequestShape(provider);
    request.get(MESSAGES).ifPresent(shape::messages);
    set(request, TOOLS).ifPresent(shape::tools);
    set(request, CHOICE).ifPresent(shape::choice);
    set(request, AnswerFormat.PARAM).ifPresent(shape::format);
  }

  private static Optional<JsonValue> set(JsonObject request, String name) {
    return request.get(name).filter(value -> value != JsonNull.NULL);
  }

  private void messages(JsonValue value) {
    if (!(value instanceof JsonArray messages)) {
      throw malformed(MESSAGES, "as an array of objects, each with role and content");
    }
    for (JsonValue message : messages) {
      if (!(message instanceof JsonObject object)) {
        throw malformed(MESSAGES, "as objects, each with role and content");
      }
      content(object);
      set(object, "tool_calls").ifPresent(this::calls);
    }
  }

  // A text, which may be long, is not asked for.
  private void content(JsonObject message) {
    Optional<JsonArray> parts = message.array("content");
    if (parts.isPresent()) {
      parts.get().forEach(this::part);
    } else if (message.object("content").isPresent()
        || message.decimal("content").isPresent()
        || message.flag("content").isPresent()) {
      throw malformed(MESSAGES, "with a content that is a text or an array of parts");
    }
  }

  private void part(JsonValue value) {
    switch (value) {
      case JsonString text -> {}
      case JsonObject part -> part(part, part.text(TYPE).orElse(""));
      default -> throw malformed(MESSAGES, "with parts that are objects, as {\"type\":\"text\",…}");
    }
  }

  private void part(JsonObject part, String type) {
    if (set(part, TYPE).isPresent() && type.isEmpty()) {
      throw malformed(MESSAGES, "with parts whose type is a word, as in \"type\":\"text\"");
    }
    switch (type) {
      case "text" -> {
        if (part.text("text").isEmpty()) {
          throw malformed(MESSAGES, "with text parts that have a text, as in \"text\":\"…\"");
        }
      }
      case "image_url", "video_url" -> link(part, type);
      case "file" -> file(part.object("file").orElse(JsonObject.empty()));
      case "input_audio" -> sound(part.object("input_audio").orElse(JsonObject.empty()));
      default -> {}
    }
  }

  private void link(JsonObject part, String type) {
    JsonSlice url = DataUrl.at(part, type);
    if (isBlank(url)) {
      throw malformed(
          MESSAGES, "with " + type + " parts that have a URL, as in {\"url\":\"https://…\"}");
    }
    data(url, type);
  }

  private void file(JsonObject file) {
    JsonSlice data = file.slice("file_data").orElse(NOTHING);
    if (isBlank(data) && file.text("file_id").filter(id -> !id.isBlank()).isEmpty()) {
      throw malformed(
          MESSAGES,
          "with file parts that have their content in file_data, as data:application/pdf;base64,…,"
              + " or a file_id");
    }
    data(data, "file");
  }

  private void sound(JsonObject sound) {
    JsonSlice data = sound.slice("data").orElse(NOTHING);
    // Some take where it is, or a data: URL.
    boolean isSomewhere = DataUrl.isWeb(data) || DataUrl.isOne(data);
    if (!isSomewhere && !Base64Text.isWhole(data, 0)) {
      throw malformed(MESSAGES, "with input_audio parts that have base64 in data");
    }
    data(data, "input_audio");
  }

  private static boolean isBlank(JsonSlice text) {
    return text.chars().allMatch(Character::isWhitespace);
  }

  private void data(JsonSlice url, String type) {
    if (DataUrl.isBroken(url)) {
      throw malformed(
          MESSAGES,
          "with "
              + type
              + " parts whose data: URL is right base64 behind ;base64, and this one is not;"
              + " encode its content anew");
    }
  }

  private void calls(JsonValue value) {
    if (!(value instanceof JsonArray calls) || calls.objects().count() != calls.size()) {
      throw malformed(MESSAGES, "with tool_calls that are an array of objects");
    }
  }

  private void tools(JsonValue value) {
    if (!(value instanceof JsonArray tools) || tools.objects().count() != tools.size()) {
      throw malformed(TOOLS, "as an array of objects, as {\"type\":\"function\",…}");
    }
    tools.objects().forEach(this::tool);
  }

  private void tool(JsonObject tool) {
    boolean isFunction = tool.has(FUNCTION) || tool.text(TYPE).filter(FUNCTION::equals).isPresent();
    if (!isFunction) {
      return;
    }
    // OpenAI's Responses API has the name beside the type, not within.
    JsonObject function = tool.object(FUNCTION).orElse(JsonObject.empty());
    if (function.text("name").filter(name -> !name.isBlank()).isEmpty()) {
      throw malformed(TOOLS, "with functions that have a name, in function.name");
    }
    boolean isSchema =
        set(function, "parameters").filter(schema -> !(schema instanceof JsonObject)).isEmpty();
    if (!isSchema) {
      throw malformed(TOOLS, "with parameters that are a schema, an object");
    }
  }

  private void choice(JsonValue choice) {
    boolean isOne = choice instanceof JsonString || choice instanceof JsonObject;
    if (!isOne) {
      throw malformed(CHOICE, "as auto, none, required, or an object that names a function");
    }
  }

  private void format(JsonValue format) {
    if (!(format instanceof JsonObject)) {
      throw malformed(AnswerFormat.PARAM, "as an object, as {\"type\":\"json_schema\",…}");
    }
  }

  private UnsupportedException malformed(String param, String how) {
    return UnsupportedException.malformed(param, provider + " takes '" + param + "' " + how);
  }
}
