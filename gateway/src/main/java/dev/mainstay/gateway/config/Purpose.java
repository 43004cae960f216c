package dev.mainstay.gateway.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What else than chat the model of a {@code model_list} entry is for.
 *
 * @param at where the file says so
 * @param words what it says
 * @param use what that is
 */
record Purpose(Location at, String words, Use use) {
  private static final String CHAT = "chat";
  private static final String EMBEDDING = "embedding";
  private static final String COMPLETION = "completion";
  private static final Pattern EMBEDDING_MODEL =
      Pattern.compile("(?:.*/)?(?:.*[.-])?(?:embed-|text(?:-multilingual)?-?embedding-).*");
  private static final Pattern OTHER =
      Pattern.compile(
          "(?:.*/)?(?:dall-e-|gpt-image-|whisper-|tts-|sora-|imagen-|veo-|rerank-|embed-"
              + "|(?:text|omni)-moderation-|text-embedding-|textembedding-|text-multilingual-embedding-"
              + "|(?:amazon\\.titan|cohere\\.)-?embed-).*");

  /** What there is, in the words of a warning. */
  static final String ALL = "chats, text completions and embeddings";

  /** What a model is for, as far as it matters here. */
  enum Use {
    EMBEDDINGS,
    TEXT_COMPLETIONS,
    OTHER
  }

  /** Whether it is asked of a model as it is said. */
  boolean isServed() {
    return use != Use.OTHER;
  }

  /** Whether it is embeddings. */
  boolean isEmbeddings() {
    return use == Use.EMBEDDINGS;
  }

  /** What {@code mode} says or else the model's name, where that is not chat. */
  static Optional<Purpose> otherThanChat(Section entry) {
    Optional<Text> mode = entry.section("model_info").get("mode", entry.values()::text);
    if (mode.isPresent()) {
      return mode.filter(text -> !text.value().equals(CHAT))
          .map(text -> new Purpose(text.at(), "mode is " + text.shown(), ofMode(text.value())));
    }
    return entry
        .section("litellm_params")
        .get("model", entry.values()::anyText)
        .filter(model -> OTHER.matcher(model.value()).matches())
        .map(model ->
            new Purpose(
                model.at(),
                "model is " + model.shown() + ", which is not one for chat",
                EMBEDDING_MODEL.matcher(model.value()).matches() ? Use.EMBEDDINGS : Use.OTHER));
  }

  private static Use ofMode(String mode) {
    return switch (mode) {
      case EMBEDDING -> Use.EMBEDDINGS;
      case COMPLETION -> Use.TEXT_COMPLETIONS;
      default -> Use.OTHER;
    };
  }
}
