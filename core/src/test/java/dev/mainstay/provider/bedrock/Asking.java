package dev.mainstay.provider.bedrock;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpHead;
import java.time.Duration;

/** Asks Bedrock over a scripted transport. JSON is written with single quotes. */
final class Asking {
  static final String KEY = "bedrock-api-key-0123456789";
  static final String CLAUDE = "anthropic.claude-sonnet-4-5-20250929-v1:0";
  final ManualTime time = new ManualTime();
  final ScriptedTransport transport;
  private Deployment deployment = of("us-east-1/us." + CLAUDE, KEY);

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

  /** What a stream of these messages is heard as. */
  static Heard stream(Frames frames) {
    return over(streaming(frames)).ask("{'messages':[],'stream':true}");
  }

  static ScriptedTransport streaming(Frames frames) {
    Headers headers =
        Headers.of(
            "Content-Type", "application/vnd.amazon.eventstream", "x-amzn-RequestId", "req-1");
    return new ScriptedTransport(
        new HttpHead(200, headers), frames.bytes(), ScriptedTransport.Ending.CLOSED);
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
    return of(of("us-east-1/" + model, KEY));
  }

  private static Deployment of(String model, String key) {
    return Deployment.of("bedrock/" + model).withKey(key);
  }

  Heard ask(String request) {
    return Heard.from(open(request));
  }

  ProviderStream open(String request) {
    return open(new ChatRequest(json(request)));
  }

  ProviderStream open(ChatRequest request) {
    return new BedrockProvider(transport, time).open(deployment, request, Duration.ofSeconds(5));
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

  /** A plain answer of these blocks, written with single quotes. */
  static String answer(String content, String stopReason) {
    return "{'output':{'message':{'role':'assistant','content':["
        + content
        + "]}},'stopReason':'"
        + stopReason
        + "','usage':{'inputTokens':1,'outputTokens':1,'totalTokens':2}}";
  }

  static JsonObject json(String singleQuoted) {
    return Json.parseObject(singleQuoted.replace('\'', '"'));
  }
}
