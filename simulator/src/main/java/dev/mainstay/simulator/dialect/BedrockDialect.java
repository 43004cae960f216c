package dev.mainstay.simulator.dialect;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.simulator.exchange.Header;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.words.WaitFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Amazon Bedrock's Converse.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
final class BedrockDialect implements Dialect {
  private static final String PLAIN = "/converse";
  private static final String STREAMED = "/converse-stream";
  private static final String COUNT = "/count-tokens";
  private static final String SHAPES = ":http://internal.amazon.com/coral/com.amazon.bedrock/";

  @Override
  public boolean isSpokenAt(String path) {
    return isChat(path) || path.endsWith(COUNT);
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
    return ConverseRequests.chat(request.path(), Json.parseObject(request.body()));
  }

  @Override
  public Optional<Fault.Status> refused(HttpRequest request) {
    return ConverseRules.refused(request.path(), Json.parseObject(request.body()))
        .map(Dialect::badRequest);
  }

  @Override
  public Optional<JsonObject> page(HttpRequest request) {
    return request.path().endsWith(COUNT)
        ? Optional.of(JsonObject.of("inputTokens", JsonNumber.of(Dialect.tokens(request))))
        : Optional.empty();
  }

  @Override
  public StreamEvents events(Identity identity, Ask ask, Lines lines) {
    return new BedrockEvents(identity, ask, lines);
  }

  @Override
  public Bytes body(Identity identity, Ask ask, Lines lines, int said, boolean isFinished) {
    return new Bytes().add(BedrockMessage.of(identity, ask, lines, said, isFinished).toBytes());
  }

  @Override
  public JsonObject error(ErrorBody error) {
    return JsonObject.of("__type", new JsonString(exception(error)))
        .with("message", error.message());
  }

  /** The type stands in a header, and the service has a status of its own for some. */
  @Override
  public ErrorAnswer errorAnswer(Fault.Status fault) {
    String type = exception(fault.error());
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("x-amzn-ErrorType", type + SHAPES));
    fault.headersBesideHint().forEach(headers::add);
    fault.hint().ifPresent(wait -> headers.add(retryAfter(wait)));
    return new ErrorAnswer(status(type, fault.status()), error(fault.error()), headers);
  }

  // https://github.com/boto/botocore/blob/develop/botocore/retries/standard.py
  private static Header retryAfter(Duration wait) {
    return new Header("x-amz-retry-after", Long.toString(WaitFormat.millisUp(wait)));
  }

  private static int status(String type, int asked) {
    return switch (type) {
      case "UnrecognizedClientException" -> 403;
      case "ServiceQuotaExceededException" -> 400;
      default -> asked;
    };
  }

  /** The exception that {@code error} is. */
  static String exception(ErrorBody error) {
    return switch (error.code().orElse(error.type())) {
      case "invalid_api_key" -> "UnrecognizedClientException";
      case "permission_error" -> "AccessDeniedException";
      case "model_not_found" -> "ResourceNotFoundException";
      case "rate_limit_exceeded", "requests", "tokens" -> "ThrottlingException";
      case "insufficient_quota", "billing_error" -> "ServiceQuotaExceededException";
      case "conflict_error" -> "ConflictException";
      case "timeout" -> "ModelTimeoutException";
      case "server_error" -> "InternalServerException";
      case "server_is_overloaded", "service_unavailable_error", "overloaded_error" ->
          "ServiceUnavailableException";
      default -> "ValidationException";
    };
  }

  @Override
  public String requestIdHeader() {
    return "x-amzn-RequestId";
  }

  @Override
  public String streamType() {
    return "application/vnd.amazon.eventstream";
  }
}
