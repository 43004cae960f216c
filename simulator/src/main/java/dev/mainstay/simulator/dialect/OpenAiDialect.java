package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.simulator.exchange.Header;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * OpenAI's chat completions, as one of those speaks them who do.
 * https://platform.openai.com/docs/api-reference/chat
 */
final class OpenAiDialect implements Dialect {
  private static final String CHAT = "/chat/completions";
  private static final int OK = 200;

  private final ChatVendor vendor;

  OpenAiDialect(ChatVendor vendor) {
    this.vendor = vendor;
  }

  static String id(Identity identity) {
    return "chatcmpl-simulated-" + identity.number();
  }

  @Override
  public boolean isSpokenAt(String path) {
    return path.endsWith(CHAT) && vendor == ChatVendor.of(path);
  }

  @Override
  public boolean isChat(String path) {
    return path.endsWith(CHAT);
  }

  @Override
  public ChatRequest chat(HttpRequest request) {
    return vendor.heard(Dialect.super.chat(request));
  }

  @Override
  public Optional<Fault.Status> refused(HttpRequest request) {
    return vendor.refused(Dialect.super.chat(request).json());
  }

  @Override
  public StreamEvents events(Identity identity, Ask ask, Lines lines) {
    return new OpenAiEvents(vendor, identity, ask, lines, "", "");
  }

  @Override
  public Bytes body(Identity identity, Ask ask, Lines lines, int said, boolean isFinished) {
    return body(identity, ask, lines, said, isFinished, "", "");
  }

  /**
   * The body of a plain answer.
   *
   * @param members more members of it, without braces; with a comma after each
   * @param choiceMembers what each choice begins with, likewise
   */
  static Bytes body(
      Identity identity,
      Ask ask,
      Lines lines,
      int said,
      boolean isFinished,
      String members,
      String choiceMembers) {
    String finishReason =
        isFinished ? new JsonString(lines.finishReason()).toJson() : JsonNull.NULL.toJson();
    byte[] message = lines.message(said);
    Bytes body = new Bytes();
    body.add("{" + identity.members("chat.completion") + "," + members + "\"choices\":[");
    for (int index = 0; index < ask.choices(); index++) {
      body.add((index == 0 ? "{" : ",{") + choiceMembers + "\"index\":").add(index, 10);
      body.add(",\"message\":").add(message);
      body.add(",\"logprobs\":null,\"finish_reason\":").add(finishReason).add("}");
    }
    return body.add("],\"usage\":").add(lines.usage(ask.bytes())).add("}");
  }

  @Override
  public JsonObject error(ErrorBody error) {
    return vendor.told(OK, error);
  }

  @Override
  public ErrorAnswer errorAnswer(Fault.Status fault) {
    JsonObject told = vendor.told(fault.status(), fault.error());
    return new ErrorAnswer(fault.status(), told, fault.headers());
  }

  @Override
  public List<Header> limitHeaders(List<LimitTold> limits, Instant now) {
    return vendor.limitHeaders(limits);
  }

  @Override
  public String requestIdHeader() {
    return "x-request-id";
  }
}
