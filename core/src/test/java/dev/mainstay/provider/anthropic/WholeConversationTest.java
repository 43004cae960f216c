package dev.mainstay.provider.anthropic;

import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.wire.WholeConversation;
import java.util.List;

class WholeConversationTest extends WholeConversation {
  WholeConversationTest() {
    super("c2ln");
  }

  @Override
  protected JsonObject thereAndBack(JsonObject chat) {
    Asking asking = Asking.anybody();
    asking.ask(chat.toJson());
    return AnthropicMessages.request(asking.sentBody(), List.of()).json();
  }

  @Override
  protected JsonObject withoutLosses(JsonObject chat) {
    // Whoever reads it without a name gives it one.
    return withSchema(
        chat, schema -> schema.with("name", "answer").with("strict", JsonBoolean.TRUE));
  }
}
