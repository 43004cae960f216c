package dev.mainstay.provider.anthropic;

import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.wire.WholeConversation;
import dev.mainstay.provider.wire.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;

class WholeConversationTest {
  @Test
  void nothingElseIsLost() {
    WholeConversation.requireLossesOf(Wire.ANTHROPIC, "c2ln", WholeConversationTest::thereAndBack);
  }

  private static JsonObject thereAndBack(JsonObject chat) {
    Asking asking = Asking.anybody();
    asking.ask(chat.toJson());
    return AnthropicMessages.request(asking.sentBody(), List.of()).json();
  }
}
