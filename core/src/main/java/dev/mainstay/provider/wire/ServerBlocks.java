package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import java.util.Set;

/**
 * What Anthropic's servers did in turns of the assistant's: calls of tools that run there, their
 * results, and the like. It is there after a fallback in mid-conversation, and nobody else can read
 * it. What the assistant said stays. https://docs.claude.com/en/api/messages
 */
public final class ServerBlocks {
  private static final String CONTENT = "content";
  private static final Set<String> OTHERS = Set.of("fallback", "compaction", "container_upload");

  private ServerBlocks() {}

  /** {@code request}, in OpenAI's form, without them; the very same where it has none. */
  public static JsonObject remove(JsonObject request) {
    return ObjectList.changed(request, "messages", ServerBlocks::ofMessage);
  }

  private static JsonObject ofMessage(JsonObject message) {
    if (!message.text("role").filter("assistant"::equals).isPresent()) {
      return message;
    }
    JsonObject said =
        ObjectList.filtered(message, CONTENT, part -> !isOne(part.text("type").orElse("")));
    boolean isNothing =
        said.array(CONTENT).filter(JsonArray::isEmpty).isPresent() && !said.equals(message);
    return isNothing ? said.with(CONTENT, "") : said;
  }

  // Calls and results of the caller's own tools are not parts of a message in OpenAI's form.
  private static boolean isOne(String type) {
    return OTHERS.contains(type) || type.endsWith("tool_use") || type.endsWith("tool_result");
  }
}
