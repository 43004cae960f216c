package dev.mainstay.simulator.dialect;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.simulator.exchange.Header;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * OpenAI's dialect as Azure speaks it: the deployment in the path or the model in the body, an API
 * version, and what its filters found beside everything that is said.
 * https://learn.microsoft.com/azure/ai-foundry/openai/reference
 */
final class AzureDialect implements Dialect {
  private static final Pattern PATH = path("chat/completions");
  private static final String SAFE = "{\"filtered\":false,\"severity\":\"safe\"}";
  private static final String FILTERS =
      "\"content_filter_results\":{\"hate\":%1$s,\"self_harm\":%1$s,\"sexual\":%1$s,\"violence\":%1$s}"
          .formatted(SAFE);
  private static final String PROMPT_FILTERS =
      "\"prompt_filter_results\":[{\"prompt_index\":0," + FILTERS + "}],";
  private static final String FIRST_EVENT =
      "data: {\"choices\":[],\"created\":0,\"id\":\"\",\"model\":\"\",\"object\":\"\","
          + PROMPT_FILTERS.substring(0, PROMPT_FILTERS.length() - 1)
          + "}\n\n";

  /** The addresses at which Azure has {@code operation}. */
  static Pattern path(String operation) {
    return Pattern.compile("/(openai/(deployments/([^/]+)|v1)|models)/" + operation + "$");
  }

  @Override
  public boolean isSpokenAt(String path) {
    return PATH.matcher(path).find();
  }

  @Override
  public boolean isChat(String path) {
    return isSpokenAt(path);
  }

  @Override
  public ChatRequest chat(HttpRequest request) {
    JsonObject body = Json.parseObject(request.body());
    return new ChatRequest(
        deployment(PATH, request.path()).map(name -> body.with("model", name)).orElse(body));
  }

  /** The deployment that {@code path} names, one of {@code addresses}. */
  static Optional<String> deployment(Pattern addresses, String path) {
    Matcher found = addresses.matcher(path);
    return found.find()
        ? Optional.ofNullable(found.group(3))
            .map(name -> URLDecoder.decode(name, StandardCharsets.UTF_8))
        : Optional.empty();
  }

  @Override
  public Optional<Fault.Status> refused(HttpRequest request) {
    return withoutVersion(request)
        .or(() -> FoundryRules.refused(request))
        .or(() -> ChatRules.refusedAtAzure(chat(request).json()));
  }

  /**
   * What Azure says where {@code request} names no version: only the newest addresses need none.
   */
  static Optional<Fault.Status> withoutVersion(HttpRequest request) {
    boolean isVersioned =
        request.target().contains("api-version=") || request.path().contains("/openai/v1/");
    return isVersioned
        ? Optional.empty()
        : Optional.of(
            Fault.status(404).error(ErrorBody.of("Resource not found", "404").code("404")));
  }

  @Override
  public StreamEvents events(Identity identity, Ask ask, Lines lines) {
    return new OpenAiEvents(ChatVendor.ANYBODY, identity, ask, lines, FIRST_EVENT, FILTERS + ",");
  }

  @Override
  public Bytes body(Identity identity, Ask ask, Lines lines, int said, boolean isFinished) {
    return OpenAiDialect.body(
        identity, ask, lines, said, isFinished, PROMPT_FILTERS, FILTERS + ",");
  }

  @Override
  public JsonObject error(ErrorBody error) {
    return switch (error.code().orElse(error.type())) {
      case "invalid_api_key" -> numbered("401", error);
      case "model_not_found" -> numbered("DeploymentNotFound", error);
      case "rate_limit_exceeded" -> numbered("RateLimitReached", error);
      case "timeout" -> numbered("Timeout", error);
      case "404" -> numbered("404", error);
      case "invalid_prompt" -> filtered(error);
      case FoundryRules.EXTRA -> JsonObject.of("detail", new JsonString(error.message()));
      default -> error.toJson();
    };
  }

  private static JsonObject numbered(String code, ErrorBody error) {
    return JsonObject.of(
        "error", JsonObject.of("code", new JsonString(code)).with("message", error.message()));
  }

  private static JsonObject filtered(ErrorBody error) {
    JsonObject found =
        JsonObject.of("code", new JsonString("ResponsibleAIPolicyViolation"))
            .with(
                "content_filter_result",
                Json.parseObject(
                    "{\"jailbreak\":{\"filtered\":true,\"detected\":true},\"hate\":" + SAFE + "}"));
    JsonObject told =
        JsonObject.builder()
            .put("message", error.message())
            .put("type", JsonNull.NULL)
            .put("param", "prompt")
            .put("code", "content_filter")
            .put("status", 400)
            .put("innererror", found)
            .build();
    return JsonObject.of("error", told);
  }

  @Override
  public List<Header> limitHeaders(List<LimitTold> limits, Instant now) {
    return LimitTold.asAzure(limits);
  }

  @Override
  public String requestIdHeader() {
    return "apim-request-id";
  }
}
