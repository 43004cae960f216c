package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.Ports;
import dev.mainstay.transport.RawServer;
import dev.mainstay.transport.TransportException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Hosts with several addresses, and name services that are slow. */
@Timeout(30)
@Execution(ExecutionMode.CONCURRENT)
class NameLookupTest {
  private final EventLoops loops = EventLoops.start(1);

  @AfterEach
  void close() {
    loops.close();
  }

  @Test
  void addressThatRefusesIsPassedOver() throws Exception {
    try (RawServer server = RawServer.start(listenOn("127.0.0.3"), c -> c.answer(c.read().text()));
        NettyTransport transport = transport(host -> addresses("127.0.0.2", "127.0.0.3"))) {
      try (Exchange exchange = transport.open(call(server.port(), Duration.ofSeconds(10)))) {
        assertThat(exchange.head().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void hostAllOfWhoseAddressesRefuseSaysSo() throws Exception {
    try (Ports.Refusing refusing = Ports.refusing();
        NettyTransport transport = transport(host -> addresses("127.0.0.2", "127.0.0.3"));
        Exchange exchange = transport.open(call(refusing.port(), Duration.ofSeconds(10)))) {
      TransportException thrown = catchThrowableOfType(TransportException.class, exchange::head);

      assertThat(thrown.failure()).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(thrown)
          .hasMessageContaining("many.test:" + refusing.port() + " refused the connection");
    }
  }

  @Test
  void slowNameServiceCountsAsConnecting() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    NameLookup.NameService slow =
        host -> {
          awaitQuietly(never);
          return addresses("127.0.0.1");
        };
    try (NettyTransport transport = transport(slow);
        Exchange exchange = transport.open(call(1, Duration.ofMillis(100)))) {
      TransportException thrown = catchThrowableOfType(TransportException.class, exchange::head);

      assertThat(thrown.failure())
          .isInstanceOfSatisfying(
              Failure.TimedOut.class, f -> assertThat(f.phase()).isEqualTo(TimeoutPhase.CONNECT));
    } finally {
      never.countDown();
    }
  }

  @Test
  void hostIsAskedForOnceAtATime() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    NameLookup names =
        new NameLookup(host -> {
          asked.incrementAndGet();
          awaitQuietly(goOn);
          return addresses("127.0.0.1");
        });

    CompletableFuture<List<InetAddress>> one = names.find("a.test");
    CompletableFuture<List<InetAddress>> two = names.find("a.test");
    CompletableFuture<List<InetAddress>> other = names.find("b.test");
    goOn.countDown();
    CompletableFuture.allOf(one, two, other).get();
    List<InetAddress> later = names.find("a.test").get();

    assertThat(one.get()).isEqualTo(two.get()).isEqualTo(later);
    assertThat(asked).hasValue(3);
  }

  private NettyTransport transport(NameLookup.NameService service) throws Exception {
    return new NettyTransport(
        loops, SSLContext.getDefault(), new NameLookup(service), Duration.ofSeconds(45));
  }

  private static ServerSocket listenOn(String address) throws Exception {
    return new ServerSocket(0, 50, InetAddress.getByName(address));
  }

  private static InetAddress[] addresses(String... literals) throws java.net.UnknownHostException {
    InetAddress[] addresses = new InetAddress[literals.length];
    for (int i = 0; i < literals.length; i++) {
      addresses[i] = InetAddress.getByName(literals[i]);
    }
    return addresses;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpCall call(int port, Duration connectTimeout) {
    URI uri = URI.create("http://many.test:" + port + "/");
    return new HttpCall("GET", uri, Headers.none(), new byte[0], connectTimeout);
  }
}
