package dev.mainstay.gateway.server;

import static dev.mainstay.transport.RealTime.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.gateway.server.RawClient.Reply;
import dev.mainstay.transport.RealTime;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections, and the requests that come over one. */
class GatewayServerTest extends ServerTest {
  // To which an answer is quick though the machine is busy.
  private static final ServerOptions PATIENT =
      ServerOptions.defaults().withAheadTimeout(Duration.ofSeconds(30));

  @Test
  void connectionIsKept() throws Exception {
    serve(ServerTest::echo);

    try (RawClient client = client()) {
      for (int i = 0; i < 100; i++) {
        assertThat(client.post("/", "n" + i).read().body()).isEqualTo("n" + i);
      }
      assertThat(server().stats().openConnections()).isEqualTo(1);
      assertThat(server().stats().requests()).isEqualTo(100);
    }
    await().until(() -> server().stats().openConnections() == 0);
    assertThat(server().stats().inFlight()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: Close, x\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
      })
  void connectionThatTheCallerWantsClosedIsClosed(String request) throws Exception {
    serve(ServerTest::echo);

    try (RawClient client = client()) {
      Reply reply = client.send(request).read();

      assertThat(reply.headers().all("connection")).containsExactly("close");
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @Test
  void callerOfHttp10CanKeepItsConnection() throws Exception {
    serve(ServerTest::echo);
    String request = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";

    try (RawClient client = client()) {
      assertThat(client.send(request).read().headers().all("connection"))
          .containsExactly("keep-alive");
      assertThat(client.send(request).read().status()).isEqualTo(200);
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrderOneAtATime() throws Exception {
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger mostAtOnce = new AtomicInteger();
    serve(
        PATIENT,
        (request, response) -> {
          mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
          byte[] body = request.body();
          if (body.length % 3 == 0) {
            RealTime.pass(Duration.ofMillis(1));
          }
          atOnce.decrementAndGet();
          response.send(200, TEXT, body);
        });
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      String body = "x".repeat(i);
      requests
          .append("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ")
          .append(i)
          .append("\r\n\r\n")
          .append(body);
    }

    try (RawClient client = client()) {
      client.send(requests.toString());

      for (int i = 0; i < 300; i++) {
        assertThat(client.read().body()).hasSize(i);
      }
    }
    assertThat(mostAtOnce).hasValue(1);
  }

  // SEMANTICS 5.3: were nothing more read, its leaving could not be seen.
  @Test
  void whatACallerSendsAheadWithoutEndIsReadButNotKept() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    AtomicInteger handled = new AtomicInteger();
    serve((request, response) -> {
      handled.incrementAndGet();
      answer.await();
      response.send(200, TEXT, utf8("x"));
    });
    AtomicInteger sent = new AtomicInteger();
    byte[] many = utf8("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(5_000));
    String head = "GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(1_000) + "\r\n\r\n";
    String body =
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 90000\r\n\r\n" + "x".repeat(90_000);
    byte[] large = utf8(head.repeat(10) + body);

    try (RawClient client = client()) {
      Thread.startVirtualThread(() -> {
        try {
          client.send(many);
          while (true) {
            client.send(large);
            sent.addAndGet(large.length);
          }
        } catch (IOException over) {
          // The test's end.
        }
      });

      // More than all sockets on the way hold.
      await().until(() -> sent.get() > 30_000_000);
      answer.countDown();
      int answers = 0;
      for (; isAnswered(client); answers++) {}
      // What was read in one go, 64 KiB, has some 2,300 of them.
      assertThat(answers).isBetween(32, 3_000).isEqualTo(handled.get());
    }
  }

  @Test
  void requestsThatAreSentFarAheadOfQuickAnswersAreAllAnswered() throws Exception {
    serve(PATIENT, (request, response) -> response.send(200, TEXT, utf8("x")));
    byte[] many = utf8("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(5_000));

    try (RawClient client = client()) {
      Thread.startVirtualThread(() -> unchecked(() -> client.send(many)));

      for (int i = 0; i < 5_000; i++) {
        assertThat(client.read().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void manyCallersAreServedAtOnce() throws Exception {
    CountDownLatch all = new CountDownLatch(300);
    serve((request, response) -> {
      all.countDown();
      all.await();
      echo(request, response);
    });
    List<RawClient> clients = new java.util.ArrayList<>();

    try {
      for (int i = 0; i < 300; i++) {
        clients.add(client().post("/", "number " + i));
      }

      for (int i = 0; i < 300; i++) {
        assertThat(clients.get(i).read().body()).isEqualTo("number " + i);
      }
      await().until(() -> server().stats().inFlight() == 0);
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
  }

  @Test
  void portThatIsTakenSaysSo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ServerOptions options =
          ServerOptions.defaults().withAddress("127.0.0.1", taken.getLocalPort());

      assertThatThrownBy(() -> GatewayServer.start(loops(), options, ServerTest::echo))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("in use");
    }
  }

  private static boolean isAnswered(RawClient client) throws IOException {
    try {
      return client.read().status() == 200;
    } catch (EOFException over) {
      return false;
    }
  }
}
