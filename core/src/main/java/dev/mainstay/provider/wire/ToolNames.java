package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.text.Sha256;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Which names of tools a provider takes. Others, as a caller or a fallback may bring them from
 * another provider, become such on the way, and are what they were in the answer. The same name
 * becomes the same one each time, so that conversations and prompt caches still fit.
 */
public enum ToolNames {
  /** Those of whoever has no rule. */
  ANY(Integer.MAX_VALUE, ""),
  /** https://platform.openai.com/docs/api-reference/chat/create */
  OPENAI(64, ""),
  /** https://docs.claude.com/en/docs/agents-and-tools/tool-use/implement-tool-use */
  ANTHROPIC(128, ""),
  /** https://ai.google.dev/api/caching#FunctionDeclaration */
  GEMINI(64, ".:") {
    @Override
    boolean mayBegin(char first) {
      return first == '_' || Character.isLetter(first);
    }
  },
  /** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolSpecification.html */
  BEDROCK(64, "");

  private static final String NAME = "name";
  private static final String FUNCTION = "function";
  private static final String FUNCTION_CALL = "function_call";
  private static final String CALLS = "tool_calls";
  private static final int HASH_BYTES = 4;

  private final int longest;
  private final String furtherCharacters;

  ToolNames(int longest, String furtherCharacters) {
    this.longest = longest;
    this.furtherCharacters = furtherCharacters;
  }

  /** Whether a name may begin so, among the characters that it may have. */
  boolean mayBegin(char first) {
    return true;
  }

  /**
   * An attempt with {@code request} in names that are taken.
   *
   * @param sending makes it
   */
  public ProviderStream attempt(
      ChatRequest request, Function<ChatRequest, ProviderStream> sending) {
    Map<String, String> callers = new HashMap<>();
    ChatRequest asked = asked(request, callers);
    return callers.isEmpty()
        ? sending.apply(request)
        : new Retold(sending.apply(asked), chunk -> told(chunk, callers));
  }

  /** {@code request} in names that are taken; the very same where it has no others. */
  public ChatRequest asked(ChatRequest request) {
    return asked(request, new HashMap<>());
  }

  private ChatRequest asked(ChatRequest request, Map<String, String> callers) {
    JsonObject json = request.json();
    if (this == ANY || !(json.has("tools") || json.has("functions") || hasCalls(json))) {
      return request;
    }
    JsonObject asked = new Renaming(name -> taken(name, callers)).request(json);
    return callers.isEmpty() ? request : new ChatRequest(asked, request.original());
  }

  private static boolean hasCalls(JsonObject request) {
    return ChatFields.messages(request)
        .objects()
        .anyMatch(message -> message.has(CALLS) || message.has(FUNCTION_CALL));
  }

  private String taken(String name, Map<String, String> callers) {
    if (isTaken(name)) {
      return name;
    }
    String end = "_" + Sha256.hex(name, HASH_BYTES);
    StringBuilder written = new StringBuilder();
    for (int i = 0; i < name.length() && written.length() < longest - end.length(); i++) {
      char c = mayHave(name.charAt(i)) ? name.charAt(i) : '_';
      written.append(i > 0 || mayBegin(c) ? "" : "_").append(c);
    }
    String whole = written.append(end).toString();
    callers.put(whole, name);
    return whole;
  }

  // One without a name is the provider's to refuse.
  private boolean isTaken(String name) {
    return name.isEmpty()
        || (name.length() <= longest
            && mayBegin(name.charAt(0))
            && name.chars().allMatch(c -> mayHave((char) c)));
  }

  private boolean mayHave(char c) {
    boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return isLetter
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-'
        || furtherCharacters.indexOf(c) >= 0;
  }

  private static ChatChunk told(ChatChunk chunk, Map<String, String> callers) {
    if (chunk.json().isEmpty() && chunk.events().isEmpty()) {
      return chunk;
    }
    UnaryOperator<String> back = name -> callers.getOrDefault(name, name);
    return new ChatChunk(
        chunk.events().stream().map(event -> told(event, back)).toList(),
        chunk.json().map(new Renaming(back)::answer));
  }

  private static ChatEvent told(ChatEvent event, UnaryOperator<String> back) {
    if (event instanceof ToolCallDelta(int index, String id, String name, String arguments)) {
      return new ToolCallDelta(index, id, back.apply(name), arguments);
    }
    return event instanceof OtherChoice(int index, ChatEvent other)
        ? new OtherChoice(index, told(other, back))
        : event;
  }

  /** Writes names otherwise, wherever a request or an answer has them. */
  private record Renaming(UnaryOperator<String> name) {
    JsonObject request(JsonObject request) {
      JsonObject tools = ObjectList.changed(request, "tools", this::tool);
      JsonObject functions = ObjectList.changed(tools, "functions", this::named);
      JsonObject chosen = member(functions, "tool_choice", this::choice);
      JsonObject called = member(chosen, FUNCTION_CALL, this::named);
      return ObjectList.changed(called, "messages", this::message);
    }

    JsonObject answer(JsonObject answer) {
      return ObjectList.changed(
          answer,
          "choices",
          choice -> member(member(choice, "delta", this::message), "message", this::message));
    }

    private JsonObject choice(JsonObject choice) {
      return member(
          tool(choice),
          "allowed_tools",
          allowed -> ObjectList.changed(allowed, "tools", this::tool));
    }

    private JsonObject message(JsonObject message) {
      JsonObject called = ObjectList.changed(message, CALLS, this::tool);
      JsonObject old = member(called, FUNCTION_CALL, this::named);
      boolean isResult =
          old.text("role").filter(r -> r.equals("tool") || r.equals(FUNCTION)).isPresent();
      return isResult ? named(old) : old;
    }

    private JsonObject tool(JsonObject tool) {
      return member(member(tool, FUNCTION, this::named), "custom", this::named);
    }

    private JsonObject named(JsonObject object) {
      return object
          .text(NAME)
          .filter(own -> !own.equals(name.apply(own)))
          .map(own -> object.with(NAME, new JsonString(name.apply(own))))
          .orElse(object);
    }

    @SuppressWarnings("ReferenceEquality")
    private static JsonObject member(
        JsonObject object, String name, UnaryOperator<JsonObject> change) {
      if (object.object(name).isEmpty()) {
        return object;
      }
      JsonObject before = object.object(name).get();
      JsonObject after = change.apply(before);
      return after == before ? object : object.with(name, after);
    }
  }
}
