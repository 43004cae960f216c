package dev.mainstay.simulator.dialect;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.simulator.exchange.Header;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * OpenAI's text completions, which say an answer's text alone.
 * https://platform.openai.com/docs/api-reference/completions
 */
final class TextDialect implements Dialect {
  private static final String TEXT = "/completions";
  private static final String CHAT = "/chat/completions";

  @Override
  public boolean isSpokenAt(String path) {
    return path.endsWith(TEXT) && !path.endsWith(CHAT);
  }

  @Override
  public boolean isChat(String path) {
    return isSpokenAt(path);
  }

  /** The prompt is what the user says. */
  @Override
  public ChatRequest chat(HttpRequest request) {
    JsonObject body = Json.parseObject(request.body());
    JsonObject message =
        JsonObject.of("role", new JsonString("user"))
            .with("content", body.text("prompt").orElse(""));
    return new ChatRequest(body.with("messages", JsonArray.of(message)));
  }

  @Override
  public Optional<Fault.Status> refused(HttpRequest request) {
    return ChatVendor.of(request.path()).refusedText(Json.parseObject(request.body()));
  }

  @Override
  public StreamEvents events(Identity identity, Ask ask, Lines lines) {
    return new TextEvents(identity, ask, lines);
  }

  @Override
  public Bytes body(Identity identity, Ask ask, Lines lines, int said, boolean isFinished) {
    JsonValue finish = isFinished ? new JsonString(lines.finishReason()) : JsonNull.NULL;
    JsonObject body =
        completion(identity, choices(ask, lines.text(said), finish))
            .with("usage", Json.parse(lines.usage(ask.bytes())));
    return new Bytes().add(body.toBytes());
  }

  /** A completion, or a chunk of one, which looks the same. */
  static JsonObject completion(Identity identity, JsonArray choices) {
    return JsonObject.builder()
        .put("id", "cmpl-simulated-" + identity.number())
        .put("object", "text_completion")
        .put("created", identity.created())
        .put("model", identity.model())
        .put("choices", choices)
        .build();
  }

  static JsonArray choices(Ask ask, String text, JsonValue finish) {
    List<JsonValue> choices = new ArrayList<>();
    for (int index = 0; index < ask.choices(); index++) {
      choices.add(
          JsonObject.builder()
              .put("text", text)
              .put("index", index)
              .put("logprobs", JsonNull.NULL)
              .put("finish_reason", finish)
              .build());
    }
    return JsonArray.of(choices);
  }

  @Override
  public JsonObject error(ErrorBody error) {
    return error.toJson();
  }

  @Override
  public List<Header> limitHeaders(List<LimitTold> limits, Instant now) {
    return LimitTold.asOpenAi(limits);
  }

  @Override
  public String requestIdHeader() {
    return "x-request-id";
  }
}
