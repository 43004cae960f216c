package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * One conversation with instructions, a picture, thoughts, two parallel tool calls, their results
 * and a schema is written in a dialect, read again, and is the same but for what the dialect has no
 * words for; docs/providers.md tells it for each.
 */
public abstract class WholeConversation {
  private final String signature;

  /**
   * @param signature one of the vendor's own, as callers have it
   */
  protected WholeConversation(String signature) {
    this.signature = signature;
  }

  /** What is sent for {@code chat}, read as a chat request again. */
  protected abstract JsonObject thereAndBack(JsonObject chat);

  /** {@code chat} without what the dialect has no words for. */
  protected abstract JsonObject withoutLosses(JsonObject chat);

  @Test
  void conversationComesBackEqualButForWhatTheDialectHasNoWordsFor() {
    JsonObject chat = conversation();

    JsonObject back = thereAndBack(chat).without(Set.of("model", "max_tokens", "stream"));

    assertThat(withPartsAlone(back)).isEqualTo(withoutLosses(chat));
  }

  /** {@code chat} with every content a list of parts, and no thought told twice. */
  private static JsonObject withPartsAlone(JsonObject chat) {
    return withMessages(
        chat,
        message -> {
          JsonObject once = message.without(Set.of("reasoning_content"));
          return once.text("content")
              .map(text -> once.with("content", JsonArray.of(part(text))))
              .orElse(once);
        });
  }

  private static JsonObject part(String text) {
    return JsonObject.builder().put("type", "text").put("text", text).build();
  }

  /** {@code chat} with what {@code change} makes of each of its messages. */
  protected static JsonObject withMessages(JsonObject chat, UnaryOperator<JsonObject> change) {
    return chat.with(
        "messages",
        JsonArray.of(chat.array("messages").orElseThrow().objects().map(change).toList()));
  }

  /** {@code chat} with another description of the schema that its answer must have. */
  protected static JsonObject withSchema(JsonObject chat, UnaryOperator<JsonObject> change) {
    JsonObject format = chat.object("response_format").orElseThrow();
    JsonObject schema = change.apply(format.object("json_schema").orElseThrow());
    return chat.with("response_format", format.with("json_schema", schema));
  }

  private JsonObject conversation() {
    String json =
        """
        {'messages':[
          {'role':'system','content':[{'type':'text','text':'Be brief.'}]},
          {'role':'user','content':[{'type':'text','text':'Wie wird das Wetter, 🌍?'},
            {'type':'image_url','image_url':{'url':'data:image/png;base64,iVBORw0KGgo='}}]},
          {'role':'assistant','content':[{'type':'text','text':'Let me see.'}],
           'tool_calls':[
             {'id':'call_1','type':'function','function':{'name':'f','arguments':'{\\'city\\':\\'Paris\\'}'}},
             {'id':'call_2','type':'function','function':{'name':'f','arguments':'{\\'city\\':\\'Rome\\'}'}}],
           'thinking_blocks':[{'type':'thinking','thinking':'hm','signature':'SIGNATURE'}]},
          {'role':'tool','tool_call_id':'call_1','content':[{'type':'text','text':'{\\'sky\\':\\'blue\\'}'}]},
          {'role':'tool','tool_call_id':'call_2','content':[{'type':'text','text':'{\\'sky\\':\\'grey\\'}'}]},
          {'role':'user','content':[{'type':'text','text':'And now?'}]}],
         'tools':[{'type':'function','function':{'name':'f','description':'tells it',
           'parameters':{'type':'object','properties':{'city':{'type':'string'}}}}}],
         'response_format':{'type':'json_schema','json_schema':{'name':'weather',
           'schema':{'type':'object','properties':{'sky':{'type':'string'}}}}}}
        """;
    return Json.parseObject(json.replace('\'', '"').replace("SIGNATURE", signature));
  }
}
