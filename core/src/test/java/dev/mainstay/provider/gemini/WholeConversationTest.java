package dev.mainstay.provider.gemini;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.provider.wire.WholeConversation;
import dev.mainstay.provider.wire.Wire;
import dev.mainstay.time.ManualTime;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WholeConversationTest {
  private static final String SIGNATURE = "gemini:0:c2ln";

  @Test
  void nothingElseIsLost() {
    WholeConversation.requireLossesOf(
        Wire.GEMINI,
        SIGNATURE,
        chat -> ChatForm.of(Asking.anybody().of("gemini-3-flash").sent(chat)));
  }

  @Test
  void atVertexTheIdsOfCallsAreLostToo() {
    WholeConversation.requireLossesOf(
        Wire.VERTEX, SIGNATURE, chat -> ChatForm.of(sentToVertex(chat)));
  }

  private static JsonObject sentToVertex(JsonObject chat) {
    ScriptedTransport transport = ScriptedTransport.answering(200, "");
    Deployment deployment =
        Deployment.of("vertex_ai/gemini-2.5-flash")
            .withKey("token-0123456789")
            .withEndpoint(URI.create("https://aiplatform.example/v1/projects/p/locations/global"));
    Heard.from(
        GeminiProvider.atVertex(transport, new ManualTime())
            .open(deployment, new ChatRequest(chat), Duration.ofSeconds(5)));
    return Json.parseObject(transport.calls.getFirst().body());
  }
}
