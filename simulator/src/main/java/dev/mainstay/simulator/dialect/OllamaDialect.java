package dev.mainstay.simulator.dialect;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import java.util.Optional;

/** Ollama's own chat. https://docs.ollama.com/api/chat */
final class OllamaDialect implements Dialect {
  private static final String CHAT = "/api/chat";

  @Override
  public boolean isSpokenAt(String path) {
    return path.endsWith(CHAT);
  }

  @Override
  public boolean isChat(String path) {
    return path.endsWith(CHAT);
  }

  /** It streams unless it is told not to, and loads the model where nothing is said. */
  @Override
  public ChatRequest chat(HttpRequest request) {
    JsonObject body = Json.parseObject(request.body());
    return new ChatRequest(
        body.with("stream", JsonBoolean.of(body.flag("stream").orElse(true)))
            .with("messages", body.array("messages").orElse(JsonArray.of())));
  }

  @Override
  public Optional<Fault.Status> refused(HttpRequest request) {
    return OllamaRules.refused(Json.parseObject(request.body())).map(Dialect::badRequest);
  }

  @Override
  public StreamEvents events(Identity identity, Ask ask, Lines lines) {
    return new OllamaEvents(OllamaAnswer.ofChat(identity, ask, lines), lines);
  }

  @Override
  public Bytes body(Identity identity, Ask ask, Lines lines, int said, boolean isFinished) {
    return new Bytes().add(OllamaAnswer.ofChat(identity, ask, lines).whole(said, isFinished));
  }

  @Override
  public JsonObject error(ErrorBody error) {
    return JsonObject.of("error", new JsonString(Dialect.words(error)));
  }

  /** Only the service at ollama.com has credit to use up. */
  @Override
  public ErrorAnswer errorAnswer(Fault.Status fault) {
    return new ErrorAnswer(
        Dialect.isSpent(fault.error()) ? 402 : fault.status(),
        error(fault.error()),
        fault.headers());
  }

  @Override
  public String requestIdHeader() {
    return "x-request-id";
  }

  @Override
  public String streamType() {
    return "application/x-ndjson";
  }
}
