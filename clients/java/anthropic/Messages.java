import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Anthropic's client for Java: against the simulated provider, and against the gateway's
 * /v1/messages.
 */
public final class Messages {
  private static final String STORY =
      "answer: Once upon a time there was a king who had three sons., continues: true";
  private static final String WHOLE = "Once upon a time there was a king who had three sons.";

  /** Who is asked. */
  record Server(String name, String url, String model, boolean counts) {
    AnthropicClient client() {
      return AnthropicOkHttpClient.builder()
          .baseUrl(url.replaceFirst("/(v1/?)?$", ""))
          .apiKey(System.getenv("PROVIDER_KEY"))
          .maxRetries(0)
          .build();
    }

    boolean isGemini() {
      return model.equals("gemini") || model.equals("vertex");
    }

    // Vertex AI has no ids for calls: they get some of ours.
    boolean keepsIds() {
      return !model.equals("vertex");
    }

    MessageCreateParams.Builder hello() {
      return MessageCreateParams.builder().model(model).maxTokens(2048).addUserMessage("Hello");
    }

    Message stream(MessageCreateParams params) {
      MessageAccumulator whole = MessageAccumulator.create();
      try (StreamResponse<RawMessageStreamEvent> stream =
          client().messages().createStreaming(params)) {
        stream.stream().forEach(whole::accumulate);
      }
      return whole.message();
    }
  }

  /** Something that must hold at a server. */
  interface Check {
    void run(Server server) throws Exception;
  }

  public static void main(String[] args) {
    String gateway = System.getenv("GATEWAY_URL");
    Server simulator =
        new Server("the simulator", System.getenv("PROVIDER_URL"), "claude-sonnet-4-5", true);
    Server claude = new Server("the gateway before Anthropic", gateway, "claude", true);
    Server openai = new Server("the gateway before OpenAI", gateway, "chat", false);
    Server brittle = new Server("a gateway that goes on with nothing", gateway, "brittle", false);
    List<Server> signing =
        List.of(
            claude,
            new Server("the gateway before Claude 4.6", gateway, "claude-4-6", true),
            new Server("the gateway before Claude at Azure AI Foundry", gateway, "foundry", true),
            new Server("the gateway before Claude at Vertex AI", gateway, "vertex-claude", true),
            new Server("the gateway before Gemini", gateway, "gemini", true),
            new Server("the gateway before Gemini at Vertex AI", gateway, "vertex", true),
            new Server("the gateway before Bedrock", gateway, "bedrock", true));
    List<Server> gateways =
        joined(
            signing,
            openai,
            new Server("the gateway before Azure", gateway, "azure", false),
            new Server("the gateway before Cohere", gateway, "cohere", false),
            new Server("the gateway before Ollama", gateway, "ollama", false));
    List<Server> all = joined(gateways, simulator);
    check(all, "plain answer is whole", Messages::plain);
    check(all, "streamed answer is whole", Messages::streamed);
    check(all, "tools over three turns", Messages::tools);
    check(
        joined(signing, simulator),
        "thoughts are given back with their signatures",
        Messages::thoughts);
    check(gateways, "broken stream is gone on with", Messages::broken);
    check(all, "tokens are counted", Messages::tokens);
    check(all, "errors are of their class", Messages::errors);
    check(all, "error in a stream is thrown", Messages::errorInStream);
    check(
        List.of(brittle),
        "stream that cannot go on is an error and never an end",
        Messages::brokenForGood);
    check(gateways, "caller that leaves ends the request", Messages::leaving);
    Direction.end();
  }

  private static List<Server> joined(List<Server> servers, Server... more) {
    List<Server> joined = new ArrayList<>(servers);
    joined.addAll(List.of(more));
    return joined;
  }

  private static void plain(Server server) throws Exception {
    Direction.play("[{answer: 'Hello, world', usage: {prompt: 9, completion: 3}}]");

    Message message = server.client().messages().create(server.hello().build());

    Direction.same(text(message), "Hello, world");
    Direction.same(message.stopReason(), Optional.of(StopReason.END_TURN));
    Direction.same(message.usage().inputTokens() + " " + message.usage().outputTokens(), "9 3");
  }

  private static void streamed(Server server) throws Exception {
    Direction.play(
        "[{answer: [One, ' two', ' three'], reasoning: [Hm.], usage: {prompt: 9, completion: 3}}]");

    Message message = server.stream(server.hello().build());

    Direction.same(text(message), "One two three");
    Direction.same(message.content().getFirst().asThinking().thinking(), "Hm.");
    Direction.same(message.usage().outputTokens(), 3L);
  }

  private static void tools(Server server) throws Exception {
    Direction.play(
        "[{tools: [{id: call_00000001, name: weather, arguments: '{\"city\":\"Paris\"}'},"
            + " {id: call_00000002, name: weather, arguments: '{\"city\":\"Rome\"}'}]},"
            + " {tools: [{id: call_00000003, name: weather, arguments: '{}'}]}, {answer: Sunny.}]");
    MessageCreateParams.Builder params = server.hello().addTool(weather());
    List<String> calls = new ArrayList<>();

    Message message = server.stream(params.build());
    for (int turn = 0; turn < 2; turn++) {
      uses(message).forEach(use -> calls.add((server.keepsIds() ? use.id() : "") + use._input()));
      message = server.stream(next(params, message).build());
    }

    Direction.same(
        calls,
        server.keepsIds()
            ? List.of("call_00000001{city=Paris}", "call_00000002{city=Rome}", "call_00000003{}")
            : List.of("{city=Paris}", "{city=Rome}", "{}"));
    Direction.same(text(message), "Sunny.");
  }

