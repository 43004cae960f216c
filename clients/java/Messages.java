import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Anthropic's client for Java: against the simulated provider, and against the gateway's /v1/messages. */
public final class Messages {
  private static final String STAGE = System.getenv("STAGE_URL");
  private static final String STORY =
      "answer: Once upon a time there was a king who had three sons., continues: true";
  private static final String WHOLE = "Once upon a time there was a king who had three sons.";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static int failed;

  /** Who is asked. */
  record Server(String name, String url, String model, boolean speaksAnthropic) {
    AnthropicClient client() {
      return AnthropicOkHttpClient.builder()
          .baseUrl(url.replaceFirst("/(v1/?)?$", ""))
          .apiKey(System.getenv("PROVIDER_KEY"))
          .maxRetries(0)
          .build();
    }

    MessageCreateParams.Builder hello() {
      return MessageCreateParams.builder().model(model).maxTokens(2048).addUserMessage("Hello");
    }

    Message stream(MessageCreateParams params) {
      MessageAccumulator whole = MessageAccumulator.create();
      try (StreamResponse<RawMessageStreamEvent> stream = client().messages().createStreaming(params)) {
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
    Server simulator = new Server("the simulator", System.getenv("PROVIDER_URL"), "claude-sonnet-4-5", true);
    Server claude = new Server("the gateway before Anthropic", gateway, "claude", true);
    Server openai = new Server("the gateway before OpenAI", gateway, "chat", false);
    List<Server> all = List.of(simulator, claude, openai);
    check(all, "plain answer is whole", Messages::plain);
    check(all, "streamed answer is whole", Messages::streamed);
    check(all, "tools over three turns", Messages::tools);
    check(List.of(simulator, claude), "thoughts are given back with their signatures", Messages::thoughts);
    check(List.of(claude, openai), "broken stream is gone on with", Messages::broken);
    check(all, "tokens are counted", Messages::tokens);
    check(all, "errors are of their class", Messages::errors);
    check(all, "error in a stream is thrown", Messages::errorInStream);
    check(List.of(claude, openai), "caller that leaves ends the request", Messages::leaving);
    System.exit(failed > 0 ? 1 : 0);
  }

  private static void plain(Server server) throws Exception {
    play("[{answer: 'Hello, world', usage: {prompt: 9, completion: 3}}]");

    Message message = server.client().messages().create(server.hello().build());

    same(text(message), "Hello, world");
    same(message.stopReason(), Optional.of(StopReason.END_TURN));
    same(message.usage().inputTokens() + " " + message.usage().outputTokens(), "9 3");
  }

  private static void streamed(Server server) throws Exception {
    play("[{answer: [One, ' two', ' three'], reasoning: [Hm.], usage: {prompt: 9, completion: 3}}]");

    Message message = server.stream(server.hello().build());

    same(text(message), "One two three");
    same(message.content().getFirst().asThinking().thinking(), "Hm.");
    same(message.usage().outputTokens(), 3L);
  }

  private static void tools(Server server) throws Exception {
    play(
        "[{tools: [{id: call_1, name: weather, arguments: '{\"city\":\"Paris\"}'},"
            + " {id: call_2, name: weather, arguments: '{\"city\":\"Rome\"}'}]},"
            + " {tools: [{id: call_3, name: weather, arguments: '{}'}]}, {answer: Sunny.}]");
    MessageCreateParams.Builder params = server.hello().addTool(weather());
    List<String> calls = new ArrayList<>();

    Message message = server.stream(params.build());
    for (int turn = 0; turn < 2; turn++) {
      uses(message).forEach(use -> calls.add(use.id() + use._input()));
      message = server.stream(next(params, message).build());
    }

    same(calls, List.of("call_1{city=Paris}", "call_2{city=Rome}", "call_3{}"));
    same(text(message), "Sunny.");
  }

  private static void thoughts(Server server) throws Exception {
    play(
        "[{reasoning: ['I ', look.], tools: [{id: call_1, name: weather, arguments: '{}'}]},"
            + " {reasoning: [Again.], tools: [{id: call_2, name: weather, arguments: '{}'}]}, {answer: Sunny.}]");
    MessageCreateParams.Builder params = server.hello().addTool(weather()).enabledThinking(1024);

    Message message = server.stream(params.build());
    for (int turn = 0; turn < 2; turn++) {
      String signature = message.content().getFirst().asThinking().signature();
      require(signature.startsWith("sig_simulated_"), signature);
      message = server.stream(next(params, message).build());
    }

    same(text(message), "Sunny.");
  }

  private static void broken(Server server) throws Exception {
    for (String how : List.of("reset", "end", "error, error: 500")) {
      play("[{break: " + how + ", after: 8, " + STORY + "}, {" + STORY + "}]");

      same(text(server.stream(server.hello().build())), WHOLE);
    }
  }

  private static void tokens(Server server) throws Exception {
    play("[]");
    var params = MessageCountTokensParams.builder().model(server.model()).addUserMessage("Hello").build();
    try (var raw = server.client().messages().withRawResponse().countTokens(params)) {
      boolean isEstimated = !raw.headers().values("x-mainstay-tokens-estimated").isEmpty();
      require(raw.parse().inputTokens() > 0, "no tokens");
      same(isEstimated, !server.speaksAnthropic());
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
      play("always: [{status: " + each.getKey() + (each.getKey() == 429 ? ", retry-after: 10ms}]" : "}]"));
      try {
        server.client().messages().create(server.hello().build());
        throw new AssertionError(each.getKey() + ": no error");
      } catch (AnthropicServiceException e) {
        require(each.getValue().isInstance(e), each.getKey() + ": " + e.getClass().getSimpleName());
        require(e.requestId().isPresent(), each.getKey() + ": no request id");
        require(e.type().isPresent(), each.getKey() + ": no type");
      }
    }
  }

  private static void errorInStream(Server server) throws Exception {
    play(
        "always: [{break: error, error: {message: 'No', type: invalid_request_error}, after: 2,"
            + " answer: [One, ' two', ' three']}]");
    StringBuilder came = new StringBuilder();
    try (var stream = server.client().messages().createStreaming(server.hello().build())) {
      stream.stream().forEach(event -> came.append(piece(event)));
      throw new AssertionError("no error behind " + came);
    } catch (com.anthropic.errors.AnthropicException e) {
      same(came.toString(), "One two");
    }
  }

  private static void leaving(Server server) throws Exception {
    play("[{words: 1000, pace: 20ms}]");
    try (var stream = server.client().messages().createStreaming(server.hello().build())) {
      stream.stream().filter(event -> !piece(event).isEmpty()).findFirst();
    }
    String asked = get("/requests?count=1");
    require(asked.contains("CLIENT_LEFT"), asked);
  }

  private static String piece(RawMessageStreamEvent event) {
    return event
        .contentBlockDelta()
        .flatMap(delta -> delta.delta().text())
        .map(text -> text.text())
        .orElse("");
  }

  private static MessageCreateParams.Builder next(MessageCreateParams.Builder params, Message message) {
    List<ContentBlockParam> results =
        uses(message).stream()
            .map(use ->
                ContentBlockParam.ofToolResult(
                    ToolResultBlockParam.builder().toolUseId(use.id()).content("18 degrees").build()))
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
                .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
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

  private static void play(String script) throws Exception {
    HttpRequest put =
        HttpRequest.newBuilder(URI.create(STAGE + "/script")).PUT(BodyPublishers.ofString(script)).build();
    var answer = HTTP.send(put, BodyHandlers.ofString());
    require(answer.statusCode() == 200, answer.body());
  }

  private static String get(String path) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(URI.create(STAGE + path)).build(), BodyHandlers.ofString()).body();
  }

  private static void check(List<Server> servers, String name, Check check) {
    for (Server server : servers) {
      String whole = "java: messages: " + name + " at " + server.name();
      try {
        check.run(server);
        System.out.println("ok   " + whole);
      } catch (Exception | AssertionError e) {
        failed++;
        System.out.println("FAIL " + whole + ": " + Stream.of(String.valueOf(e).split("\n")).findFirst().orElse(""));
        e.printStackTrace();
      }
    }
  }

  private static void same(Object actual, Object expected) {
    require(actual.equals(expected), actual + " is not " + expected);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
