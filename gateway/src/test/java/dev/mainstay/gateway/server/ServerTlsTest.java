package dev.mainstay.gateway.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.transport.Headers;
import dev.mainstay.transport.SelfSigned;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** TLS in front of the server, over real sockets. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class ServerTlsTest {
  private static final Headers TEXT = Headers.of("Content-Type", "text/plain");
  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

  private static SelfSigned first;
  private static SelfSigned second;

  @TempDir Path folder;
  private final EventLoops loops = EventLoops.start(1);
  private Path certificate;
  private Path key;
  private GatewayServer server;

  @BeforeAll
  static void certify() throws Exception {
    first = SelfSigned.forName("dns:first.test");
    second = SelfSigned.forName("dns:second.test");
  }

  @BeforeEach
  void write() throws IOException {
    certificate = folder.resolve("cert.pem");
    key = folder.resolve("key.pem");
    write(first, first);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
    loops.close();
  }

  @Test
  void callersAreServedOneRequestAfterTheOther() throws Exception {
    serve((request, response) -> response.send(200, TEXT, request.body()));
    String large = "0123456789abcdef".repeat(50_000);

    try (SSLSocket caller = connect(first)) {
      assertThat(exchange(caller, "hello")).endsWith("\r\n\r\nhello");
      assertThat(exchange(caller, large)).endsWith("\r\n\r\n" + large);
      assertThat(caller.getSession().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void answerThatEndsItsConnectionEndsWithAFarewell() throws Exception {
    serve((request, response) -> response.send(200, TEXT, "hello".getBytes(UTF_8)));

    try (SSLSocket caller = connect(first)) {
      send(caller, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

      assertThat(new String(caller.getInputStream().readAllBytes(), UTF_8)).endsWith("hello");
    }
  }

  // SEMANTICS 6.6
  @Test
  void answerThatIsBrokenOffIsReadAndNotTakenForWhole() throws Exception {
    serve((request, response) -> {
      ResponseStream stream = response.begin(200, TEXT);
      stream.write("so far".getBytes(UTF_8));
      stream.breakOff();
    });

    try (SSLSocket caller = connect(first)) {
      send(caller, REQUEST);

      assertThat(new String(caller.getInputStream().readAllBytes(), UTF_8))
          .endsWith("\r\n6\r\nso far\r\n");
    }
  }

  // SEMANTICS 5.3
  @Test
  void callerThatLeavesIsSeen() throws Exception {
    assertSeenToLeaveBy(Socket::close);
  }

  // What it says behind its farewell is nobody's.
  @Test
  void callerThatSaysFarewellHasLeft() throws Exception {
    assertSeenToLeaveBy(Socket::shutdownOutput);
  }

  private void assertSeenToLeaveBy(ThrowingConsumer<Socket> leaving) throws Exception {
    CompletableFuture<Void> handled = new CompletableFuture<>();
    CompletableFuture<Void> left = new CompletableFuture<>();
    serve((request, response) -> {
      request.onDisconnect(() -> left.complete(null));
      handled.complete(null);
      left.get(20, TimeUnit.SECONDS);
    });

    try (SSLSocket caller = connect(first)) {
      send(caller, REQUEST);
      handled.get(20, TimeUnit.SECONDS);
      leaving.accept(caller);

      assertThat(left).succeedsWithin(Duration.ofSeconds(20));
    }
  }

  // SEMANTICS 5.2
  @Test
  void callerThatTakesNothingIsCutOff() throws Exception {
    CompletableFuture<Void> left = new CompletableFuture<>();
    serve(
        ServerTest.limited(limits -> limits.withReaderTimeout(Duration.ofMillis(300))),
        (request, response) -> {
          request.onDisconnect(() -> left.complete(null));
          ResponseStream stream = response.begin(200, TEXT);
          while (true) {
            stream.write(new byte[64 * 1024]);
          }
        });

    try (SSLSocket caller = connect(first)) {
      send(caller, REQUEST);

      assertThat(left).succeedsWithin(Duration.ofSeconds(20));
    }
  }

  @Test
  void callerThatDoesNotShakeHandsIsClosed() throws Exception {
    serve(
        ServerTest.limited(limits -> limits.withHeadTimeout(Duration.ofMillis(200))),
        (request, response) -> response.send(200, TEXT, new byte[0]));

    try (Socket silent = plain();
        Socket unencrypted = plain()) {
      unencrypted.getOutputStream().write(REQUEST.getBytes(US_ASCII));

      assertThat(ended(silent)).isTrue();
      assertThat(ended(unencrypted)).isTrue();
    }
  }

  @Test
  void newPairIsForConnectionsFromThenOn() throws Exception {
    ServerTls tls = serve((request, response) -> response.send(200, TEXT, "hello".getBytes(UTF_8)));

    try (SSLSocket old = connect(first)) {
      assertThat(exchange(old, "")).endsWith("hello");
      assertThat(tls.renew()).isFalse();
      write(second, second);

      assertThat(tls.renew()).isTrue();
      assertThat(tls.renew()).isFalse();
      try (SSLSocket fresh = connect(second)) {
        assertThat(exchange(fresh, "")).endsWith("hello");
      }
      assertThat(exchange(old, "")).endsWith("hello");
    }
  }

  @Test
  void pairThatCannotBeUsedLeavesTheOldOneInUse() throws Exception {
    ServerTls tls = serve((request, response) -> response.send(200, TEXT, "hello".getBytes(UTF_8)));
    write(second, first);

    assertThatThrownBy(tls::renew)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the key " + key + " is not that of the certificate " + certificate);
    try (SSLSocket caller = connect(first)) {
      assertThat(exchange(caller, "")).endsWith("hello");
    }
    write(second, second);
    assertThat(tls.renew()).isTrue();
  }

  private void write(SelfSigned certificate, SelfSigned key) throws IOException {
    Files.writeString(this.certificate, certificate.certificatePem());
    Files.writeString(this.key, key.keyPem());
  }

  private ServerTls serve(RequestHandler handler) throws IOException {
    return serve(ServerOptions.defaults(), handler);
  }

  private ServerTls serve(ServerOptions options, RequestHandler handler) throws IOException {
    ServerTls tls = ServerTls.of(certificate, key);
    server = GatewayServer.start(loops, options.withTls(Optional.of(tls)), handler);
    return tls;
  }

  private SSLSocket connect(SelfSigned expected) throws Exception {
    SSLContext trusting = expected.context();
    SSLSocket socket =
        (SSLSocket)
            trusting
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    assertThat(shown.getEncoded()).isEqualTo(expected.certificate().getEncoded());
    return socket;
  }

  private Socket plain() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static boolean ended(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    try {
      while (in.read() >= 0) {
        // An alert, perhaps.
      }
      return true;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    socket.getOutputStream().flush();
  }

  private static String exchange(Socket socket, String body) throws IOException {
    send(
        socket,
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException(head.toString());
      }
      head.append((char) b);
    }
    String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
    int at = lower.indexOf("content-length: ") + "content-length: ".length();
    int length = Integer.parseInt(lower.substring(at, lower.indexOf('\r', at)));
    return head + new String(in.readNBytes(length), UTF_8);
  }
}
