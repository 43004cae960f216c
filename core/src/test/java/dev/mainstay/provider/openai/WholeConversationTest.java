package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonArray;
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

  private static JsonObject sent(Wire wire, JsonObject chat) {
    return sent(wire.provider(), chat);
  }

  /** What {@code vendor} is sent, which is a chat request, without the word that we put in. */
  static JsonObject sent(String vendor, JsonObject chat) {
    Deployment deployment =
        Deployment.of(vendor + "/m")
            .withKey(Asking.KEY)
            .withEndpoint(URI.create("https://host.example/v1"));
    Asking asking = Asking.over(ScriptedTransport.answering(200, "")).of(deployment);
    asking.ask(chat.toJson());
    JsonObject sent = asking.sentBody();
    return sent.with(
        "messages",
        JsonArray.of(
            sent.array("messages")
                .orElseThrow()
                .objects()
                .filter(message -> !message.equals(AnsweredResults.WORD))
                .toList()));
  }
}
