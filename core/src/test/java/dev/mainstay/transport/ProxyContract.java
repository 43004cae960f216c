package dev.mainstay.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Transport} must do about a proxy, over real sockets. */
@Timeout(60)
public abstract class ProxyContract {
  private static final Duration AMPLE = Duration.ofSeconds(20);
  private static final String SHOWN =
      "Basic " + Base64.getEncoder().encodeToString("ann:p@ss w\u00f6rd".getBytes(UTF_8));
  private static final String USER = "ann:p%40ss%20w%C3%B6rd@";

  private static SelfSigned certificate;

  private Transport transport;
  private RawServer vendor;

  /** A transport that trusts whom {@code tls} trusts. */
  protected abstract Transport newTransport(SSLContext tls);

  @BeforeAll
  static void certify() throws Exception {
    certificate = SelfSigned.forName("dns:vendor.invalid");
  }

  @BeforeEach
  void open() throws Exception {
    transport = newTransport(certificate.context());
    vendor = RawServer.start(certificate.listen(), ProxyContract::echo);
  }

  @AfterEach
  void close() {
    transport.close();
    vendor.close();
  }

  @Test
  void requestsToHttpsGoThroughATunnelToAHostThatTheProxyLooksUp() throws Exception {
    try (RawServer proxy = tunnels()) {
      assertThat(fetch(secure("/v1/chat"), to(proxy, ""))).isEqualTo("{}");
      assertThat(fetch(secure("/v1/more"), to(proxy, ""))).isEqualTo("{}");

      RawServer.Request connect = proxy.requests().getFirst();
      assertThat(connect.line()).isEqualTo("CONNECT vendor.invalid:443 HTTP/1.1");
      assertThat(connect.headers().all("host")).containsExactly("vendor.invalid:443");
      assertThat(connect.headers().first("x-key")).isEmpty();
      assertThat(connect.headers().first("proxy-authorization")).isEmpty();
      assertThat(vendor.requests())
          .extracting(RawServer.Request::line)
          .containsExactly("POST /v1/chat HTTP/1.1", "POST /v1/more HTTP/1.1");
      assertThat(proxy.connections()).isEqualTo(1);
    }
  }

  @Test
  void passwordIsShownToTheProxyAndToNobodyElse() throws Exception {
    try (RawServer proxy = tunnels()) {
      assertThat(fetch(secure("/"), to(proxy, USER))).isEqualTo("{}");

      assertThat(proxy.requests().getFirst().headers().all("proxy-authorization"))
          .containsExactly(SHOWN);
      Headers headers = vendor.requests().getFirst().headers();
      assertThat(headers.first("proxy-authorization")).isEmpty();
      assertThat(headers.all("x-key")).containsExactly("sk-of-the-vendor");
    }
  }

  @Test
  void connectionsThroughAnotherProxyOrNoneAreNotMixed() throws Exception {
    try (RawServer first = tunnels();
        RawServer second = tunnels()) {
      fetch(secure("/1"), to(first, ""));
      fetch(secure("/2"), to(second, ""));
      fetch(secure("/3"), to(first, ""));
      fetch(secure("/4"), to(second, USER));

      assertThat(first.connections()).isEqualTo(1);
      assertThat(second.connections()).isEqualTo(2);
      assertThat(vendor.connections()).isEqualTo(3);
    }
  }

  @Test
  void certificateIsTheVendorsNotTheProxys() throws Exception {
    try (RawServer proxy = tunnels()) {
      Failure failure = failure(URI.create("https://other.invalid/"), to(proxy, ""));

      assertThat(failure).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(failure.message()).contains("certificate of other.invalid:443");
      assertThat(vendor.requests()).isEmpty();
    }
  }

