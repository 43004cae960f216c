package dev.mainstay.gateway.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * What Ollama's own API takes and its OpenAI-compatible address, which is asked here, does not. It
 * reads past them without a word. https://docs.ollama.com/api/openai-compatibility
 */
final class OllamaFields {
  private static final Set<String> PROVIDERS = Set.of("ollama", "ollama_chat");
  private static final Set<String> OPTIONS =
      Set.copyOf(
          Arrays.asList(
              ("options num_predict num_gpu num_thread num_keep num_batch repeat_penalty"
                      + " repeat_last_n repetition_penalty mirostat mirostat_eta mirostat_tau tfs_z"
                      + " top_k min_p typical_p")
                  .split(" ")));

  private OllamaFields() {}

  static boolean isFor(String provider) {
    return PROVIDERS.contains(provider);
  }

  /** Why {@code key} has no effect; nothing where it may have one. */
  static Optional<String> remark(String key) {
    return remedy(key)
        .map(remedy ->
            "'"
                + key
                + "' has no effect at Ollama's OpenAI-compatible address, which is the one asked; "
                + remedy);
  }

  private static Optional<String> remedy(String key) {
    return switch (key) {
      case "num_ctx" ->
          Optional.of(
              "set OLLAMA_CONTEXT_LENGTH for the server, or num_ctx by PARAMETER in a Modelfile");
      case "keep_alive" -> Optional.of("set OLLAMA_KEEP_ALIVE for the server");
      case "think" -> Optional.of("set reasoning_effort");
      default ->
          OPTIONS.contains(key)
              ? Optional.of("set it by PARAMETER in a Modelfile")
              : Optional.empty();
    };
  }
}
