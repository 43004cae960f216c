package dev.mainstay.simulator.dialect;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Claude at Vertex AI: Anthropic's messages without a model, and its errors in Google's.
 * https://docs.claude.com/en/api/claude-on-vertex-ai
 */
final class VertexClaudeDialect implements Dialect {
  private static final Pattern PATH =
      Pattern.compile("/publishers/anthropic/models/([^/]+):(rawPredict|streamRawPredict)$");
  private static final String COUNT = "/count-tokens:rawPredict";

  private final AnthropicDialect claude = new AnthropicDialect();

  @Override
  public boolean isSpokenAt(String path) {
    return PATH.matcher(path).find();
  }

  @Override
  public boolean isChat(String path) {
    return isSpokenAt(path) && !path.endsWith(COUNT);
  }

  @Override
  public ChatRequest chat(HttpRequest request) {
    Matcher path = PATH.matcher(request.path());
    JsonObject body = Json.parseObject(request.body());
    if (!path.find()) {
      return new ChatRequest(body);
    }
    boolean isStream = path.group(2).startsWith("stream");
    return new ChatRequest(
        body.with("model", URLDecoder.decode(path.group(1), StandardCharsets.UTF_8))
            .with("stream", JsonBoolean.of(isStream)));
  }

  @Override
  public Optional<Fault.Status> refused(HttpRequest request) {
    JsonObject body = Json.parseObject(request.body());
    if (body.text("anthropic_version").filter("vertex-2023-10-16"::equals).isEmpty()) {
      return Optional.of(Dialect.badRequest("anthropic_version: Field required"));
    }
    return body.has("model")
        ? Optional.of(Dialect.badRequest("model: Extra inputs are not permitted"))
        : MessagesRules.refused(request, chat(request).json()).map(Dialect::badRequest);
  }

  @Override
  public Optional<JsonObject> page(HttpRequest request) {
    return request.path().endsWith(COUNT)
        ? Optional.of(AnthropicDialect.count(request))
        : Optional.empty();
  }

  @Override
  public StreamEvents events(Identity identity, Ask ask, Lines lines) {
    return claude.events(identity, ask, lines);
  }

  @Override
  public Bytes body(Identity identity, Ask ask, Lines lines, int said, boolean isFinished) {
    return claude.body(identity, ask, lines, said, isFinished);
  }

  @Override
  public JsonObject error(ErrorBody error) {
    return claude.error(error);
  }

  @Override
  public ErrorAnswer errorAnswer(Fault.Status fault) {
    ErrorBody told = fault.error();
    ErrorBody wrapped =
        new ErrorBody(claude.error(told).toJson(), told.type(), told.param(), told.code());
    return new ErrorAnswer(
        fault.status(), GoogleError.of(wrapped, fault.status(), Optional.empty()), fault.headers());
  }

  @Override
  public String requestIdHeader() {
    return "request-id";
  }
}
