package dev.mainstay.provider.cohere;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.time.ManualTime;
import java.time.Duration;

/** Asks Cohere over a scripted transport. JSON is written with single quotes. */
final class Asking {
  static final Deployment COMMAND =
      Deployment.of("cohere/command-a-03-2025").withKey("co-key-0123456789");

  /** The messages of a request in which somebody says hi. */
  static final String HI = "'messages':[{'role':'user','content':'Hi'}]";

  private Asking() {}

  /** What is sent for {@code request}. */
  static JsonObject sent(Deployment deployment, String request) {
    ScriptedTransport transport = ScriptedTransport.answering(200, "{}");
    ask(transport, deployment, request);
    return Json.parseObject(transport.calls.getFirst().body());
  }

  /** What {@code deployment} is heard to answer to {@code request}. */
  static Heard ask(ScriptedTransport transport, Deployment deployment, String request) {
    return Heard.from(
        new CohereProvider(transport, new ManualTime())
            .open(deployment, new ChatRequest(json(request)), Duration.ofSeconds(5)));
  }

  static JsonObject json(String singleQuoted) {
    return Json.parseObject(singleQuoted.replace('\'', '"'));
  }
}
