package dev.mainstay.provider.gemini;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.HttpCall;
import java.time.Duration;

/** Asks Gemini over a scripted transport. JSON is written with single quotes. */
final class Asking {
  static final String KEY = "AIza-secret-0123456789-abcd";

  /** The messages of a request in which somebody says hello. */
  static final String HELLO = "'messages':[{'role':'user','content':'Hello'}]";

  final ScriptedTransport transport;
  private Deployment deployment = Deployment.of("gemini/gemini-2.5-flash").withKey(KEY);

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

  /** What a stream of these frames is heard as. */
  static Heard stream(String... frames) {
    StringBuilder body = new StringBuilder();
    for (String frame : frames) {
      body.append("data: ").append(frame.replace('\'', '"')).append("\r\n\r\n");
    }
    return over(ScriptedTransport.streaming(body.toString())).ask("{'messages':[],'stream':true}");
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
    return of(Deployment.of("gemini/" + model).withKey(KEY));
  }

  Heard ask(String request) {
    return ask(json(request));
  }

  private Heard ask(JsonObject request) {
    return Heard.from(
        new GeminiProvider(transport, new ManualTime())
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

  /** The contents that are sent for {@code messages}, written with single quotes. */
  static String contents(String messages) {
    return anybody()
        .sent("{'messages':[" + messages + "]}")
        .array("contents")
        .orElseThrow()
        .toJson()
        .replace('"', '\'');
  }

  static JsonObject json(String singleQuoted) {
    return Json.parseObject(singleQuoted.replace('\'', '"'));
  }

  /** A frame of one candidate that says {@code parts}, and {@code more} beside them. */
  static String frame(String parts, String more) {
    return "{'responseId':'r','modelVersion':'gemini-x','candidates':[{'content':{'role':'model','parts':["
        + parts
        + "]}"
        + more
        + "}]}";
  }

  /** {@code frame} with the tokens used. */
  static String usage(String frame) {
    return frame.substring(0, frame.length() - 1)
        + ",'usageMetadata':{'promptTokenCount':9,'toolUsePromptTokenCount':3,"
        + "'cachedContentTokenCount':4,'candidatesTokenCount':2,'thoughtsTokenCount':5,'totalTokenCount':19}}";
  }
}
