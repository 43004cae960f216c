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

/**
 * Ollama's text completions, which say an answer's text alone. https://docs.ollama.com/api/generate
 */
final class OllamaTextDialect implements Dialect {
  private static final String GENERATE = "/api/generate";

  private final Dialect chat = new OllamaDialect();

  @Override
  public boolean isSpokenAt(String path) {
    return path.endsWith(GENERATE);
  }

  @Override
  public boolean isChat(String path) {
    return path.endsWith(GENERATE);
  }

  /** The prompt is what the user says; it streams unless it is told not to. */
  @Override
  public ChatRequest chat(HttpRequest request) {
    JsonObject body = Json.parseObject(request.body());
    JsonObject message =
        JsonObject.of("role", new JsonString("user"))
            .with("content", body.text("prompt").orElse(""));
    return new ChatRequest(
        body.with("stream", JsonBoolean.of(body.flag("stream").orElse(true)))
            .with("messages", JsonArray.of(message)));
  }

  @Override
  public Optional<Fault.Status> refused(HttpRequest request) {
    JsonObject body = Json.parseObject(request.body());
    if (body.text("model").orElse("").isEmpty()) {
      return Optional.of(Dialect.badRequest("model is required"));
    }
    return body.hasValue("prompt") && body.text("prompt").isEmpty()
        ? Optional.of(
            Dialect.badRequest(
                "json: cannot unmarshal into Go struct field GenerateRequest.prompt of type string"))
        : Optional.empty();
  }

  @Override
  public StreamEvents events(Identity identity, Ask ask, Lines lines) {
    return new OllamaEvents(OllamaAnswer.ofText(identity, ask, lines), lines);
  }

  @Override
  public Bytes body(Identity identity, Ask ask, Lines lines, int said, boolean isFinished) {
    return new Bytes().add(OllamaAnswer.ofText(identity, ask, lines).whole(said, isFinished));
  }

  @Override
  public JsonObject error(ErrorBody error) {
    return chat.error(error);
  }

  @Override
  public ErrorAnswer errorAnswer(Fault.Status fault) {
    return chat.errorAnswer(fault);
  }

  @Override
  public String requestIdHeader() {
    return chat.requestIdHeader();
  }

  @Override
  public String streamType() {
    return chat.streamType();
  }
}
