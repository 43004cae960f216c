package dev.mainstay.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.time.TimeSource;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class JdkTransportTest extends TransportContract {
  private static final Duration AMPLE = Duration.ofSeconds(20);

  @Override
  protected Transport newTransport() {
    return Transport.jdk();
  }

  @Test
  void postThatMeetsAResetOnAReusedConnectionIsSentOnce() throws Exception {
    RawServer.Script resetsTheSecond =
        c -> {
          c.read();
          c.answer("first");
          c.read();
          c.reset();
        };
    try (RawServer server = RawServer.start(resetsTheSecond);
        Transport transport = Transport.jdk()) {
      assertThat(fetch(transport, server.uri("/first"))).isEqualTo("first");

      Failure failure = failure(transport, server.uri("/second"));

      assertThat(failure).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(server.requests())
          .extracting(RawServer.Request::line)
          .containsExactly("POST /first HTTP/1.1", "POST /second HTTP/1.1");
    }
  }

  @Test
  void postThatMeetsAResetOnANewConnectionIsSentOnce() throws Exception {
    RawServer.Script resetting =
        c -> {
          c.read();
          c.reset();
        };
    try (RawServer server = RawServer.start(resetting);
        Transport transport = Transport.jdk()) {
      failure(transport, server.uri("/"));

      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"101 Switching Protocols", "600 Odd", "999 Request Denied"})
  void statusThatNoAnswerHasIsMalformed(String status) {
    String answer = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n";
    try (RawServer server = RawServer.answering(answer);
        Transport transport = Transport.jdk()) {
      assertThat(failure(transport, server.uri("/"))).isInstanceOf(Failure.MalformedAnswer.class);
    }
  }

  @Test
  void tlsCarriesExchangesAndEndsWithThem() throws Exception {
    SelfSigned certificate = SelfSigned.forName("ip:127.0.0.1");
    CompletableFuture<Long> closed = new CompletableFuture<>();
    RawServer.Script script =
        c -> {
          c.answer(c.read().text());
          c.read();
          c.write("HTTP/1.1 200 OK\r\n\r\nhello");
          closed.complete(c.awaitClose());
        };
    try (RawServer server = RawServer.start(certificate.listen(), script);
        Transport transport = trusting(certificate)) {
      assertThat(fetch(transport, secure(server))).isEqualTo("{}");

      try (Exchange exchange = transport.open(post(secure(server)))) {
        exchange.head();
        exchange.body().readNBytes(5);
        exchange.abort(new Failure.Cancelled(FailureDetail.of("enough")));

        assertThat(closed).succeedsWithin(AMPLE);
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void certificateOfNoKnownAuthorityIsToldWithTheRemedy() throws Exception {
    SelfSigned certificate = SelfSigned.forName("ip:127.0.0.1");
    try (RawServer server = RawServer.start(certificate.listen(), c -> c.answer(c.read().text()));
        Transport transport = Transport.jdk()) {
      Failure failure = failure(transport, secure(server));

      assertThat(failure).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(failure.message())
          .contains("the certificate of 127.0.0.1:" + server.port() + " is not trusted")
          .contains("trustStore");
    }
  }

  @Test
  void certificateOfAnotherHostIsToldAsSuch() throws Exception {
    SelfSigned certificate = SelfSigned.forName("dns:elsewhere.example");
    try (RawServer server = RawServer.start(certificate.listen(), c -> c.answer(c.read().text()));
        Transport transport = trusting(certificate)) {
      Failure failure = failure(transport, secure(server));

      assertThat(failure).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(failure.message())
          .contains("the certificate of 127.0.0.1:" + server.port() + " is another host's");
    }
  }

  @Test
  void proxyIsAsked() throws Exception {
    try (RawServer proxy = RawServer.start(c -> c.answer(c.read().line()));
        Transport transport = through(proxy)) {
      assertThat(fetch(transport, URI.create("http://provider.invalid/v1")))
          .isEqualTo("POST http://provider.invalid/v1 HTTP/1.1");
    }
  }

  @Test
  void proxyThatOpensNoTunnelIsToldAsSuch() throws Exception {
    String refusal = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";
    try (RawServer proxy = RawServer.answering(refusal);
        Transport transport = through(proxy)) {
      Failure failure = failure(transport, URI.create("https://provider.invalid/v1?key=secret"));

      assertThat(failure).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(failure.message())
          .contains("proxy", "provider.invalid:443")
          .doesNotContain("secret");
    }
  }

  // The threads of every other client count too.
  @Test
  @ResourceLock(value = Resources.GLOBAL, mode = ResourceAccessMode.READ_WRITE)
  void closedTransportLeavesNoThreads() throws Exception {
    Set<Thread> before = selectors();
    try (RawServer server = RawServer.start(c -> c.answer(c.read().text()));
        Transport transport = Transport.jdk()) {
      fetch(transport, server.uri("/"));
      // One of an earlier client may have ended meanwhile.
      assertThat(selectors()).anyMatch(thread -> !before.contains(thread));
    }

    RealTime.await().until(() -> before.containsAll(selectors()));
  }

  @Test
  void clientOfTheUsersBringsItsTrustItsProxyAndItsExecutorAndStaysOpen() throws Exception {
    SelfSigned certificate = SelfSigned.forName("ip:127.0.0.1");
    Queue<Runnable> run = new ConcurrentLinkedQueue<>();
    Executor executor =
        task -> {
          run.add(task);
          Thread.startVirtualThread(task);
        };
    RawServer.Script answering =
        c -> {
          while (true) {
            c.read();
            c.answer("trusted");
          }
        };
    try (RawServer server = RawServer.start(certificate.listen(), answering);
        HttpClient client =
            HttpClient.newBuilder().sslContext(certificate.context()).executor(executor).build()) {
      for (int i = 0; i < 2; i++) {
        try (Transport transport = Transport.jdk(client)) {
          assertThat(fetch(transport, secure(server))).isEqualTo("trusted");
        }
      }
      assertThat(server.requests().getFirst().line()).endsWith("HTTP/1.1");
    }
    assertThat(run).isNotEmpty();
  }

  @Test
  void proxyOfTheUsersClientGoesBeforeThatOfACall() throws Exception {
    RawServer.Script answering =
        c -> {
          c.read();
          c.answer("by the client's proxy");
        };
    try (RawServer proxy = RawServer.start(answering);
        HttpClient client =
            HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.port())))
                .build();
        Transport transport = Transport.jdk(client)) {
      HttpCall call =
          post(URI.create("http://model.example/")).withProxy(Optional.of(HttpProxy.DIRECT));
      Exchange exchange = transport.open(call);
      exchange.head();

      assertThat(new String(exchange.body().readAllBytes(), UTF_8))
          .isEqualTo("by the client's proxy");
      exchange.close();
    }
  }

  @Test
  void proxyOfACallGoesBeforeAClientThatHasNone() throws Exception {
    RawServer.Script answering =
        c -> {
          c.read();
          c.answer("by the call's proxy");
        };
    try (RawServer proxy = RawServer.start(answering);
        HttpClient client = HttpClient.newHttpClient();
        Transport transport = Transport.jdk(client)) {
      HttpProxy through = HttpProxy.of("http://127.0.0.1:" + proxy.port());
      Exchange exchange =
          transport.open(post(URI.create("http://model.example/")).withProxy(Optional.of(through)));
      exchange.head();

      assertThat(new String(exchange.body().readAllBytes(), UTF_8))
          .isEqualTo("by the call's proxy");
      exchange.close();
    }
  }

  @Test
  void clientThatFollowsRedirectsIsRefused() {
    HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

    assertThatThrownBy(() -> Transport.jdk(client))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("follows redirects")
        .hasMessageContaining("followRedirects(Redirect.NEVER)");
  }

  private static Set<Thread> selectors() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("HttpClient-"))
        .collect(Collectors.toSet());
  }

  private static Transport trusting(SelfSigned certificate) {
    return new JdkTransport(
        TimeSource.system(), () -> HttpClient.newBuilder().sslContext(certificate.context()));
  }

  private static Transport through(RawServer proxy) {
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", proxy.port());
    return new JdkTransport(
        TimeSource.system(), () -> HttpClient.newBuilder().proxy(ProxySelector.of(address)));
  }

  private static URI secure(RawServer server) {
    return URI.create("https://127.0.0.1:" + server.port() + "/");
  }

  private static HttpCall post(URI uri) {
    return new HttpCall("POST", uri, Headers.none(), "{}".getBytes(UTF_8), AMPLE);
  }

  private static String fetch(Transport transport, URI uri) throws Exception {
    try (Exchange exchange = transport.open(post(uri))) {
      exchange.head();
      return new String(exchange.body().readAllBytes(), UTF_8);
    }
  }

  private static Failure failure(Transport transport, URI uri) {
    try (Exchange exchange = transport.open(post(uri))) {
      return catchThrowableOfType(TransportException.class, exchange::head).failure();
    }
  }
}
