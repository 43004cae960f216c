package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.provider.wire.WholeConversation;
import dev.mainstay.provider.wire.Wire;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WholeConversationTest {
  @ParameterizedTest
  @EnumSource(names = {"OPENAI", "AZURE", "MISTRAL", "GROQ", "DEEPSEEK", "VLLM"})
  void nothingElseIsLost(Wire wire) {
    WholeConversation.requireLossesOf(wire, "c2ln", chat -> sent(wire, chat));
  }

  // What is sent is a chat request.
  private static JsonObject sent(Wire wire, JsonObject chat) {
    Deployment deployment =
        Deployment.of(wire.provider() + "/m")
            .withKey(Asking.KEY)
            .withEndpoint(URI.create("https://host.example/v1"));
    Asking asking = Asking.over(ScriptedTransport.answering(200, "")).of(deployment);
    asking.ask(chat.toJson());
    return asking.sentBody();
  }
}
