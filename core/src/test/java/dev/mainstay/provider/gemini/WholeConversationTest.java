package dev.mainstay.provider.gemini;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.wire.WholeConversation;
import java.util.Set;

class WholeConversationTest extends WholeConversation {
  WholeConversationTest() {
    super("gemini:0:c2ln");
  }

  @Override
  protected JsonObject thereAndBack(JsonObject chat) {
    return ChatForm.of(Asking.anybody().sent(chat));
  }

  @Override
  protected JsonObject withoutLosses(JsonObject chat) {
    JsonObject unnamed = withSchema(chat, schema -> schema.without(Set.of("name")));
    // The signature stands for the thought.
    return withMessages(
        unnamed,
        message ->
            message.has(Signature.MEMBER)
                ? message.with(Signature.MEMBER, JsonArray.of(Signature.block("0", "c2ln", "")))
                : message);
  }
}
