package dev.mainstay.provider.cohere;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.provider.wire.WholeConversation;
import dev.mainstay.provider.wire.Wire;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WholeConversationTest {
  @Test
  void nothingElseIsLost() {
    WholeConversation.requireLossesOf(Wire.COHERE, "c2ln", chat -> read(sent(chat)));
  }

  private static JsonObject sent(JsonObject chat) {
    ScriptedTransport transport = ScriptedTransport.answering(200, "");
    Heard.from(
        new CohereProvider(transport, new ManualTime())
            .open(
                Deployment.of("cohere/command-a-03-2025").withKey("co-key-0123456789"),
                new ChatRequest(chat),
                Duration.ofSeconds(5)));
    return Json.parseObject(transport.calls.getFirst().body());
  }

  private static JsonObject read(JsonObject body) {
    JsonObject schema =
        body.object("response_format").flatMap(form -> form.object("json_schema")).orElseThrow();
    JsonObject format =
        JsonObject.builder()
            .put("type", "json_schema")
            .put("json_schema", JsonObject.of("schema", schema))
            .build();
    return body.with(
            "messages",
            JsonArray.of(
                body.array("messages")
                    .orElseThrow()
                    .objects()
                    .map(WholeConversationTest::message)
                    .toList()))
        .with("response_format", format);
  }

  // The plan of tool calls is told as what was thought.
  private static JsonObject message(JsonObject message) {
    JsonObjectBuilder read = message.without(Set.of("tool_plan")).toBuilder();
    message.text("tool_plan").ifPresent(plan -> read.put("reasoning_content", plan));
    return read.build();
  }
}
