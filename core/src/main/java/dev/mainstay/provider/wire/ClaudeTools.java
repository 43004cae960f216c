package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;
import java.util.regex.Pattern;

/** Tools that Anthropic has made and its models know, which run there or at the caller's. */
public final class ClaudeTools {
  /** The tools that a Claude takes, for messages. */
  public static final String TAKEN =
      "functions, or Anthropic's own such as {\"type\":\"web_search_20250305\",…}";

  // Each names the day of its version.
  private static final Pattern OWN = Pattern.compile("custom|mcp_toolset|[a-z_]+_\\d{8}");

  private ClaudeTools() {}

  /** Whether {@code tool} is one of them, by its type. */
  public static boolean isOwn(JsonObject tool) {
    return tool.text("type").filter(type -> OWN.matcher(type).matches()).isPresent();
  }
}
