package dev.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.simulator.Heard.How;
import dev.mainstay.simulator.exchange.Ending;
import dev.mainstay.simulator.exchange.Ending.Kind;
import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Match;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.simulator.script.ScriptBuilder;
import dev.mainstay.time.ManualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
final class SimulatorTest {
  private static final Duration LONG = Duration.ofSeconds(5);

  @Test
  void eachRequestGetsItsStepAndLaterOnesTheRest() {
    Script script =
        Script.builder()
            .first(Fault.status(500))
            .times(2, Answer.text("again"))
            .thenAlways(Answer.text("ping"), Answer.text("pong"))
            .build();
    try (Simulator simulator = Simulator.start(script)) {
      assertThat(RawClient.ask(simulator).status()).isEqualTo(500);
      assertThat(texts(simulator, 5)).containsExactly("again", "again", "ping", "pong", "ping");
    }
  }

  @Test
  void requestsAreMatchedByModelAndPrompt() {
    Script script =
        Script.builder()
            .when(Match.model("small").andPrompt("rain"))
            .thenAlways(Answer.text("wet"))
            .when(Match.model("small"))
            .first(Answer.text("once"))
            .otherwise()
            .thenAlways(Answer.text("other"))
            .build();
    try (Simulator simulator = Simulator.start(script)) {
      assertThat(text(simulator, "small", "Will it rain?")).isEqualTo("wet");
      assertThat(text(simulator, "large", "Will it rain?")).isEqualTo("other");
      assertThat(text(simulator, "small", "Hi")).isEqualTo("once");
      assertThat(text(simulator, "small", "Hi")).isEqualTo(Answer.standard().fullText());
    }
  }

