package dev.mainstay.provider.ollama;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.HttpCall;
import java.time.Duration;

/** Asks Ollama over a scripted transport. JSON is written with single quotes. */
final class Asking {
  final ScriptedTransport transport;
  private Deployment deployment = Deployment.of("ollama/llama3");

  private Asking(ScriptedTransport transport) {
    this.transport = transport;
  }

  static Asking over(ScriptedTransport transport) {
    return new Asking(transport);
  }

  /** Asks somebody whose answer does not matter. */
  static Asking anybody() {
    return over(ScriptedTransport.answering(200, ""));
  }

  /** What a stream of these lines is heard as. */
  static Heard stream(String... lines) {
    return over(ScriptedTransport.answering(
            200,
            String.join("\n", lines).replace('\'', '"') + "\n",
            "Content-Type",
            "application/x-ndjson"))
        .ask("{'messages':[],'stream':true,'stream_options':{'include_usage':true}}");
  }

  /** What a plain answer of this body is heard as. */
  static Heard plain(String body) {
    return over(ScriptedTransport.answering(200, body.replace('\'', '"'))).ask("{'messages':[]}");
  }

  Asking of(Deployment other) {
    deployment = other;
    return this;
  }

  Asking of(String model) {
    return of(Deployment.of("ollama/" + model));
  }

  Heard ask(String request) {
    return ask(json(request));
  }

  private Heard ask(JsonObject request) {
    return Heard.from(
        new OllamaProvider(transport, new ManualTime())
            .open(deployment, new ChatRequest(request), Duration.ofSeconds(5)));
  }

  HttpCall sent() {
    return transport.calls.getFirst();
  }

  /** What is sent for {@code request}. */
  JsonObject sent(String request) {
    return sent(json(request));
  }

  /** What is sent for {@code request}. */
  JsonObject sent(JsonObject request) {
    ask(request);
    return Json.parseObject(sent().body());
  }

  static JsonObject json(String singleQuoted) {
    return Json.parseObject(singleQuoted.replace('\'', '"'));
  }
}
