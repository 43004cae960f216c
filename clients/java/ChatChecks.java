import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What must hold at the gateway for every client of OpenAI's dialect. */
final class ChatChecks {
  private static final String STORY =
      "answer: [The ship left the harbour, ' at dawn and sailed', ' past the lighthouse.'], continues: true";
  private static final String WHOLE =
      "The ship left the harbour at dawn and sailed past the lighthouse.";
  private static final List<String> HOW_STREAMS_BREAK =
      List.of("reset", "end", "garbage", "error, error: 500");
  private static final String TOOLS =
      "tools: [{id: call_1, name: weather, arguments: '{\"city\":\"Paris\"}'},"
          + " {id: call_2, name: weather, arguments: '{\"city\":\"Rome\"}'}]";

  private final ChatClient client;

  private ChatChecks(ChatClient client) {
    this.client = client;
  }

  static void run(ChatClient client) {
    ChatChecks checks = new ChatChecks(client);
    boolean isAtProvider = System.getenv("AT_PROVIDER") != null;
    String name = client.name() + (isAtProvider ? " at the provider" : "");
    checks.all(isAtProvider).forEach((what, check) -> Direction.check(name + ": " + what, check));
    Direction.end();
  }

  /**
   * The provider itself is as good as the gateway where nothing breaks, and nothing is to be
   * retried.
   */
  private Map<String, Direction.Check> all(boolean isAtProvider) {
    Map<String, Direction.Check> all = new LinkedHashMap<>();
    all.put("plain answer is whole", this::plain);
    all.put("streamed answer comes piece by piece and whole", this::streamed);
    all.put("tools over two turns", this::tools);
    all.put("errors that stay tell their status and words", this::errors);
    all.put("stream that is left lets the provider go", this::leaving);
    if (!isAtProvider) {
      all.putAll(atGateway());
    }
    return all;
  }

  private Map<String, Direction.Check> atGateway() {
    Map<String, Direction.Check> all = new LinkedHashMap<>();
    all.put("rate limit is retried by the gateway, and not on top", this::rateLimit);
    all.put("server error is retried by the gateway, and not on top", this::serverError);
    all.put("stream that breaks after output is whole", this::recovered);
    all.put("stream that cannot go on is an error and never an end", this::broken);
    all.put("stream that breaks among tool calls is an error and calls none", this::brokenTools);
    if (!client.skipsErrorEvents()) {
      all.put("error in a stream is told in the provider's words", this::words);
    }
    return all;
  }

  private void plain() throws Exception {
    Direction.play("[{answer: 'Hello, world', usage: {prompt: 9, completion: 3}}]");

    ChatClient.Answer answer = client.ask(ChatClient.Question.to("chat")).answer();

    Direction.same(answer, new ChatClient.Answer("Hello, world", "stop", List.of(), 9, 3));
  }

  private void streamed() throws Exception {
    Direction.play("[{answer: [One, ' two', ' three'], usage: {prompt: 9, completion: 3}}]");

    ChatClient.Heard heard = client.stream(ChatClient.Question.to("chat"));

    Direction.same(heard.pieces, List.of("One", " two", " three"));
    Direction.same(heard.answer(), new ChatClient.Answer("One two three", "stop", List.of(), 9, 3));
  }

  private void tools() throws Exception {
    for (Asking asking : bothWays()) {
      Direction.play("[{" + TOOLS + "}, {answer: It is sunny.}]");
      ChatClient.Question question = ChatClient.Question.to("chat").withTool();

      ChatClient.Answer called = asking.ask(question).answer();
      ChatClient.Answer answer = asking.ask(question.after(called)).answer();

      Direction.same(
          called.tools(),
          List.of(
              new ChatClient.ToolCall("call_1", "{\"city\":\"Paris\"}"),
              new ChatClient.ToolCall("call_2", "{\"city\":\"Rome\"}")));
      Direction.same(called.finish(), "tool_calls");
      Direction.same(answer.text(), "It is sunny.");
      String requests = Direction.asked(2);
      Direction.require(requests.contains(ChatClient.TOOL_RESULT), requests);
    }
  }

