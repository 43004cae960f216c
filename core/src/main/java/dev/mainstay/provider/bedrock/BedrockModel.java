package dev.mainstay.provider.bedrock;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model's name as LiteLLM's users write it: an id, an inference profile of a region ({@code
 * us.anthropic.claude-…}) or an ARN, with {@code converse/} or a region such as {@code us-east-1/}
 * before it.
 *
 * @param id what Bedrock calls it
 * @param region the region that the name tells
 */
record BedrockModel(String id, Optional<String> region) {
  private static final String ROUTE = "converse/";
  private static final String REGION = "[a-z]{2}(?:-[a-z]+)+-\\d{1,2}";
  private static final Pattern WITH_REGION = Pattern.compile("(" + REGION + ")/(.+)");
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:(?:bedrock|sagemaker):(" + REGION + "):.*");

  static BedrockModel of(String name) {
    String plain = name.startsWith(ROUTE) ? name.substring(ROUTE.length()) : name;
    Matcher prefixed = WITH_REGION.matcher(plain);
    if (prefixed.matches()) {
      return new BedrockModel(prefixed.group(2), Optional.of(prefixed.group(1)));
    }
    Matcher arn = ARN.matcher(plain);
    return new BedrockModel(plain, arn.matches() ? Optional.of(arn.group(1)) : Optional.empty());
  }
}
