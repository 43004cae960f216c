package dev.mainstay.provider.wire;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The wires that a whole conversation is told over, and what of it each has no words for. {@link
 * WholeConversation} proves it of each, and docs/providers.md shows it.
 */
public enum Wire {
  OPENAI("openai", Part.SIGNATURE),
  AZURE("azure", Part.SIGNATURE),
  MISTRAL("mistral", Part.THOUGHT, Part.SIGNATURE, Part.CALL_IDS),
  GROQ("groq", Part.THOUGHT, Part.SIGNATURE),
  DEEPSEEK("deepseek"),
  VLLM("vllm"),
  ANTHROPIC("anthropic", Part.DETAIL, Part.SCHEMA_NAME, Part.SCHEMA_STRICT),
  GEMINI(
      "gemini", Part.DETAIL, Part.TOOL_STRICT, Part.THOUGHT, Part.SCHEMA_NAME, Part.SCHEMA_STRICT),
  VERTEX(
      "vertex_ai",
      Part.DETAIL,
      Part.TOOL_STRICT,
      Part.THOUGHT,
      Part.CALL_IDS,
      Part.SCHEMA_NAME,
      Part.SCHEMA_STRICT),
  BEDROCK("bedrock", Part.DETAIL, Part.SCHEMA_STRICT),
  COHERE("cohere", Part.TOOL_STRICT, Part.SIGNATURE, Part.SCHEMA_NAME, Part.SCHEMA_STRICT),
  OLLAMA("ollama", Part.DETAIL, Part.SIGNATURE, Part.SCHEMA_NAME, Part.SCHEMA_STRICT);

  private final String provider;
  private final Set<Part> lost;

  Wire(String provider, Part... lost) {
    this.provider = provider;
    this.lost = EnumSet.noneOf(Part.class);
    this.lost.addAll(Set.of(lost));
  }

  /** The name of its provider. */
  public String provider() {
    return provider;
  }

  /** What does not come back as it was. */
  public Set<Part> lost() {
    return lost;
  }

  /** What a provider's page says of its losses. */
  public static String sentence(Set<Part> lost) {
    String link = "[conversation](../providers.md#what-a-conversation-loses-on-each-wire)";
    return lost.isEmpty()
        ? "Nothing of a " + link + " is lost."
        : lost.stream()
            .map(Part::words)
            .collect(Collectors.joining("; ", "Lost from a " + link + ": ", "."));
  }

  /** A part of a conversation. */
  public enum Part {
    SYSTEM("system text", "messages[system].content"),
    TEXT("texts", "messages[user].content.text"),
    PICTURE("pictures", "messages[user].content.image_url.url"),
    DETAIL("how closely to look at a picture", "messages[user].content.image_url.detail"),
    CALLS("tool calls and their arguments", "messages[assistant].tool_calls"),
    CALL_IDS(
        "ids of tool calls", "messages[assistant].tool_calls.id", "messages[tool].tool_call_id"),
    RESULTS("results of tools", "messages[tool].content"),
    THOUGHT(
        "what was thought, as text",
        "messages[assistant].reasoning_content",
        "messages[assistant].thinking_blocks.thinking"),
    SIGNATURE("the signature of what was thought", "messages[assistant].thinking_blocks"),
    TOOLS("tools", "tools"),
    TOOL_STRICT("`strict` of a tool", "tools.function.strict"),
    SCHEMA("a schema for the answer", "response_format"),
    SCHEMA_NAME("a schema's name", "response_format.json_schema.name"),
    SCHEMA_STRICT("a schema's `strict`", "response_format.json_schema.strict");

    private final String words;
    private final Set<String> paths;

    Part(String words, String... paths) {
      this.words = words;
      this.paths = Set.of(paths);
    }

    /** What it is called on the page. */
    public String words() {
      return words;
    }

    /** Where it stands, without the places in lists; messages are told apart by their roles. */
    Set<String> paths() {
      return paths;
    }
  }
}
