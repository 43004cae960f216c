package dev.mainstay.gateway.api;

import dev.mainstay.Mainstay;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.gateway.config.words.Remedies;
import dev.mainstay.gateway.config.words.Words;
import dev.mainstay.gateway.server.ErrorRenderer;
import dev.mainstay.gateway.server.Rejection;
import dev.mainstay.gateway.server.RequestHandler;
import dev.mainstay.gateway.server.ServerRequest;
import dev.mainstay.gateway.server.ServerResponse;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Headers;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * OpenAI's API, and Anthropic's messages, over a {@link Mainstay}: finds the endpoint for a
 * request, and renders every error in its dialect.
 */
public final class Api implements RequestHandler {
  // Soon enough for a balancer to know another instance, or for this one to be back.
  private static final String RETRY_AFTER_SECONDS = "1";

  private final MasterKey masterKey;
  private final BooleanSupplier isReady;
  private final Endpoint chat;
  private final Endpoint messages;
  private final Endpoint completions;
  private final Endpoint tokens;
  private final Endpoint embeddings;
  private final Endpoint models;
  private final Endpoint liveliness = HealthEndpoint.liveliness();
  private final Endpoint readiness;
  private final Endpoint deployments;

  /**
   * The API.
   *
   * @param config what {@code mainstay} was built of: the names that a list of models shows, the
   *     key that callers must bring, when the heads of streams leave
   * @param admission who is let in
   * @param time where the waiting for heads is done
   * @param isReady whether new calls are taken; while not, all but what is under {@code /health} is
   *     refused
   */
  public Api(
      Mainstay mainstay,
      GatewayConfig config,
      Admission admission,
      TimeSource time,
      BooleanSupplier isReady) {
    this(mainstay, config, admission, time, isReady, new IgnoredFields());
  }

  /** The same, which tells {@code ignored} of the fields that do nothing. */
  Api(
      Mainstay mainstay,
      GatewayConfig config,
      Admission admission,
      TimeSource time,
      BooleanSupplier isReady,
      IgnoredFields ignored) {
    Doorway doorway = new Doorway(admission, mainstay);
    this.masterKey = new MasterKey(config.masterKey());
    EarlyHeads heads = new EarlyHeads(config.limits().streamHeadAfter(), time);
    Answering chats = Answering.chats(mainstay);
    this.chat =
        new ChatCalls(mainstay, chats, new ChatCompletionsDialect(), heads, ignored, doorway);
    this.messages = new ChatCalls(mainstay, chats, new MessagesDialect(), heads, ignored, doorway);
    Answering texts = Answering.completions(mainstay);
    this.completions =
        new ChatCalls(mainstay, texts, new CompletionsDialect(), heads, ignored, doorway);
    this.tokens = new CountTokens(mainstay, ignored, doorway);
    this.embeddings = new Embeddings(mainstay, ignored, doorway);
    this.models = new ModelList(config.models(), mainstay::hasModel);
    this.isReady = isReady;
    this.readiness = HealthEndpoint.readiness(isReady);
    this.deployments = new DeploymentStates(mainstay, admission);
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    try {
      endpoint(request).handle(request, response);
    } catch (ApiException e) {
      send(told(e.error(), request), response);
    }
  }

  // Models are told in both dialects.
  private static ApiError told(ApiError error, ServerRequest request) {
    boolean isAnthropics = ModelList.isOf(request.path()) && ModelList.isAnthropics(request);
    return isAnthropics ? MessagesDialect.told(error) : told(error, request.path());
  }

  private static ApiError told(ApiError error, String path) {
    return MessagesDialect.isOf(path) ? MessagesDialect.told(error) : error;
  }

  /** How the server's own refusals are told: in the error body of the path's dialect. */
  public static ErrorRenderer errors() {
    return (refusal, path) -> {
      String message = refusal.message() + Remedies.againstRefusal(refusal.code());
      ApiError error = ApiError.refusal(refusal.status(), message, refusal.code());
      boolean isStopping = refusal.code().equals(Rejection.STOPPING.code());
      ApiError told = told(isStopping ? withRetryAfter(error) : error, path);
      return new ErrorRenderer.Body(json(told.headers()), told.body().toBytes());
    };
  }

  // LiteLLM serves the same paths with and without /v1.
  private Endpoint endpoint(ServerRequest request) {
    String path = request.path().startsWith("/v1/") ? request.path().substring(3) : request.path();
    return switch (path) {
      case "/chat/completions" -> withKey(request, "POST", chat);
      case "/completions" -> withKey(request, "POST", completions);
      case "/messages" -> withKey(request, "POST", messages);
      case "/messages/count_tokens" -> withKey(request, "POST", tokens);
      case "/embeddings" -> withKey(request, "POST", embeddings);
      case "/health/liveliness", "/health/liveness" -> on(request, "GET", liveliness);
      case "/health/readiness" -> on(request, "GET", readiness);
      case "/health/deployments" -> {
        masterKey.check(request.headers());
        yield on(request, "GET", deployments);
      }
      default -> {
        if (ModelList.isOf(path)) {
          yield withKey(request, "GET", models);
        }
        throw new ApiException(
            ApiError.refusal(
                404,
                "there is nothing at "
                    + Words.cut(request.path())
                    + "; there are POST /v1/chat/completions, POST /v1/messages, POST"
                    + " /v1/completions, POST /v1/embeddings, GET /v1/models, GET"
                    + " /health/liveliness, GET /health/readiness and GET /health/deployments",
                "unknown_url"));
      }
    };
  }

  private Endpoint withKey(ServerRequest request, String method, Endpoint endpoint) {
    masterKey.check(request.headers());
    if (!isReady.getAsBoolean()) {
      throw new ApiException(stopping());
    }
    return on(request, method, endpoint);
  }

  private static ApiError stopping() {
    Rejection refusal = Rejection.STOPPING;
    return withRetryAfter(ApiError.refusal(refusal.status(), refusal.message(), refusal.code()));
  }

  private static ApiError withRetryAfter(ApiError error) {
    return error.with("retry-after", RETRY_AFTER_SECONDS);
  }

  private static Endpoint on(ServerRequest request, String method, Endpoint endpoint) {
    List<String> allowed = method.equals("GET") ? List.of("GET", "HEAD") : List.of(method);
    if (!allowed.contains(request.method())) {
      throw new ApiException(
          ApiError.refusal(
                  405,
                  Words.cut(request.path())
                      + " takes "
                      + method
                      + ", not "
                      + Words.cut(request.method()),
                  "method_not_allowed")
              .with("allow", String.join(", ", allowed)));
    }
    return endpoint;
  }

  private static void send(ApiError error, ServerResponse response)
      throws IOException, InterruptedException {
    response.send(error.status(), json(error.headers()), error.body().toBytes());
  }

  private static Headers json(Headers headers) {
    return headers.with("content-type", "application/json");
  }
}
