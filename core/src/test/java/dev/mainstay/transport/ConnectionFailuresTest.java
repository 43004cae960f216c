package dev.mainstay.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class ConnectionFailuresTest {
  private static final URI PROVIDER = URI.create("https://api.example/v1/chat?key=sk-secret");
  private static final HttpCall CALL =
      new HttpCall("POST", PROVIDER, Headers.none(), new byte[0], Duration.ofSeconds(5));
  private static final HttpCall PROXIED =
      CALL.withProxy(Optional.of(HttpProxy.of("http://ann:pass-1@proxy.example:3128")));

  @Test
  void refusalNamesHostAndPort() {
    assertFailed(
        new ConnectException("Connection refused"), "api.example:443 refused the connection");
    assertFailed(
        caused(new ConnectException(), new ClosedChannelException()),
        "api.example:443 refused the connection");
  }

  @Test
  void hostThatCannotBeLookedUpIsUnknown() {
    assertFailed(new UnknownHostException("api.example"), "the host api.example is unknown");
    assertFailed(
        caused(new ConnectException(), new UnresolvedAddressException()),
        "the host api.example is unknown");
  }

  @Test
  void resetIsTold() {
    assertFailed(new SocketException("Connection reset"), "api.example:443 reset the connection");
    assertFailed(new IOException("Broken pipe"), "api.example:443 reset the connection");
  }

  @Test
  void endIsTold() {
    assertFailed(
        new IOException("chunked transfer encoding, state: READING_DATA", new EOFException()),
        "api.example:443 closed the connection before its answer was whole");
  }

  @Test
  void otherTroubleIsToldInItsOwnWords() {
    assertFailed(
        new NoRouteToHostException("No route to host"),
        "no connection to api.example:443: No route to host");
    assertFailed(
        new SSLHandshakeException("Received fatal alert: handshake_failure"),
        "TLS with api.example:443 failed: Received fatal alert: handshake_failure");
    assertFailed(new IOException("strange\nand long"), "api.example:443 failed: strange");
    assertFailed(new IOException(), "api.example:443 failed: IOException");
  }

  @Test
  void wordsThatQuoteTheQueryAreLeftOut() {
    assertFailed(
        new IOException("no luck with " + PROVIDER), "api.example:443 failed: IOException");
    assertFailed(
        new SSLException("no luck with " + PROVIDER),
        "TLS with api.example:443 failed: SSLException");
  }

  @Test
  void whatIsNotHttpIsMalformed() {
    Failure failure =
        ConnectionFailures.of(
            new IOException(new ProtocolException("Invalid status line: \"SSH\"")), PROVIDER);

    assertThat(failure).isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(failure.message()).contains("api.example:443", "not HTTP");
  }

  @Test
  void whatThisMachineRanOutOfIsNotCountedAgainstTheProvider() {
    for (String words : List.of("Too many open files", "No buffer space available")) {
      for (HttpCall call : List.of(CALL, PROXIED)) {
        IOException cause = caused(new ConnectException(words), new SocketException(words));

        Failure failure = ConnectionFailures.of(cause, call);

        assertThat(failure).isInstanceOf(Failure.ConnectionFailed.class);
        assertThat(failure.cooldown()).isEqualTo(Cooldown.NONE);
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure.message()).contains("this machine", "ulimit -n");
      }
    }
  }

  @Test
  void connectTimeoutNamesHostAndLimit() {
    assertThat(ConnectionFailures.connectTimeout(CALL).message())
        .isEqualTo("no connection to api.example:443 within 5000 ms");
    assertThat(ConnectionFailures.connectTimeout(PROXIED).message())
        .isEqualTo(
            "no connection to api.example:443 through the proxy proxy.example:3128 within 5000 ms");
  }

  private static void assertFailed(Throwable cause, String words) {
    Failure failure = ConnectionFailures.of(cause, PROVIDER);

    assertThat(failure).isInstanceOf(Failure.ConnectionFailed.class);
    assertThat(failure.message()).contains(words).doesNotContain("secret");
  }

  private static IOException caused(IOException exception, Exception cause) {
    exception.initCause(cause);
    return exception;
  }
}
