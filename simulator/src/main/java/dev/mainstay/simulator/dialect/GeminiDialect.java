package dev.mainstay.simulator.dialect;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import java.util.Optional;

/**
 * Google's Gemini, at AI Studio or at Vertex AI, which gives calls no ids.
 * https://ai.google.dev/api/generate-content
 */
final class GeminiDialect implements Dialect {
  private static final String PLAIN = ":generateContent";
  private static final String STREAMED = ":streamGenerateContent";
  private static final String COUNT = ":countTokens";
  private static final String AT_VERTEX = "/publishers/google/";

  private final boolean isVertex;

  private GeminiDialect(boolean isVertex) {
    this.isVertex = isVertex;
  }

  static GeminiDialect atStudio() {
    return new GeminiDialect(false);
  }

  static GeminiDialect atVertex() {
    return new GeminiDialect(true);
  }

  @Override
  public boolean isSpokenAt(String path) {
    return (isChat(path) || path.endsWith(COUNT)) && path.contains(AT_VERTEX) == isVertex;
  }

  @Override
  public boolean isChat(String path) {
    return path.endsWith(PLAIN) || isStream(path);
  }

  static boolean isStream(String path) {
    return path.endsWith(STREAMED);
  }

  @Override
  public ChatRequest chat(HttpRequest request) {
    return GenerateRequests.chat(request.path(), body(request));
  }

  @Override
  public Optional<Fault.Status> refused(HttpRequest request) {
    JsonObject body = body(request);
    return GenerateRules.refused(request.path(), body)
        .or(() ->
            isVertex
                ? Optional.empty()
                : GenerateFields.refusedAtStudio(GenerateRequests.model(request.path()), body))
        .map(Dialect::badRequest);
  }

  private static JsonObject body(HttpRequest request) {
    return GoogleSpelling.camelCase(Json.parseObject(request.body()));
  }

  @Override
  public Optional<JsonObject> page(HttpRequest request) {
    return request.path().endsWith(COUNT)
        ? Optional.of(JsonObject.of("totalTokens", JsonNumber.of(Dialect.tokens(request))))
        : Optional.empty();
  }

  @Override
  public StreamEvents events(Identity identity, Ask ask, Lines lines) {
    return new GeminiEvents(answer(identity, ask, lines), lines);
  }

  @Override
  public Bytes body(Identity identity, Ask ask, Lines lines, int said, boolean isFinished) {
    return new Bytes().add(answer(identity, ask, lines).whole(said, isFinished).toBytes());
  }

  private GeminiAnswer answer(Identity identity, Ask ask, Lines lines) {
    return new GeminiAnswer(identity, ask, lines, !isVertex);
  }

  @Override
  public JsonObject error(ErrorBody error) {
    return GoogleError.of(error);
  }

  /** When to ask again stands in the body. At AI Studio a wrong key is a bad request. */
  @Override
  public ErrorAnswer errorAnswer(Fault.Status fault) {
    boolean isWrongKey =
        !isVertex && fault.error().code().filter("invalid_api_key"::equals).isPresent();
    int status = isWrongKey ? 400 : fault.status();
    return new ErrorAnswer(
        status, GoogleError.of(fault.error(), status, fault.hint()), fault.headersBesideHint());
  }

  /** The service has none; its answers name themselves. */
  @Override
  public String requestIdHeader() {
    return "x-simulated-request-id";
  }

  @Override
  public String streamType() {
    return "text/event-stream";
  }
}
