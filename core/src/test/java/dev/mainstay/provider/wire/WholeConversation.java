package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One conversation with instructions, a picture, thoughts, two parallel tool calls, their results
 * and a schema is written in a dialect, read again, and is the same but for what {@link Wire} tells
 * to be lost: no more, and no less.
 */
public final class WholeConversation {
  private WholeConversation() {}

  /**
   * Fails unless what is lost on {@code wire} is what it tells.
   *
   * @param signature one of the vendor's own, as callers have it
   * @param thereAndBack what is sent for a chat request, read as a chat request again
   */
  public static void requireLossesOf(
      Wire wire, String signature, UnaryOperator<JsonObject> thereAndBack) {
    assertThat(lost(signature, thereAndBack)).as("%s", wire).isEqualTo(wire.lost());
  }

  /** What is lost there and back. */
  public static Set<Wire.Part> lost(String signature, UnaryOperator<JsonObject> thereAndBack) {
    JsonObject chat = conversation(signature);

    JsonObject back =
        thereAndBack.apply(chat).without(Set.of("model", "max_tokens", "stream", "stream_options"));

    Set<String> differences = new TreeSet<>();
    compare("", chat, withPartsAlone(back), differences);
    Set<Wire.Part> lost = EnumSet.noneOf(Wire.Part.class);
    differences.forEach(path -> lost.add(part(path)));
    return lost;
  }

  private static Wire.Part part(String path) {
    return Stream.of(Wire.Part.values())
        .filter(part -> part.paths().contains(path))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nobody knows that this may be lost: " + path));
  }

  private static void compare(
      String path, JsonValue one, JsonValue other, Set<String> differences) {
    if (one instanceof JsonObject before && other instanceof JsonObject after) {
      Set<String> names = new TreeSet<>(before.names());
      names.addAll(after.names());
      for (String name : names) {
        compare(path + "." + name, before.get(name), after.get(name), differences);
      }
    } else if (one instanceof JsonArray before
        && other instanceof JsonArray after
        && before.size() == after.size()) {
      for (int i = 0; i < before.size(); i++) {
        JsonValue item = before.items().get(i);
        compare(path + role(item), item, after.items().get(i), differences);
      }
    } else if (!one.equals(other)) {
      differences.add(path.substring(1));
    }
  }

  private static void compare(
      String path, Optional<JsonValue> one, Optional<JsonValue> other, Set<String> differences) {
    if (one.isPresent() && other.isPresent()) {
      compare(path, one.get(), other.get(), differences);
    } else {
      differences.add(path.substring(1));
    }
  }

  private static String role(JsonValue item) {
    return item instanceof JsonObject object
        ? object.text("role").map(role -> "[" + role + "]").orElse("")
        : "";
  }

  /** {@code chat} with every content a list of parts. */
  private static JsonObject withPartsAlone(JsonObject chat) {
    List<JsonObject> messages = new ArrayList<>();
    chat.array("messages")
        .orElseThrow()
        .objects()
        .map(message ->
            message
                .text("content")
                .map(text -> message.with("content", JsonArray.of(part("text", text))))
                .orElse(message))
        .forEach(messages::add);
    return chat.with("messages", JsonArray.of(messages));
  }

  private static JsonObject part(String type, String text) {
    return JsonObject.builder().put("type", type).put(type, text).build();
  }

  private static JsonObject conversation(String signature) {
    String json =
        """
        {'messages':[
          {'role':'system','content':[{'type':'text','text':'Be brief.'}]},
          {'role':'user','content':[{'type':'text','text':'Wie wird das Wetter, 🌍?'},
            {'type':'image_url','image_url':{'url':'data:image/png;base64,iVBORw0KGgo=','detail':'low'}}]},
          {'role':'assistant','content':[{'type':'text','text':'Let me see.'}],'reasoning_content':'hm',
           'tool_calls':[
             {'id':'call_1','type':'function','function':{'name':'f','arguments':'{\\'city\\':\\'Paris\\'}'}},
             {'id':'call_2','type':'function','function':{'name':'f','arguments':'{\\'city\\':\\'Rome\\'}'}}],
           'thinking_blocks':[{'type':'thinking','thinking':'hm','signature':'SIGNATURE'}]},
          {'role':'tool','tool_call_id':'call_1','content':[{'type':'text','text':'{\\'sky\\':\\'blue\\'}'}]},
          {'role':'tool','tool_call_id':'call_2','content':[{'type':'text','text':'{\\'sky\\':\\'grey\\'}'}]},
          {'role':'user','content':[{'type':'text','text':'And now?'}]}],
         'tools':[{'type':'function','function':{'name':'f','description':'tells it',
           'strict':true,
           'parameters':{'type':'object','properties':{'city':{'type':'string'}}}}}],
         'response_format':{'type':'json_schema','json_schema':{'name':'weather','strict':false,
           'schema':{'type':'object','properties':{'sky':{'type':'string'}}}}}}
        """;
    return Json.parseObject(json.replace('\'', '"').replace("SIGNATURE", signature));
  }
}
