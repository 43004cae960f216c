package dev.mainstay.routing;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.text.TokenEstimate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one request asks of the deployment that is to serve it. The request is read when somebody
 * first asks, so that a group of whose models nothing is known costs nothing. Immutable.
 */
public final class Requirements {
  // Prose has 3 to 5 bytes a token without its whitespace, in any script (OpenAI's o200k_base).
  private static final int MOST_BYTES_PER_TOKEN = 6;
  // An answer of a page, where the request does not bound it to less.
  private static final int LIKELY_OUTPUT_TOKENS = 500;

  private final JsonObject request;
  private final List<String> tags;
  private final Optional<String> key;
  // All are found twice where two threads ask at once, and the same both times.
  private int promptSize = -1;
  private int likelyInputTokens = -1;
  private int likelyOutputTokens = -1;

  private Requirements(JsonObject request, List<String> tags, Optional<String> key) {
    this.request = request;
    this.tags = tags;
    this.key = key;
  }

  /** What {@code request} asks for, without tags and without a key. */
  public static Requirements of(ChatRequest request) {
    return new Requirements(request.json(), List.of(), Optional.empty());
  }

  /** These requirements with tags that choose deployments. */
  public Requirements withTags(List<String> tags) {
    return new Requirements(request, List.copyOf(tags), key);
  }

  /** These requirements of somebody who is to stay with one deployment: a user, or a session. */
  public Requirements withKey(String key) {
    return new Requirements(request, tags, Optional.of(key));
  }

  /** The tags that choose deployments. */
  public List<String> tags() {
    return tags;
  }

  /** Who is to stay with one deployment. */
  public Optional<String> key() {
    return key;
  }

  /**
   * How many tokens the prompt has at least: one for 6 bytes of text in UTF-8, not counting
   * whitespace, repeated characters, pictures, sound and files.
   */
  public long leastInputTokens() {
    return promptSize() / MOST_BYTES_PER_TOKEN;
  }

  /** How many tokens the prompt may be expected to have, by {@linkplain TokenEstimate estimate}. */
  public long likelyInputTokens() {
    int likely = likelyInputTokens;
    if (likely < 0) {
      likely = Math.clamp(TokenEstimate.ofPrompt(new ChatRequest(request)), 0, Integer.MAX_VALUE);
      likelyInputTokens = likely;
    }
    return likely;
  }

  /** How many tokens the answer may be expected to have: 500, or what the request allows. */
  public long likelyOutputTokens() {
    int likely = likelyOutputTokens;
    if (likely < 0) {
      likely = findLikelyOutputTokens();
      likelyOutputTokens = likely;
    }
    return likely;
  }

  private int findLikelyOutputTokens() {
    return Math.clamp(allowedOutputTokens().orElse(Long.MAX_VALUE), 0, LIKELY_OUTPUT_TOKENS);
  }

  /** How many tokens the request allows the answer to have; 0 where it does not bound them. */
  public long mostOutputTokens() {
    return Math.max(0, allowedOutputTokens().orElse(0));
  }

  private OptionalLong allowedOutputTokens() {
    OptionalLong most = request.number("max_completion_tokens");
    return most.isPresent() ? most : request.number("max_tokens");
  }

  /** Whether it offers tools, or functions, as they were called before. */
  public boolean needsTools() {
    return hasItems("tools") || hasItems("functions");
  }

  /** Whether it shows images. */
  public boolean needsImages() {
    JsonArray messages = request.array("messages").orElse(JsonArray.of());
    for (JsonValue message : messages) {
      if (message instanceof JsonObject object
          && object.array("content").orElse(JsonArray.of()).objects().anyMatch(this::isImage)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it wants an answer by a JSON schema. */
  public boolean needsJsonSchema() {
    return request
        .object("response_format")
        .flatMap(format -> format.text("type"))
        .filter("json_schema"::equals)
        .isPresent();
  }

  private boolean isImage(JsonObject part) {
    return part.text("type").filter("image_url"::equals).isPresent();
  }

  private boolean hasItems(String name) {
    return request.array(name).filter(items -> !items.isEmpty()).isPresent();
  }

  private int promptSize() {
    int size = promptSize;
    if (size < 0) {
      size = PromptSize.of(request);
      promptSize = size;
    }
    return size;
  }
}
