package dev.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.simulator.Heard.How;
import dev.mainstay.simulator.exchange.Ending.Kind;
import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Match;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What it takes, remembers and tells. */
@Timeout(20)
final class SimulatorTest {
  private static final Duration LONG = Duration.ofSeconds(5);

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
  void portOfACrashedSimulatorIsNobodyElses() throws IOException {
    try (Simulator simulator = Simulator.start(Script.always(Answer.text("Hi")));
        ServerSocket other = new ServerSocket()) {
      other.setReuseAddress(false);
      simulator.crash();

      assertThatThrownBy(() -> other.bind(new InetSocketAddress("127.0.0.1", simulator.port())))
          .isInstanceOf(BindException.class);

      simulator.restart();
      simulator.crash();
      simulator.close();
      other.bind(new InetSocketAddress("127.0.0.1", simulator.port()));
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
      assertThat(RawClient.ask(simulator, "{\"model\":\"m\"}").body())
          .contains("Missing required parameter: 'messages'.", "\"param\":\"messages\"");
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

  private static List<String> texts(Simulator simulator, int count) {
    return IntStream.range(0, count).mapToObj(i -> RawClient.ask(simulator).text()).toList();
  }
}
