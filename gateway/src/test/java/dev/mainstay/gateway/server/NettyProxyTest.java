package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpProxy;
import dev.mainstay.transport.ProxyContract;
import dev.mainstay.transport.RawServer;
import dev.mainstay.transport.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Proxies, over Netty. */
@Execution(ExecutionMode.CONCURRENT)
class NettyProxyTest extends ProxyContract {
  private final EventLoops loops = EventLoops.start(1);

  @Override
  protected Transport newTransport(SSLContext tls) {
    return new NettyTransport(loops, tls, Duration.ofSeconds(10));
  }

  /** Java's own client waits for the end of such an answer. */
  @Test
  void wishForAPasswordInFrontOfATunnelThatNeverEndsIsToldAsSuch() {
    refusalThatNeverEndsIsToldAsSuch(
        "https://vendor.invalid/", "407", "asks for a user name and a password (407)");
  }

  @Test
  void proxyThatIsSilentOnAKeptConnectionAndClosesItIsNamed() throws Exception {
    RawServer.Script once =
        c -> {
          c.read();
          c.answer("{}");
          c.read();
        };
    try (RawServer proxy = RawServer.start(once);
        NettyTransport impatient =
            new NettyTransport(loops, SSLContext.getDefault(), Duration.ZERO)) {
      HttpProxy through = HttpProxy.of("127.0.0.1:" + proxy.port());
      HttpCall call =
          new HttpCall(
                  "GET",
                  URI.create("http://vendor.invalid/"),
                  Headers.none(),
                  new byte[0],
                  Duration.ofSeconds(20))
              .withProxy(Optional.of(through));
      try (Exchange first = impatient.open(call)) {
        first.head();
        first.body().readAllBytes();
      }

      try (Exchange second = impatient.open(call)) {
        assertThatThrownBy(second::head)
            .hasMessageContaining("vendor.invalid:80 closed the connection")
            .hasMessageContaining("the proxy " + through);
      }
      assertThat(proxy.connections()).isEqualTo(1);
    }
  }

  @AfterEach
  void stop() {
    loops.close();
  }
}
