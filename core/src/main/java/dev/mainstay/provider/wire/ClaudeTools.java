package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;

/** Tools that Anthropic has made and its models know, which run there or at the caller's. */
public final class ClaudeTools {
  /** The tools that a Claude takes, for messages. */
  public static final String TAKEN =
      "functions, or Anthropic's own such as {\"type\":\"web_search_20250305\",…}";

  // OpenAI's tools of this type say what they are in a member of the same name.
  private static final String CUSTOM = "custom";
  private static final String SERVERS = "mcp_toolset";
  private static final int DATE = "_20250305".length();

  private ClaudeTools() {}

  /** Whether {@code tool} is one of them, or one of the caller's in Anthropic's words. */
  public static boolean isOwn(JsonObject tool) {
    boolean isCallers = tool.text("type").filter(CUSTOM::equals).isPresent() && !tool.has(CUSTOM);
    return isCallers || isAnthropics(tool);
  }

  /** Whether {@code tool} is one of them, by its type. */
  public static boolean isAnthropics(JsonObject tool) {
    return tool.text("type").filter(type -> type.equals(SERVERS) || namesADay(type)).isPresent();
  }

  // Each ends in the day of its version.
  private static boolean namesADay(String type) {
    int at = type.length() - DATE;
    return at > 0
        && type.charAt(at) == '_'
        && type.substring(at + 1).chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