  private void rateLimit() throws Exception {
    for (Asking asking : bothWays()) {
      Direction.play("[{status: 429, retry-after: 10ms}, {answer: Hello}]");
      Direction.same(asking.ask(ChatClient.Question.to("chat")).answer().text(), "Hello");
      Direction.asked(2);

      Direction.play("always: [{status: 429, retry-after: 10ms}]");
      Throwable error = asking.ask(ChatClient.Question.to("chat")).error();
      Direction.same(client.statusOf(error), 429);
      Direction.asked(3);
    }
  }

  private void serverError() throws Exception {
    for (Asking asking : bothWays()) {
      Direction.play(
          "always: [{status: 500, headers: {x-should-retry: 'true', retry-after-ms: '10'}}]");

      Throwable error = asking.ask(ChatClient.Question.to("chat")).error();

      Direction.same(client.statusOf(error), 500);
      Direction.asked(3);
    }
  }

  private void errors() throws Exception {
    for (int status : new int[] {400, 401, 403, 404, 422}) {
      for (Asking asking : bothWays()) {
        String words = "It says " + status;
        Direction.play(
            "always: [{status: "
                + status
                + ", message: '"
                + words
                + "', type: t, param: p, code: c}]");

        ChatClient.Heard heard = asking.ask(ChatClient.Question.to("chat"));

        Direction.same(client.statusOf(heard.error()), status);
        requireWords(heard, words);
        Direction.same(heard.answers, List.of());
        Direction.asked(1);
      }
    }
  }

  private void recovered() throws Exception {
    for (String how : HOW_STREAMS_BREAK) {
      Direction.play("[{break: " + how + ", after: 2, " + STORY + "}, {" + STORY + "}]");

      ChatClient.Answer answer = client.stream(ChatClient.Question.to("pair")).answer();

      Direction.same(how + ": " + answer.text() + answer.finish(), how + ": " + WHOLE + "stop");
      Direction.asked(2);
    }
  }

  private void broken() throws Exception {
    for (String how : HOW_STREAMS_BREAK) {
      Direction.play("always: [{break: " + how + ", after: 2, " + STORY + "}]");

      ChatClient.Heard heard = client.stream(ChatClient.Question.to("brittle"));

      heard.error();
      Direction.same(String.join("", heard.pieces), "The ship left the harbour at dawn and sailed");
      requireNoWhole(heard);
      Direction.asked(1);
    }
  }

  private void brokenTools() throws Exception {
    for (String how : HOW_STREAMS_BREAK) {
      Direction.play("always: [{break: " + how + ", after: 2, " + TOOLS + "}]");

      ChatClient.Heard heard = client.stream(ChatClient.Question.to("brittle").withTool());

      heard.error();
      requireNoWhole(heard);
    }
  }

  private void words() throws Exception {
    Direction.play(
        "always: [{break: error, error: {message: 'No more today', type: t, code: c}, after: 2, "
            + STORY
            + "}]");

    ChatClient.Heard heard = client.stream(ChatClient.Question.to("brittle"));

    heard.error();
    requireWords(heard, "No more today");
    requireNoWhole(heard);
  }

  private void leaving() throws Exception {
    Direction.play("[{words: 1000, pace: 20ms}]");

    client.leave(ChatClient.Question.to("chat"));

    String requests = Direction.asked(1);
    Direction.require(requests.contains("CLIENT_LEFT"), requests);
  }

  private void requireNoWhole(ChatClient.Heard heard) {
    if (!client.isEndedTwice()) {
      Direction.same(heard.answers, List.of());
      return;
    }
    for (ChatClient.Answer answer : heard.answers) {
      Direction.same(answer.finish(), "");
      Direction.same(answer.tools(), List.of());
    }
  }

  private void requireWords(ChatClient.Heard heard, String words) {
    String told = client.wordsOf(heard.error());
    Direction.require(told.contains(words), "without '" + words + "': " + told);
  }

  static Stream<Throwable> causes(Throwable error) {
    return Stream.iterate(error, each -> each != null, Throwable::getCause);
  }

  private List<Asking> bothWays() {
    return Arrays.asList(client::ask, client::stream);
  }

  private interface Asking {
    ChatClient.Heard ask(ChatClient.Question question) throws Exception;
  }
}
