package dev.mainstay.provider.bedrock;

import dev.mainstay.provider.wire.ClaudeModel;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model's name as LiteLLM's users write it: an id, an inference profile of a region ({@code
 * us.anthropic.claude-…}) or an ARN, with {@code converse/} or a region such as {@code us-east-1/}
 * before it, and how the place was bought, as in {@code 1-month-commitment/}; and what its family
 * takes.
 *
 * @param id what Bedrock calls it
 * @param region the region that the name tells
 */
record BedrockModel(String id, Optional<String> region) {
  private static final String ROUTE = "converse/";
  private static final String REGION = "[a-z]{2,4}(?:-[a-z]+)+-\\d{1,2}";
  private static final Pattern WITH_REGION =
      Pattern.compile("(" + REGION + ")/(?:\\d-month-commitment/)?(.+)");
  // What a model that was brought there is made of, as in llama/arn:aws:bedrock:...
  private static final Pattern MADE_OF = Pattern.compile("^[a-z0-9_-]+/(?=arn:)");
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:(?:bedrock|sagemaker):(" + REGION + "):.*");

  static BedrockModel of(String name) {
    String plain =
        MADE_OF
            .matcher(name.startsWith(ROUTE) ? name.substring(ROUTE.length()) : name)
            .replaceFirst("");
    Matcher prefixed = WITH_REGION.matcher(plain);
    if (prefixed.matches()) {
      return new BedrockModel(prefixed.group(2), Optional.of(prefixed.group(1)));
    }
    Matcher arn = ARN.matcher(plain);
    return new BedrockModel(plain, arn.matches() ? Optional.of(arn.group(1)) : Optional.empty());
  }

  /** The Claude that it is. */
  Optional<ClaudeModel> claude() {
    return id.contains("anthropic.claude") ? Optional.of(ClaudeModel.of(id)) : Optional.empty();
  }

  /** Whether it is one of Amazon's Nova. */
  boolean isNova() {
    return id.contains("amazon.nova");
  }

  /** Whether it takes Amazon Nova's words for reasoning. */
  boolean isNova2() {
    return id.contains("amazon.nova-2");
  }

  /** Whether it takes OpenAI's words for reasoning. */
  boolean isGptOss() {
    return id.contains("openai.gpt-oss");
  }

  /**
   * Whether its name may mean any model: an application's inference profile, a deployed or imported
   * model.
   */
  private boolean isOpaque() {
    return id.startsWith("arn:")
        && !id.contains(":foundation-model/")
        && !id.contains(":inference-profile/");
  }

  /** Whether it is a Claude, or its name may mean one. */
  boolean mayBeClaude() {
    return claude().isPresent() || isOpaque();
  }

  /** Whether it is known to reason when it is asked to. */
  boolean reasons() {
    return isNova2() || isGptOss() || claude().filter(ClaudeModel::thinks).isPresent();
  }

  /**
   * Whether it may be shown signed thoughts: they are Claude's, and other models refuse them.
   * Nothing depends on them but the next thought.
   */
  boolean takesThoughts() {
    return mayBeClaude();
  }

  /**
   * Whether it may be given cache points, which others refuse.
   * https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html
   */
  boolean takesCachePoints() {
    return claude().isPresent() || isNova() || isOpaque();
  }
}
