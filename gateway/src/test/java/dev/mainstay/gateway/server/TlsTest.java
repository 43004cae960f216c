package dev.mainstay.gateway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.failure.Failure;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.RawServer;
import dev.mainstay.transport.TransportException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * TLS to vendors, with a certificate for {@code api.vendor.test} and {@code localhost} that signs
 * itself.
 */
@Timeout(30)
class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final EventLoops loops = EventLoops.start(1);
  private final Queue<String> names = new ConcurrentLinkedQueue<>();
  private SSLContext tls;
  private NettyTransport transport;

  @BeforeEach
  void open() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream file = TlsTest.class.getResourceAsStream("vendor.p12")) {
      store.load(file, PASSWORD);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("vendor", store.getCertificate("vendor"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    NameLookup names = new NameLookup(host -> new InetAddress[] {InetAddress.getLoopbackAddress()});
    transport = new NettyTransport(loops, tls, names, Duration.ofSeconds(45));
  }

  @AfterEach
  void close() {
    transport.close();
    loops.close();
  }

  @Test
  void exchangesGoOverOneConnectionAndNameTheirHost() throws Exception {
    try (RawServer server = RawServer.start(listen(), TlsTest::echo)) {
      String large = "0123456789abcdef".repeat(100_000);

      assertThat(fetch(transport, server, "api.vendor.test", "hello")).isEqualTo("hello");
      assertThat(fetch(transport, server, "API.vendor.test", large)).isEqualTo(large);

      assertThat(server.connections()).isEqualTo(1);
      assertThat(names).containsExactly("api.vendor.test");
    }
  }

  @Test
  void certificateForAnotherHostIsRefused() throws Exception {
    try (RawServer server = RawServer.start(listen(), TlsTest::echo)) {
      TransportException thrown = failure(transport, server, "api.other.test");

      assertThat(thrown.failure()).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(thrown).hasMessageContaining("certificate");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void certificateThatNobodyVouchesForIsRefused() throws Exception {
    NettyTransport careful = NettyTransport.on(loops);
    try (RawServer server = RawServer.start(listen(), TlsTest::echo)) {
      TransportException thrown = failure(careful, server, "localhost");

      assertThat(thrown.failure()).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(thrown).hasMessageContaining("is not trusted");
      assertThat(server.requests()).isEmpty();
      assertThat(careful.stats().open()).isZero();
    } finally {
      careful.close();
    }
  }

  @Test
  void cutConnectionFailsTheRead() throws Exception {
    RawServer.Script cut =
        c -> {
          c.read();
          c.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello");
        };
    try (RawServer server = RawServer.start(listen(), cut);
        Exchange exchange = transport.open(call(server, "api.vendor.test", "x"))) {
      exchange.head();

      assertThat(exchange.body().readNBytes(5)).asString().isEqualTo("hello");
      assertThat(
              catchThrowableOfType(TransportException.class, () -> exchange.body().read())
                  .failure())
          .isInstanceOf(Failure.ConnectionFailed.class);
    }
  }

  private ServerSocket listen() throws Exception {
    SSLServerSocket socket =
        (SSLServerSocket)
            tls.getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setSNIMatchers(
        List.of(
            new SNIMatcher(0) {
              @Override
              public boolean matches(SNIServerName name) {
                names.add(new SNIHostName(name.getEncoded()).getAsciiName());
                return true;
              }
            }));
    socket.setSSLParameters(parameters);
    return socket;
  }

  private static void echo(RawServer.Connection connection) throws Exception {
    while (true) {
      connection.answer(connection.read().text());
    }
  }

  private static TransportException failure(
      NettyTransport transport, RawServer server, String host) {
    return catchThrowableOfType(
        TransportException.class, () -> fetch(transport, server, host, "secret"));
  }

  private static String fetch(NettyTransport transport, RawServer server, String host, String body)
      throws Exception {
    try (Exchange exchange = transport.open(call(server, host, body))) {
      exchange.head();
      return new String(exchange.body().readAllBytes(), UTF_8);
    }
  }

  private static HttpCall call(RawServer server, String host, String body) {
    return new HttpCall(
        "POST",
        URI.create("https://" + host + ":" + server.port() + "/"),
        Headers.none(),
        body.getBytes(UTF_8),
        Duration.ofSeconds(10));
  }
}
