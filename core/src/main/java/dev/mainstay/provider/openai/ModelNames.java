package dev.mainstay.provider.openai;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a vendor calls its models, where LiteLLM's users write something shorter, or otherwise. */
public enum ModelNames {
  /** The name is sent as it is written. */
  AS_WRITTEN {
    @Override
    String of(String written) {
      return written;
    }
  },
  /**
   * Fireworks: a name without an account is one of its own models, {@code
   * accounts/fireworks/models/…}. https://docs.fireworks.ai/getting-started/concepts
   */
  OF_ACCOUNTS {
    @Override
    String of(String written) {
      return written.contains("/") || written.contains("#")
          ? written
          : "accounts/fireworks/models/" + written;
    }
  },
  /**
   * Hugging Face: who serves the model comes after it, as in {@code org/model:together}; LiteLLM
   * writes {@code together/org/model}. https://huggingface.co/docs/inference-providers/index
   */
  SERVED_BY {
    @Override
    String of(String written) {
      String[] parts = written.split("/", 3);
      return parts.length < 3 ? written : parts[1] + "/" + parts[2] + ":" + parts[0];
    }
  },
  /**
   * GitHub: the maker stands before the model, as in {@code openai/gpt-4.1}; LiteLLM leaves it out.
   * https://docs.github.com/rest/models/inference
   */
  MADE_BY {
    @Override
    String of(String written) {
      return written.contains("/")
          ? written
          : Maker.of(written).map(maker -> maker + "/" + written).orElse(written);
    }
  };

  /** The name to send for what is {@code written} in a configuration. */
  abstract String of(String written);

  private record Maker(String name, List<String> beginnings) {
    private static final List<Maker> ALL =
        List.of(
            maker("openai", "gpt-", "o1", "o3", "o4"),
            maker("meta", "llama-", "meta-llama-"),
            maker("deepseek", "deepseek-"),
            maker("microsoft", "phi-", "mai-"),
            maker("mistral-ai", "mistral-", "ministral-", "codestral-"),
            maker("cohere", "cohere-"),
            maker("xai", "grok-"));

    private static Maker maker(String name, String... beginnings) {
      return new Maker(name, List.of(beginnings));
    }

    static Optional<String> of(String model) {
      String lower = model.toLowerCase(Locale.ROOT);
      return ALL.stream()
          .filter(maker -> maker.beginnings.stream().anyMatch(lower::startsWith))
          .map(Maker::name)
          .findFirst();
    }
  }
}
