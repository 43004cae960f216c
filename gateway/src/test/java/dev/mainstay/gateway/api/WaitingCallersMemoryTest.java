package dev.mainstay.gateway.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.CallEvent;
import dev.mainstay.gateway.Gateway;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.gateway.front.GatewayLimits;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.transport.UsedHeap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** What callers cost a gateway that wait for their turn: their connections, and all behind them. */
@Isolated("It measures memory.")
@Timeout(60)
class WaitingCallersMemoryTest {
  // benchmarks/run pressure waiting has 10,000.
  private static final int CALLERS = 1_000;
  private static final int MOST_BYTES = 10_000;
  private static final byte[] REQUEST =
      ("POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n"
              + "Content-Length: "
              + Stand.PLAIN.length()
              + "\r\n\r\n"
              + Stand.PLAIN)
          .getBytes(ISO_8859_1);

  private final Semaphore waits = new Semaphore(0);
  private final List<SocketChannel> callers = new ArrayList<>();

  @Test
  void callerThatWaitsForADeploymentCostsUnderTenKilobytes() throws Exception {
    try (Simulator provider =
            Simulator.builder().script(Script.always(Fault.stall())).remember(0).start();
        Gateway gateway = Gateway.start(config(provider.url()), this::heard)) {
      ask(gateway);
      provider.awaitRequests(1, Duration.ofMinutes(1));
      addWaiting(100, gateway);
      long before = UsedHeap.bytes();

      addWaiting(CALLERS, gateway);

      assertThat((UsedHeap.bytes() - before) / CALLERS).isLessThan(MOST_BYTES);
      for (SocketChannel caller : callers) {
        caller.close();
      }
      gateway.stop(Duration.ZERO);
    }
  }

  private void heard(CallEvent event) {
    if (event instanceof CallEvent.Waiting) {
      waits.release();
    }
  }

  // One after the other: a thread that meets others at a lock keeps the room for that stack.
  private void addWaiting(int count, Gateway gateway) throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      ask(gateway);
      waits.acquire();
    }
  }

  // What a caller's own end costs is counted, too, so it is as little as may be.
  private void ask(Gateway gateway) throws IOException {
    SocketChannel caller =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
    callers.add(caller);
    caller.write(ByteBuffer.wrap(REQUEST));
  }

  private static GatewayConfig config(URI provider) {
    Deployment deployment =
        Deployment.of("openai/gpt-4o")
            .withEndpoint(provider)
            .withKey(Stand.PROVIDER_KEY)
            .withMaxParallelRequests(1);
    return GatewayConfig.builder()
        .host("127.0.0.1")
        .port(0)
        .group("chat", deployment)
        .limits(GatewayLimits.defaults().withMaxInFlight(2 * CALLERS))
        .build();
  }
}