  @Test
  void builderRefusesWhatCouldNotHappen() {
    ScriptBuilder script = Script.builder().first(Fault.reset());

    assertThatThrownBy(() -> script.first(Fault.reset()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("use then()");
    assertThatThrownBy(() -> script.thenAlways(Fault.reset()).then(Fault.reset()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("put it before");
  }

  @Test
  void requestIsRecordedToTheByte() {
    String body = "{\"model\" : \"m\",  \"messages\":[], \"odd\":\"ä\"}";
    try (Simulator simulator = Simulator.start(Script.always(Answer.text("Hi")));
        RawClient client = RawClient.connect(simulator)) {
      Instant before = Instant.now();
      client.post(body, "Authorization: Bearer sk-test", "X-Odd: yes").hear();

      ReceivedRequest request = simulator.requests().getFirst();
      assertThat(request.method()).isEqualTo("POST");
      assertThat(request.path()).isEqualTo("/v1/chat/completions");
      assertThat(request.body()).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
      assertThat(request.chat().model()).isEqualTo("m");
      assertThat(request.header("x-odd")).contains("yes");
      assertThat(request.apiKey()).isEqualTo("sk-test");
      assertThat(request.headers().toString()).doesNotContain("sk-test");
      assertThat(request.at()).isBetween(before, Instant.now());
      assertThat(request.awaitEnding(LONG).kind()).isEqualTo(Kind.ANSWERED);
    }
  }

  @Test
  void leavingIsSeenAtOnceThoughNothingIsSaid() {
    try (Simulator simulator = Simulator.start(Script.always(Fault.stall().after(2)))) {
      RawClient client = RawClient.connect(simulator).post(RawClient.chat("m", "Hi", true));
      client.hearUntil(" is");
      ReceivedRequest request = simulator.requests().getFirst();
      assertThat(request.ending()).isEmpty();

      Instant left = Instant.now();
      client.close();

      Ending ending = request.awaitEnding(LONG);
      assertThat(ending.kind()).isEqualTo(Kind.CLIENT_LEFT);
      assertThat(Duration.between(left, ending.at())).isLessThan(Duration.ofMillis(500));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void leavingIsSeenAtOnceBetweenTwoEvents(boolean reset) {
    Answer slow = Answer.pieces("a", "b").pace(Duration.ofSeconds(30));
    try (Simulator simulator = Simulator.start(Script.always(slow))) {
      RawClient client = RawClient.connect(simulator).post(RawClient.chat("m", "Hi", true));
      client.hearUntil("assistant");

      Instant left = Instant.now();
      if (reset) {
        client.reset();
      } else {
        client.close();
      }

      Ending ending = simulator.requests().getFirst().awaitEnding(LONG);
      assertThat(ending.kind()).isEqualTo(Kind.CLIENT_LEFT);
      assertThat(Duration.between(left, ending.at())).isLessThan(Duration.ofMillis(500));
    }
  }

  @Test
  void leavingIsSeenInAStreamWithoutPauses() {
    Answer endless = Answer.words(200_000, 1);
    try (Simulator simulator = Simulator.start(Script.always(endless))) {
      RawClient client = RawClient.connect(simulator).post(RawClient.chat("m", "Hi", true));
      client.hearUntil("assistant");
      client.reset();

      Ending ending = simulator.requests().getFirst().awaitEnding(LONG);
      assertThat(ending.kind()).isEqualTo(Kind.CLIENT_LEFT);
    }
  }

  @Test
  void whatTheScriptBreaksOffIsToldAsBroken() {
    try (Simulator simulator = Simulator.start(Script.always(Fault.reset().after(1)))) {
      RawClient.askForStream(simulator);

      assertThat(simulator.requests().getFirst().awaitEnding(LONG).kind()).isEqualTo(Kind.BROKEN);
    }
  }

  @Test
  void closingEndsWhatIsInFlight() {
    Simulator simulator = Simulator.start(Script.always(Fault.stall().after(1)));
    try (RawClient client = RawClient.connect(simulator)) {
      client.post(RawClient.chat("m", "Hi", true)).hearUntil("This");
      ReceivedRequest request = simulator.requests().getFirst();

      simulator.close();

      assertThat(client.hear().how()).isEqualTo(How.RESET);
      assertThat(request.awaitEnding(LONG).kind()).isEqualTo(Kind.BROKEN);
    }
  }

  @Test
  void connectionIsKeptAlsoAfterAPacedStream() {
    Answer paced = Answer.pieces("a", "b").pace(Duration.ofMillis(1));
    try (Simulator simulator = Simulator.start(Script.always(paced));
        RawClient client = RawClient.connect(simulator)) {
      for (int i = 0; i < 50; i++) {
        assertThat(client.post(RawClient.chat("m", "Hi", i % 2 == 0)).hear().text())
            .isEqualTo("ab");
      }

      assertThat(simulator.requests()).hasSize(50).allMatch(request -> request.connection() == 1);
    }
  }

  @Test
  void requestsMayBeSentAhead() {
    Answer paced = Answer.pieces("a", "b").pace(Duration.ofMillis(5));
    try (Simulator simulator = Simulator.start(Script.always(paced));
        RawClient client = RawClient.connect(simulator)) {
      client.post(RawClient.chat("m", "1", false)).post(RawClient.chat("m", "2", false));

      assertThat(client.hear().text()).isEqualTo("ab");
      assertThat(client.hear().text()).isEqualTo("ab");
    }
  }

  @Test
  void hundredClientsAreServedAtOnce() throws Exception {
    Answer paced = Answer.pieces("a", "b", "c", "d").pace(Duration.ofMillis(20));
    try (Simulator simulator = Simulator.start(Script.always(paced));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long start = System.nanoTime();
      List<Future<Heard>> heard =
          IntStream.range(0, 100)
              .mapToObj(i -> threads.submit(() -> RawClient.askForStream(simulator)))
              .toList();

      for (Future<Heard> one : heard) {
        assertThat(one.get().text()).isEqualTo("abcd");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
      assertThat(simulator.requests())
          .extracting(ReceivedRequest::number)
          .doesNotHaveDuplicates()
          .hasSize(100);
    }
  }

  @Test
  void outageIsSwitchedOnAndOff() {
    try (Simulator simulator = Simulator.start(Script.builder().first(Answer.text("Hi")).build())) {
      simulator.fail(Fault.status(503));
      int during = RawClient.ask(simulator).status();
      Heard models = RawClient.connect(simulator).send("GET /v1/models HTTP/1.1\r\n\r\n").hear();
      simulator.heal();

      assertThat(during).isEqualTo(503);
      assertThat(models.status()).isEqualTo(503);
      assertThat(RawClient.ask(simulator).text()).isEqualTo("Hi");
    }
  }

  @Test
  void outageComesAndGoesByTheClock() {
    ManualTime time = new ManualTime();
    Script script =
        Script.builder()
            .outage(Duration.ofSeconds(5), Duration.ofSeconds(10), Fault.status(503))
            .thenAlways(Answer.text("Hi"))
            .build();
    try (Simulator simulator = Simulator.builder().script(script).time(time).start()) {
      int before = RawClient.ask(simulator).status();
      time.advance(Duration.ofSeconds(5));
      int during = RawClient.ask(simulator).status();
      time.advance(Duration.ofSeconds(5));
      int after = RawClient.ask(simulator).status();

      assertThat(List.of(before, during, after)).isEqualTo(List.of(200, 503, 200));
    }
  }

  // Nobody may take the port meanwhile.
  @ResourceLock(value = Resources.GLOBAL, mode = ResourceAccessMode.READ_WRITE)
  @Test
  void crashRefusesUntilTheRestart() {
    try (Simulator simulator = Simulator.start(Script.always(Answer.text("Hi")));
        RawClient idle = RawClient.connect(simulator)) {
      idle.post(RawClient.chat("m", "Hi", false)).hear();
      URI url = simulator.url();

      simulator.crash();

      assertThat(idle.hear().how()).isEqualTo(How.RESET);
      assertThatThrownBy(() -> RawClient.connect(simulator))
          .isInstanceOf(UncheckedIOException.class);
      simulator.restart();
      assertThat(simulator.url()).isEqualTo(url);
      assertThat(RawClient.ask(simulator).text()).isEqualTo("Hi");
    }
  }

  @Test
  void anotherScriptMayBePlayed() {
    try (Simulator simulator = Simulator.start(Script.always(Answer.text("one")))) {
      simulator.play(Script.always(Answer.text("two")));

      assertThat(RawClient.ask(simulator).text()).isEqualTo("two");
    }
  }

  @Test
  void onlySoManyRequestsAreRemembered() throws InterruptedException {
    BlockingQueue<ReceivedRequest> ended = new LinkedBlockingQueue<>();
    try (Simulator simulator = Simulator.builder().remember(2).onEnding(ended::add).start()) {
      simulator.play(Script.always(Answer.text("Hi")));
      texts(simulator, 3);

      assertThat(simulator.requests()).extracting(ReceivedRequest::number).containsExactly(2L, 3L);
      assertThat(simulator.requestCount()).isEqualTo(3);
      for (int i = 0; i < 3; i++) {
        assertThat(ended.poll(5, TimeUnit.SECONDS)).isNotNull();
      }
    }
  }

  @Test
  void waitingForRequestsThatDoNotComeSaysSo() {
    try (Simulator simulator = Simulator.start()) {
      assertThatThrownBy(() -> simulator.awaitRequests(1, Duration.ofMillis(10)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("waited PT0.01S for 1 requests; these came: []");
    }
  }

  @Test
  void takenPortIsNamed() {
    try (Simulator simulator = Simulator.start()) {
      assertThatThrownBy(() -> Simulator.builder().port(simulator.port()).start())
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1 port " + simulator.port());
    }
  }

  @Test
  void keyAndModelsAreChecked() {
    Script script =
        Script.builder().key("sk-test").models("m").thenAlways(Answer.text("Hi")).build();
    try (Simulator simulator = Simulator.start(script)) {
      Heard without = RawClient.ask(simulator);
      Heard with = askWithKey(simulator, RawClient.chat("m", "Hi", false));
      Heard unknown = askWithKey(simulator, RawClient.chat("other", "Hi", false));

      assertThat(without.status()).isEqualTo(401);
      assertThat(without.body()).contains("\"code\":\"invalid_api_key\"").doesNotContain("sk-");
      assertThat(with.status()).isEqualTo(200);
      assertThat(unknown.status()).isEqualTo(404);
      assertThat(unknown.body()).contains("The model `other` does not exist", "model_not_found");
    }
  }

  @Test
  void modelsAreListed() {
    Script script = Script.builder().when(Match.model("gpt-4o")).first(Fault.reset()).build();
    try (Simulator simulator = Simulator.start(script)) {
      Heard heard = send(simulator, "GET /v1/models HTTP/1.1\r\n\r\n");

      assertThat(heard.json().text("object")).contains("list");
      assertThat(heard.json().array("data").orElseThrow().objects())
          .extracting(model -> model.text("id").orElseThrow())
          .containsExactly("gpt-4o", "simulated");
    }
  }

  @Test
  void wrongRequestsGetOpenAisErrors() {
    try (Simulator simulator = Simulator.start()) {
      assertThat(send(simulator, "GET /nowhere?x=1 HTTP/1.1\r\n\r\n").body())
          .isEqualTo(
              """
              {"error":{"message":"Unknown request URL: GET /nowhere.","type":"invalid_request_error",\
              "param":null,"code":"unknown_url"}}\
              """);
      assertThat(send(simulator, "GET /v1/chat/completions HTTP/1.1\r\n\r\n").status())
          .isEqualTo(405);
      assertThat(send(simulator, "DELETE /v1/models HTTP/1.1\r\n\r\n").header("allow"))
          .isEqualTo("GET");
      assertThat(RawClient.ask(simulator, "{oops").status()).isEqualTo(400);
      assertThat(RawClient.ask(simulator, "{oops").body())
          .contains("could not parse the JSON body");
      assertThat(RawClient.ask(simulator, "{\"messages\":[]}").body())
          .contains("Missing required parameter: 'model'.", "\"param\":\"model\"");
      assertThat(RawClient.ask(simulator, "{\"model\":\"m\"}").body()).contains("'messages'");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HELLO\r\n\r\n",
        "GET / HTTP/2.0\r\n\r\n",
        "POST / HTTP/1.1\r\nbroken\r\n\r\n",
        "POST / HTTP/1.1\r\na: b\r\n folded\r\n\r\n",
        "POST / HTTP/1.1\r\ncontent-length: x\r\n\r\n",
        "POST / HTTP/1.1\r\ncontent-length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
        "POST / HTTP/1.1\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n"
      })
  void whatIsNoHttpIsRefusedAndTheConnectionClosed(String request) {
    try (Simulator simulator = Simulator.start();
        RawClient client = RawClient.connect(simulator)) {
      Heard heard = client.send(request).hear();

      assertThat(heard.status()).isEqualTo(400);
      assertThat(heard.header("connection")).isEqualTo("close");
      assertThat(heard.body()).contains("invalid_request_error");
      assertThat(client.hear()).isEqualTo(new Heard("", How.CLOSED));
      assertThat(simulator.requests()).isEmpty();
    }
  }

  @Test
  void tooMuchIsRefusedBeforeItIsRead() {
    try (Simulator simulator = Simulator.start()) {
      String tooLong = "POST / HTTP/1.1\r\ncontent-length: 99999999999\r\n\r\n";
      String headless = "GET / HTTP/1.1\r\nx: " + "y".repeat(70_000) + "\r\n\r\n";

      assertThat(send(simulator, tooLong).status()).isEqualTo(413);
      assertThat(send(simulator, headless).status()).isEqualTo(431);
      assertThat(send(simulator, "GET / HTTP/1.1\r\ntransfer-encoding: gzip\r\n\r\n").status())
          .isEqualTo(501);
    }
  }

  @Test
  void bodyMayComeInChunksAfterAContinue() {
    String body = RawClient.chat("m", "Hi", false);
    try (Simulator simulator = Simulator.start(Script.always(Answer.echo()));
        RawClient client = RawClient.connect(simulator)) {
      client
          .send("POST /v1/chat/completions HTTP/1.1\r\nexpect: 100-continue\r\n")
          .send("transfer-encoding: chunked\r\n\r\n")
          .hearUntil("HTTP/1.1 100 Continue\r\n\r\n")
          .send("10;odd=1\r\n" + body.substring(0, 16) + "\r\n")
          .send(Integer.toHexString(body.length() - 16) + "\r\n" + body.substring(16) + "\r\n")
          .send("0\r\ntrailer: yes\r\n\r\n");

      assertThat(client.hear().text()).isEqualTo("Hi");
      assertThat(simulator.requests().getFirst().text()).isEqualTo(body);
    }
  }

  @Test
  void oldClientsGetNoChunks() {
    String body = RawClient.chat("m", "Hi", true);
    String head = "POST /v1/chat/completions HTTP/1.0\r\ncontent-length: " + body.length();
    try (Simulator simulator = Simulator.start(Script.always(Answer.text("Hello")))) {
      Heard heard = send(simulator, head + "\r\n\r\n" + body);

      assertThat(heard.how()).isEqualTo(How.CLOSED);
      assertThat(heard.isChunked()).isFalse();
      assertThat(heard.text()).isEqualTo("Hello");
    }
  }

  @Test
  void clientsThatVanishLeaveTheOthersAlone() {
    try (Simulator simulator = Simulator.start(Script.always(Answer.text("Hi")))) {
      for (int i = 0; i < 20; i++) {
        RawClient.connect(simulator).reset();
        RawClient.connect(simulator).send("POST /v1/chat/comp").reset();
        RawClient.connect(simulator)
            .send("POST / HTTP/1.1\r\ncontent-length: 9\r\n\r\nabc")
            .close();
        RawClient.connect(simulator).post(RawClient.chat("m", "Hi", true)).reset();
      }

      assertThat(RawClient.ask(simulator).text()).isEqualTo("Hi");
    }
  }

  @Test
  void javasOwnClientUnderstands() throws IOException, InterruptedException {
    try (Simulator simulator = Simulator.start();
        HttpClient client = HttpClient.newHttpClient()) {
      java.net.http.HttpRequest request =
          java.net.http.HttpRequest.newBuilder(URI.create(simulator.url() + "/chat/completions"))
              .POST(BodyPublishers.ofString(RawClient.chat("m", "Hi", true)))
              .build();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).contains("\"content\":\"This\"").endsWith("data: [DONE]\n\n");
    }
  }

  private static Heard send(Simulator simulator, String request) {
    try (RawClient client = RawClient.connect(simulator)) {
      return client.send(request).hear();
    }
  }

  private static Heard askWithKey(Simulator simulator, String body) {
    try (RawClient client = RawClient.connect(simulator)) {
      return client.post(body, "Authorization: Bearer sk-test").hear();
    }
  }

  private static String text(Simulator simulator, String model, String prompt) {
    return RawClient.ask(simulator, RawClient.chat(model, prompt, false)).text();
  }

  private static List<String> texts(Simulator simulator, int count) {
    return IntStream.range(0, count).mapToObj(i -> RawClient.ask(simulator).text()).toList();
  }
}
