package dev.mainstay.provider.openai;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.HttpCall;
import java.time.Duration;
import java.util.OptionalLong;

/** Asks one vendor over a scripted transport. */
final class Asking {
  static final String KEY = "sk-secret-0123456789-abcd";

  /** What a stream ends with. */
  static final String DONE = "[DONE]";

  /** The usage that a chunk tells. */
  static final String USAGE = "'usage':{'prompt_tokens':3,'completion_tokens':4,'total_tokens':7}";

  /** What {@link #USAGE} is heard as. */
  static final UsageReported SEVEN =
      new UsageReported(new Usage(3, 4, 7, OptionalLong.empty(), OptionalLong.empty()));

  /** What {@code finish("stop")} is heard as. */
  static final Finished STOP = new Finished(FinishReason.STOP, "stop");

  final ManualTime time = new ManualTime();
  private Vendor vendor = Vendor.named("openai").orElseThrow();
  private Deployment deployment = Deployment.of("openai/m").withKey(KEY);
  private final ScriptedTransport transport;

  private Asking(ScriptedTransport transport) {
    this.transport = transport;
  }

  static Asking over(ScriptedTransport transport) {
    return new Asking(transport);
  }

  /** What a stream of these bytes is heard as. */
  static Heard stream(String body) {
    return over(ScriptedTransport.streaming(body)).stream();
  }

  /** What a plain answer of this body is heard as. */
  static Heard plain(String body) {
    return over(ScriptedTransport.answering(200, body, "Content-Type", "application/json")).plain();
  }

  /** What {@code status} with this body, written with single quotes, is told as. */
  static Failure failure(int status, String body, String... headers) {
    String json = body.startsWith("<") ? body : body.replace('\'', '"').replace("\"s ", "'s ");
    return over(ScriptedTransport.answering(status, json, headers)).plain().failure.orElseThrow();
  }

  Asking of(Deployment other) {
    deployment = other;
    vendor = Vendor.named(other.provider()).orElseGet(() -> Vendor.compatible(other.provider()));
    return this;
  }

  Heard stream() {
    return Heard.from(open("{'messages':[],'stream':true}"));
  }

  Heard plain() {
    return Heard.from(open("{'messages':[]}"));
  }

  Heard ask(String request) {
    return Heard.from(open(request));
  }

  /** An attempt; the request is JSON with single quotes. */
  ProviderStream open(String request) {
    return new OpenAiProvider(vendor, transport, time)
        .open(deployment, new ChatRequest(json(request)), Duration.ofSeconds(5));
  }

  HttpCall sent() {
    return transport.calls.getFirst();
  }

  JsonObject sentBody() {
    return Json.parseObject(sent().body());
  }

  static JsonObject json(String singleQuoted) {
    return Json.parseObject(singleQuoted.replace('\'', '"'));
  }

  /** Events of these JSON texts, written with single quotes. */
  static String events(String... chunks) {
    StringBuilder stream = new StringBuilder();
    for (String chunk : chunks) {
      stream.append("data: ").append(chunk.replace('\'', '"')).append("\n\n");
    }
    return stream.toString();
  }

  /** A chunk in which the first choice adds {@code delta}. */
  static String delta(String delta) {
    return "{'id':'c','object':'chat.completion.chunk','model':'m-1','choices':[{'index':0,'delta':"
        + delta
        + ",'finish_reason':null}]}";
  }

  static String text(String text) {
    return delta("{'content':'" + text + "'}");
  }

  /** A chunk in which the first choice ends. */
  static String finish(String reason) {
    return "{'id':'c','object':'chat.completion.chunk','model':'m-1',"
        + "'choices':[{'index':0,'delta':{},'finish_reason':'"
        + reason
        + "'}]}";
  }
}