  private static void thoughts(Server server) throws Exception {
    Direction.play(
        "[{reasoning: ['I ', look.], tools: [{id: call_00000001, name: weather, arguments: '{}'}]},"
            + " {reasoning: [Again.], tools: [{id: call_00000002, name: weather, arguments: '{}'}]},"
            + " {answer: Sunny.}]");
    MessageCreateParams.Builder params = server.hello().addTool(weather()).enabledThinking(1024);

    Message message = server.stream(params.build());
    for (int turn = 0; turn < 2; turn++) {
      String signature = message.content().getFirst().asThinking().signature();
      Direction.require(
          signature.startsWith(server.isGemini() ? "gemini:" : "sig_simulated_"), signature);
      message = server.stream(next(params, message).build());
    }

    Direction.same(text(message), "Sunny.");
  }

  private static void broken(Server server) throws Exception {
    // Each waits before it goes on.
    boolean isUsual = server.model().equals("claude") || server.model().equals("chat");
    for (String how :
        isUsual ? List.of("reset", "end", "error, error: 500") : List.of("error, error: 500")) {
      Direction.play("[{break: " + how + ", after: 8, " + STORY + "}, {" + STORY + "}]");

      Direction.same(text(server.stream(server.hello().build())), WHOLE);
    }
  }

  private static void tokens(Server server) throws Exception {
    Direction.play("[]");
    var params =
        MessageCountTokensParams.builder().model(server.model()).addUserMessage("Hello").build();
    try (var raw = server.client().messages().withRawResponse().countTokens(params)) {
      boolean isEstimated = !raw.headers().values("x-mainstay-tokens-estimated").isEmpty();
      Direction.require(raw.parse().inputTokens() > 0, "no tokens");
      Direction.same(isEstimated, !server.counts());
    }
  }

  private static void errors(Server server) throws Exception {
    Map<Integer, Class<? extends Exception>> kinds =
        Map.of(
            400, BadRequestException.class,
            401, UnauthorizedException.class,
            404, NotFoundException.class,
            429, RateLimitException.class,
            500, InternalServerException.class);
    for (var each : kinds.entrySet()) {
      Direction.play(
          "always: [{status: "
              + each.getKey()
              + (each.getKey() == 429 ? ", retry-after: 10ms}]" : "}]"));
      try {
        server.client().messages().create(server.hello().build());
        throw new AssertionError(each.getKey() + ": no error");
      } catch (AnthropicServiceException e) {
        Direction.require(
            each.getValue().isInstance(e), each.getKey() + ": " + e.getClass().getSimpleName());
        Direction.require(e.requestId().isPresent(), each.getKey() + ": no request id");
        Direction.require(e.type().isPresent(), each.getKey() + ": no type");
      }
    }
  }

  private static void errorInStream(Server server) throws Exception {
    Direction.play(
        "always: [{break: error, error: {message: 'No', type: invalid_request_error}, after: 2,"
            + " answer: [One, ' two', ' three']}]");
    requireError(server);
  }

  private static void brokenForGood(Server server) throws Exception {
    for (String how : List.of("reset", "end", "garbage", "error, error: 500")) {
      Direction.play("always: [{break: " + how + ", after: 2, answer: [One, ' two', ' three']}]");
      requireError(server);
    }
  }

  private static void requireError(Server server) {
    StringBuilder came = new StringBuilder();
    try (var stream = server.client().messages().createStreaming(server.hello().build())) {
      stream.stream()
          .forEach(event -> {
            came.append(piece(event));
            Direction.require(
                !event.isMessageDelta() && !event.isMessageStop(), "an end: " + event);
          });
      throw new AssertionError("no error behind " + came);
    } catch (AnthropicException e) {
      Direction.same(came.toString(), "One two");
    }
  }

  private static void leaving(Server server) throws Exception {
    Direction.play("[{words: 1000, pace: 20ms}]");
    try (var stream = server.client().messages().createStreaming(server.hello().build())) {
      stream.stream().filter(event -> !piece(event).isEmpty()).findFirst();
    }
    String asked = Direction.asked(1);
    Direction.require(asked.contains("CLIENT_LEFT"), asked);
  }

  private static String piece(RawMessageStreamEvent event) {
    return event
        .contentBlockDelta()
        .flatMap(delta -> delta.delta().text())
        .map(text -> text.text())
        .orElse("");
  }

  private static MessageCreateParams.Builder next(
      MessageCreateParams.Builder params, Message message) {
    List<ContentBlockParam> results =
        uses(message).stream()
            .map(use ->
                ContentBlockParam.ofToolResult(
                    ToolResultBlockParam.builder()
                        .toolUseId(use.id())
                        .content("18 degrees")
                        .build()))
            .toList();
    return params.addMessage(message).addUserMessageOfContentBlockParams(results);
  }

  private static List<ToolUseBlock> uses(Message message) {
    return message.content().stream().flatMap(block -> block.toolUse().stream()).toList();
  }

  private static Tool weather() {
    return Tool.builder()
        .name("weather")
        .inputSchema(
            Tool.InputSchema.builder()
                .putAdditionalProperty(
                    "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                .build())
        .build();
  }

  private static String text(Message message) {
    StringBuilder text = new StringBuilder();
    for (ContentBlock block : message.content()) {
      block.text().ifPresent(part -> text.append(part.text()));
    }
    return text.toString();
  }

  private static void check(List<Server> servers, String name, Check check) {
    for (Server server : servers) {
      Direction.check("messages: " + name + " at " + server.name(), () -> check.run(server));
    }
  }
}
