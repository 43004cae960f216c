package dev.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.simulator.Heard.How;
import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the connections, beneath all wires. */
@Timeout(20)
final class HttpTest {
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
}
