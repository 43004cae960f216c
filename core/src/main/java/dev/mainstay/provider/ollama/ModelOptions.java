package dev.mainstay.provider.ollama;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.provider.wire.ChatFields;
import java.util.Map;
import java.util.Set;

/**
 * A model's options, which a request may have beside OpenAI's parameters or in {@code options}.
 * https://docs.ollama.com/modelfile#valid-parameters-and-values
 */
final class ModelOptions {
  static final String OPTIONS = "options";

  private static final Set<String> OWN =
      Set.of(
          ("num_ctx num_gqa num_gpu main_gpu num_thread num_keep num_batch num_predict use_mmap top_k"
                  + " min_p typical_p repeat_last_n repeat_penalty penalize_newline mirostat"
                  + " mirostat_eta mirostat_tau tfs_z numa")
              .split(" "));

  private static final Map<String, String> OPENAIS =
      Map.of(
          "temperature", "temperature",
          "top_p", "top_p",
          "seed", "seed",
          "presence_penalty", "presence_penalty",
          "frequency_penalty", "frequency_penalty",
          // As vLLM calls it.
          "repetition_penalty", "repeat_penalty");

  private static final Set<String> TRANSLATED =
      Set.of("max_tokens", "max_completion_tokens", "stop", OPTIONS);

  private ModelOptions() {}

  /** {@code request} without the fields that are options. */
  static JsonObject removeFrom(JsonObject request) {
    return request.without(OWN).without(OPENAIS.keySet()).without(TRANSLATED);
  }

  /** The fields of {@code request} that are options of Ollama's own. */
  static JsonObject in(JsonObject request) {
    JsonObjectBuilder own = JsonObject.builder();
    request.forEach((name, value) -> {
      if (OWN.contains(name) || name.equals(OPTIONS)) {
        own.put(name, value);
      }
    });
    return own.build();
  }

  /** The options that {@code request} comes to; what it has in {@code options} takes precedence. */
  static JsonObject of(JsonObject request) {
    JsonObjectBuilder options = JsonObject.builder();
    OPENAIS.forEach((name, own) -> {
      if (request.hasValue(name)) {
        request.get(name).ifPresent(value -> options.put(own, value));
      }
    });
    ChatFields.maxTokens(request)
        .ifPresent(limit -> options.put("num_predict", JsonNumber.of(limit)));
    if (!ChatFields.stops(request).isEmpty()) {
      options.put("stop", JsonArray.of(ChatFields.stops(request)));
    }
    request.forEach((name, value) -> {
      if (OWN.contains(name) && request.hasValue(name)) {
        options.put(name, value);
      }
    });
    request.object(OPTIONS).ifPresent(own -> own.forEach(options::put));
    return options.build();
  }
}
