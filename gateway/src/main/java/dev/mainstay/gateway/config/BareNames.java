package dev.mainstay.gateway.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whose the models are that LiteLLM takes without a prefix, by how they are called. LiteLLM goes by
 * a list of them; a pattern holds for those to come, too.
 */
final class BareNames {
  private static final List<Maker> MAKERS =
      List.of(
          maker(
              "openai",
              "gpt-|chatgpt-|o[1-9](?:-|$)|ft:gpt-|codex-|computer-use-|dall-e-|whisper-|tts-|sora-"
                  + "|text-embedding-(?:3|ada)|(?:text|omni)-moderation-"),
          maker("anthropic", "claude-"),
          maker(
              "vertex_ai",
              "gemini-|imagen-|veo-|text-embedding-00|text-multilingual-embedding-|textembedding-"
                  + "|(?:text|chat)-(?:bison|unicorn)|code(?:chat)?-(?:bison|gecko)"),
          maker("cohere", "command(?:-|$)|c4ai-|embed-|rerank-"),
          maker(
              "bedrock",
              "(?:(?:us|eu|apac|global)\\.)?(?:amazon|anthropic|meta|cohere|ai21|mistral|stability"
                  + "|deepseek)\\."));

  private BareNames() {}

  /** The provider of {@code model}, which has no prefix. */
  static Optional<String> provider(String model) {
    return MAKERS.stream()
        .filter(maker -> maker.models().matcher(model).lookingAt())
        .map(Maker::provider)
        .findFirst();
  }

  private static Maker maker(String provider, String models) {
    return new Maker(provider, Pattern.compile(models));
  }

  private record Maker(String provider, Pattern models) {}
}
