package dev.mainstay.simulator.dialect;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import java.util.Optional;

/** Cohere's chat, version 2. https://docs.cohere.com/reference/chat */
final class CohereDialect implements Dialect {
  private static final String CHAT = "/v2/chat";

  @Override
  public boolean isSpokenAt(String path) {
    return path.endsWith(CHAT);
  }

  @Override
  public boolean isChat(String path) {
    return path.endsWith(CHAT);
  }

  @Override
  public Optional<Fault.Status> refused(HttpRequest request) {
    return CohereRules.refused(Json.parseObject(request.body()));
  }

  @Override
  public StreamEvents events(Identity identity, Ask ask, Lines lines) {
    return new CohereEvents(identity, ask, lines);
  }

  @Override
  public Bytes body(Identity identity, Ask ask, Lines lines, int said, boolean isFinished) {
    return new Bytes().add(CohereAnswer.of(identity, ask, lines, said, isFinished).toBytes());
  }

  @Override
  public JsonObject error(ErrorBody error) {
    return JsonObject.of("id", new JsonString("err_simulated"))
        .with("message", Dialect.words(error));
  }

  /** A key whose credit is used up has a status of its own. */
  @Override
  public ErrorAnswer errorAnswer(Fault.Status fault) {
    return new ErrorAnswer(
        Dialect.isSpent(fault.error()) ? 402 : fault.status(),
        error(fault.error()),
        fault.headers());
  }

  @Override
  public String requestIdHeader() {
    return "x-debug-trace-id";
  }
}
