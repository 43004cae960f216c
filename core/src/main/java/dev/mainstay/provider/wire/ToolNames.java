package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.text.Sha256;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
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

  private static final String EXTRA = "extra_body";
  private static final String TOOLS = "tools";
  private static final String FUNCTIONS = "functions";
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
        : new Retold(sending.apply(asked), new ToldNames(callers, names(asked))::told);
  }

  private static Set<String> names(ChatRequest request) {
    Set<String> names = new HashSet<>();
    new Renaming(
            name -> {
              names.add(name);
              return name;
            })
        .request(request.json());
    return names;
  }

  /** {@code request} in names that are taken; the very same where it has no others. */
  public ChatRequest asked(ChatRequest request) {
    return asked(request, new HashMap<>());
  }

  private ChatRequest asked(ChatRequest request, Map<String, String> callers) {
    JsonObject json = request.json();
    if (this == ANY || !(hasTools(json) || hasCalls(json))) {
      return request;
    }
    JsonObject asked = new Renaming(name -> taken(name, callers)).request(json);
    return callers.isEmpty() ? request : new ChatRequest(asked, request.original());
  }

  private static boolean hasTools(JsonObject request) {
    return request.has(TOOLS)
        || request.has(FUNCTIONS)
        || request.object(EXTRA).filter(ToolNames::hasTools).isPresent();
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

  /** Writes names otherwise, wherever a request has them. */
  private record Renaming(UnaryOperator<String> name) {
    JsonObject request(JsonObject request) {
      JsonObject extra = ObjectMember.changed(request, EXTRA, this::tools);
      return ObjectList.changed(tools(extra), "messages", this::message);
    }

    private JsonObject tools(JsonObject request) {
      JsonObject tools = ObjectList.changed(request, TOOLS, this::tool);
      JsonObject functions = ObjectList.changed(tools, FUNCTIONS, this::named);
      JsonObject chosen = ObjectMember.changed(functions, "tool_choice", this::choice);
      return ObjectMember.changed(chosen, FUNCTION_CALL, this::named);
    }

    private JsonObject choice(JsonObject choice) {
      return ObjectMember.changed(
          tool(choice), "allowed_tools", allowed -> ObjectList.changed(allowed, TOOLS, this::tool));
    }

    private JsonObject message(JsonObject message) {
      JsonObject called = ObjectList.changed(message, CALLS, this::tool);
      JsonObject old = ObjectMember.changed(called, FUNCTION_CALL, this::named);
      boolean isResult =
          old.text("role").filter(r -> r.equals("tool") || r.equals(FUNCTION)).isPresent();
      return isResult ? named(old) : old;
    }

    private JsonObject tool(JsonObject tool) {
      return ObjectMember.changed(
          ObjectMember.changed(tool, FUNCTION, this::named), "custom", this::named);
    }

    private JsonObject named(JsonObject object) {
      return object
          .text(NAME)
          .filter(own -> !own.equals(name.apply(own)))
          .map(own -> object.with(NAME, new JsonString(name.apply(own))))
          .orElse(object);
    }
  }
}
