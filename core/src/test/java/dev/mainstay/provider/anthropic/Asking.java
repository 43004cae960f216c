package dev.mainstay.provider.anthropic;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.HttpCall;
import java.time.Duration;

/** Asks Anthropic over a scripted transport. JSON is written with single quotes. */
final class Asking {
  static final String KEY = "sk-ant-secret-0123456789-abcd";

  /** The messages of a request in which somebody says hello. */
  static final String HELLO = "'messages':[{'role':'user','content':'Hello'}]";

  final ManualTime time = new ManualTime();
  final ScriptedTransport transport;
  private Deployment deployment = Deployment.of("anthropic/claude-sonnet-4-5").withKey(KEY);

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

  /** What a stream of these bytes is heard as. */
  static Heard stream(String body) {
    return over(ScriptedTransport.streaming(body)).ask("{'messages':[],'stream':true}");
  }

  /** What a plain answer of this body is heard as. */
  static Heard plain(String body) {
    return over(ScriptedTransport.answering(
            200, body.replace('\'', '"'), "Content-Type", "application/json"))
        .ask("{'messages':[]}");
  }

  Asking of(Deployment other) {
    deployment = other;
    return this;
  }

  Asking of(String model) {
    return of(Deployment.of("anthropic/" + model).withKey(KEY));
  }

  Heard ask(String request) {
    return Heard.from(open(request));
  }

  ProviderStream open(String request) {
    return open(new ChatRequest(json(request)));
  }

  ProviderStream open(ChatRequest request) {
    return new AnthropicProvider(transport, time).open(deployment, request, Duration.ofSeconds(5));
  }

  HttpCall sent() {
    return transport.calls.getFirst();
  }

  JsonObject sentBody() {
    return Json.parseObject(sent().body());
  }

  /** What is sent for {@code request}. */
  JsonObject sent(String request) {
    ask(request);
    return sentBody();
  }

  /** The messages that are sent for {@code messages}, written with single quotes. */
  static String messages(String messages) {
    return anybody()
        .sent("{'messages':[" + messages + "]}")
        .array("messages")
        .orElseThrow()
        .toJson()
        .replace('"', '\'');
  }

  static JsonObject json(String singleQuoted) {
    return Json.parseObject(singleQuoted.replace('\'', '"'));
  }

  /** Events of these JSON texts, written with single quotes. */
  static String events(String... events) {
    StringBuilder stream = new StringBuilder();
    for (String event : events) {
      String type = json(event).text("type").orElse("");
      stream
          .append("event: ")
          .append(type)
          .append("\ndata: ")
          .append(event.replace('\'', '"'))
          .append("\n\n");
    }
    return stream.toString();
  }
}