  @Test
  void exchangeThatIsAbortedWhileItsProxyIsSilentLetsGoAtOnce() throws Exception {
    CompletableFuture<Long> closed = new CompletableFuture<>();
    CompletableFuture<Void> asked = new CompletableFuture<>();
    RawServer.Script silent =
        c -> {
          c.read();
          asked.complete(null);
          closed.complete(c.awaitClose());
        };
    try (RawServer proxy = RawServer.start(silent);
        Exchange exchange = transport.open(call(secure("/"), to(proxy, "")))) {
      Thread waiting = Thread.ofVirtual().start(() -> headFailure(exchange));
      asked.join();

      long start = System.nanoTime();
      exchange.abort(new Failure.Cancelled(FailureDetail.of("enough")));

      assertThat(waiting.join(AMPLE)).isTrue();
      assertThat(closed).succeedsWithin(AMPLE);
      assertThat(Duration.ofNanos(closed.join() - start)).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void requestToHttpIsHandedToTheProxyWhole() throws Exception {
    try (RawServer proxy = RawServer.start(ProxyContract::echo)) {
      assertThat(fetch(URI.create("http://vendor.invalid:8080/v1?a=b"), to(proxy, USER)))
          .isEqualTo("{}");

      RawServer.Request request = proxy.requests().getFirst();
      assertThat(request.line()).isEqualTo("POST http://vendor.invalid:8080/v1?a=b HTTP/1.1");
      assertThat(request.headers().all("host")).containsExactly("vendor.invalid:8080");
      assertThat(request.headers().all("proxy-authorization")).containsExactly(SHOWN);
      assertThat(request.headers().all("x-key")).containsExactly("sk-of-the-vendor");
    }
  }

  @Test
  void directIsWithoutAProxy() throws Exception {
    try (RawServer plain = RawServer.start(ProxyContract::echo)) {
      HttpCall call = call(plain.uri("/v1"), HttpProxy.DIRECT);

      assertThat(fetch(call)).isEqualTo("{}");
      assertThat(plain.requests().getFirst().line()).isEqualTo("POST /v1 HTTP/1.1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://vendor.invalid/, '', asks for a user name and a password (407)",
    "http://vendor.invalid/, '', asks for a user name and a password (407)",
    "https://vendor.invalid/, ann:secret@, does not take the user name and the password",
    "http://vendor.invalid/, ann:secret@, does not take the user name and the password"
  })
  void proxyThatWantsToKnowWhoAsksIsToldAsSuchAndNotAskedAgain(
      String uri, String user, String words) {
    String answer =
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
            + "Content-Length: 0\r\n\r\n";
    try (RawServer proxy = RawServer.answering(answer)) {
      Failure failure = failure(URI.create(uri), to(proxy, user));

      assertThat(failure).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(failure.isRetryable()).isFalse();
      assertThat(failure.message())
          .contains("the proxy 127.0.0.1:" + proxy.port(), words)
          .doesNotContain("secret", "ann");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://vendor.invalid/, 407, asks for a user name and a password (407)",
    "https://vendor.invalid/, 502, it answered 502",
    "https://vendor.invalid/, 204, it answered 204"
  })
  protected void refusalThatNeverEndsIsToldAsSuch(String uri, String status, String words) {
    RawServer.Script endless =
        c -> {
          c.read();
          c.write("HTTP/1.1 " + status + " No\r\nContent-Length: 100\r\n\r\n<html>");
          c.awaitClose();
        };
    try (RawServer proxy = RawServer.start(endless)) {
      Failure failure = failure(URI.create(uri), to(proxy, ""));

      assertThat(failure).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(failure.message()).contains("the proxy 127.0.0.1:" + proxy.port(), words);
    }
  }

  @ParameterizedTest
  @CsvSource({"502, true", "503, true", "403, false"})
  void proxyThatOpensNoTunnelIsToldAsSuch(int status, boolean isRetryable) {
    String answer = "HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\n\r\n";
    try (RawServer proxy = RawServer.answering(answer)) {
      Failure failure = failure(secure("/?key=secret"), to(proxy, USER));

      assertThat(failure).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(failure.isRetryable()).isEqualTo(isRetryable);
      assertThat(failure.message())
          .isEqualTo(
              "the proxy 127.0.0.1:"
                  + proxy.port()
                  + " opened no tunnel to vendor.invalid:443: it answered "
                  + status);
    }
  }

  // Its answer may be there before anybody asks what has become of the tunnel.
  @Test
  void proxyThatOpensNoTunnelIsToldAsSuchEachTime() {
    String answer = "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n";
    try (RawServer proxy = RawServer.answering(answer)) {
      Set<String> told = ConcurrentHashMap.newKeySet();
      try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 50; i++) {
          callers.execute(() -> {
            for (int n = 0; n < 20; n++) {
              told.add(failure(secure("/"), to(proxy, "")).message());
            }
          });
        }
      }

      assertThat(told).hasSize(1).allSatisfy(it -> assertThat(it).endsWith("it answered 503"));
    }
  }

  /** Nobody can tell whose end of a tunnel it was that broke; both are named. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 Conn",
        "SSH-2.0-OpenSSH_9.6\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n<html>please log in</html>",
        "HTTP/1.1 502 Bad\r\nTransfer-Encoding: chunked\r\n\r\nzz"
      })
  void proxyThatBreaksItsTunnelIsNamed(String answer) {
    RawServer.Script script =
        c -> {
          c.read();
          c.write(answer);
        };
    try (RawServer proxy = RawServer.start(script)) {
      Failure failure = failure(secure("/?key=secret"), to(proxy, USER));

      assertThat(failure.isRetryable()).isTrue();
      assertThat(failure.message())
          .contains("the proxy 127.0.0.1:" + proxy.port(), "vendor.invalid:443")
          .doesNotContain("secret", "=>", "unresolved", "Stackless")
          .doesNotContainPattern("\\b999\\b");
    }
  }

  @Test
  void proxyThatIsNotThereIsToldAsSuch() throws Exception {
    try (Ports.Refusing gone = Ports.refusing()) {
      Failure refused = failure(secure("/"), HttpProxy.of(gone.uri("").toString()));

      assertThat(refused).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(refused.message()).contains("the proxy 127.0.0.1:" + gone.port() + " refused");
    }
    Failure unknown = failure(secure("/"), HttpProxy.of("http://proxy.invalid:3128"));

    assertThat(unknown).isInstanceOf(Failure.ConnectionFailed.class);
    assertThat(unknown.message()).contains("the host of the proxy proxy.invalid:3128 is unknown");
  }

  @Test
  void proxyThatIsSilentIsGivenUpWithinTheLimitForConnecting() {
    try (RawServer proxy = RawServer.start(RawServer.Connection::awaitClose)) {
      HttpCall call = call(secure("/"), to(proxy, ""));
      HttpCall quick =
          new HttpCall(
              "POST",
              call.uri(),
              call.headers(),
              call.body(),
              Duration.ofMillis(300),
              call.proxy());

      Failure failure = failure(quick);

      assertThat(failure)
          .isInstanceOfSatisfying(
              Failure.TimedOut.class,
              late -> assertThat(late.phase()).isEqualTo(TimeoutPhase.CONNECT));
      assertThat(failure.message())
          .isEqualTo(
              "no connection to vendor.invalid:443 through the proxy 127.0.0.1:"
                  + proxy.port()
                  + " within 300 ms");
    }
  }

  private RawServer tunnels() {
    return RawServer.start(connection -> {
      connection.read();
      connection.tunnel(vendor.port());
    });
  }

  private static void echo(RawServer.Connection connection) throws Exception {
    while (true) {
      connection.answer(connection.read().text());
    }
  }

  private static HttpProxy to(RawServer proxy, String user) {
    return HttpProxy.of("http://" + user + "127.0.0.1:" + proxy.port());
  }

  private static URI secure(String path) {
    return URI.create("https://vendor.invalid" + path);
  }

  private static HttpCall call(URI uri, HttpProxy proxy) {
    return new HttpCall(
        "POST",
        uri,
        Headers.of("X-Key", "sk-of-the-vendor"),
        "{}".getBytes(UTF_8),
        AMPLE,
        Optional.of(proxy));
  }

  private String fetch(URI uri, HttpProxy proxy) throws Exception {
    return fetch(call(uri, proxy));
  }

  private String fetch(HttpCall call) throws Exception {
    try (Exchange exchange = transport.open(call)) {
      exchange.head();
      return new String(exchange.body().readAllBytes(), UTF_8);
    }
  }

  private Failure failure(URI uri, HttpProxy proxy) {
    return failure(call(uri, proxy));
  }

  private Failure failure(HttpCall call) {
    try (Exchange exchange = transport.open(call)) {
      return headFailure(exchange);
    }
  }

  private static Failure headFailure(Exchange exchange) {
    return catchThrowableOfType(TransportException.class, exchange::head).failure();
  }
}
