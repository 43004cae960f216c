package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.words.Words;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What else than chat the model of a {@code model_list} entry is for.
 *
 * @param at where the file says so
 * @param words what it says
 * @param isEmbeddings whether it is embeddings, which are served as chats are
 */
record Purpose(Location at, String words, boolean isEmbeddings) {
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

  /** Whether it is asked of a model as it is said. */
  boolean isServed() {
    return isEmbeddings || words.equals("mode is " + Words.quoted(COMPLETION));
  }

  /** What {@code mode} says or else the model's name, where that is not chat. */
  static Optional<Purpose> otherThanChat(Section entry) {
    Optional<Text> mode = entry.section("model_info").get("mode", entry.values()::text);
    if (mode.isPresent()) {
      return mode.filter(text -> !text.value().equals(CHAT))
          .map(text ->
              new Purpose(text.at(), "mode is " + text.shown(), text.value().equals(EMBEDDING)));
    }
    return entry
        .section("litellm_params")
        .get("model", entry.values()::anyText)
        .filter(model -> OTHER.matcher(model.value()).matches())
        .map(model ->
            new Purpose(
                model.at(),
                "model is " + model.shown() + ", which is not one for chat",
                EMBEDDING_MODEL.matcher(model.value()).matches()));
  }
}
