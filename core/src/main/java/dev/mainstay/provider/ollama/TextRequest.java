package dev.mainstay.provider.ollama;

import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.CompletionRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.Parameters;
import dev.mainstay.provider.wire.TakenRequest;
import dev.mainstay.provider.wire.UnsupportedException;
import java.util.List;
import java.util.Set;

/**
 * Writes a text to go on with as a request of {@code /api/generate}: as it is, without the model's
 * template for chats, unless a suffix is to be met, which takes one.
 * https://docs.ollama.com/api/generate
 */
final class TextRequest {
  private static final Parameters PARAMETERS =
      Parameters.taking(
          OllamaProvider.NAME,
          "max_tokens temperature top_p stop seed presence_penalty frequency_penalty");
  private static final List<String> WANTED = List.of("echo", "best_of");
  private static final Set<String> NOT_SENT =
      Set.of("model", "prompt", "stream", "n", "echo", "best_of");
  private static final String RAW = "raw";

  private TextRequest() {}

  /**
   * The body for {@code deployment}.
   *
   * @throws UnsupportedException if the request asks for what the dialect has not
   */
  static JsonObject of(Deployment deployment, CompletionRequest request, boolean isStream) {
    TakenRequest taken = TakenRequest.of(PARAMETERS, request.json(), deployment, false);
    JsonObject kept = taken.json();
    for (String name : WANTED) {
      boolean isWanted = kept.flag(name).orElse(false) || kept.number(name).orElse(1) > 1;
      if (isWanted && !taken.policy().dropsUnsupported()) {
        throw UnsupportedException.parameter(OllamaProvider.NAME, name);
      }
    }
    JsonObjectBuilder out =
        JsonObject.builder().put("model", deployment.model()).put("prompt", prompt(request));
    JsonObject options = ModelOptions.of(kept);
    if (!options.isEmpty()) {
      out.put(ModelOptions.OPTIONS, options);
    }
    if (!kept.hasValue("suffix")) {
      out.put(RAW, JsonBoolean.TRUE);
    }
    ModelOptions.removeFrom(kept).without(NOT_SENT).forEach(out::put);
    return out.put("stream", JsonBoolean.of(isStream)).build();
  }

  private static JsonString prompt(CompletionRequest request) {
    List<JsonValue> prompts = request.prompts();
    if (prompts.size() == 1 && prompts.getFirst() instanceof JsonString prompt) {
      return prompt;
    }
    throw new UnsupportedException(
        "prompt", OllamaProvider.NAME + " takes one text as its prompt; send each in a request");
  }
}
