package dev.mainstay.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatStream;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.json.Json;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SEMANTICS 5.1: callers of a gateway whose provider may have few calls under way. */
@Timeout(180)
class TakingTurnsTest {
  private static final int CALLERS = 400;
  private static final int PLACES = 2;
  private static final String CHOICE =
      "{\"choices\":[{\"index\":0,\"%s\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";
  private static final String PLAIN = CHOICE.formatted("message");
  private static final String STREAMED =
      "data: " + CHOICE.formatted("delta") + "\n\ndata: [DONE]\n\n";

  /**
   * The provider answers in pairs alone: a place that is free while somebody waits, and is not
   * given to them, would leave the other call without an answer. How soon it is given on, {@code
   * engine}'s test of this name tells, on a clock of its own.
   */
  @Test
  void fourHundredCallersOfTwoPlacesAreAllAnsweredTwoAtATime() throws Exception {
    try (Paired provider = new Paired();
        Gateway gateway = Gateway.start(config(provider));
        Mainstay client = client(gateway);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers =
          IntStream.range(0, CALLERS).mapToObj(i -> threads.submit(() -> call(client, i))).toList();

      for (Future<String> answer : answers) {
        assertThat(answer.get()).isEqualTo("Hi");
      }
      assertThat(provider.asked).hasValue(CALLERS);
      assertThat(provider.most).hasValue(PLACES);
    }
  }

  private static String call(Mainstay client, int number) {
    if (number % 2 == 0) {
      return client.chat("openai/chat", "Hello").text();
    }
    try (ChatStream stream = client.stream(ChatRequest.of("openai/chat", "Hello"))) {
      stream.forEach(event -> {});
      return stream.response().text();
    }
  }

  private static GatewayConfig config(Paired provider) {
    Deployment deployment =
        Deployment.of("openai/m")
            .withEndpoint(provider.url())
            .withKey("k")
            .withMaxParallelRequests(PLACES);
    return GatewayConfig.builder().port(0).group("chat", deployment).build();
  }

  // Whatever the gateway refuses is seen here: nothing is asked again.
  private static Mainstay client(Gateway gateway) {
    URI base = URI.create("http://127.0.0.1:" + gateway.port() + "/v1");
    return Mainstay.builder()
        .environment(Map.of("OPENAI_API_KEY", "sk-caller", "OPENAI_BASE_URL", base.toString()))
        .retries(0)
        .build();
  }

  /** A provider that answers a call once another one is under way beside it. */
  private static final class Paired implements AutoCloseable {
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final CyclicBarrier pair = new CyclicBarrier(PLACES);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    Paired() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      server.createContext("/", this::answer);
      server.start();
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      asked.incrementAndGet();
      most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
      awaitOther();
      underWay.decrementAndGet();
      boolean isStream = Json.parseObject(body).flag("stream").orElse(false);
      exchange
          .getResponseHeaders()
          .add("Content-Type", isStream ? "text/event-stream" : "application/json");
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write((isStream ? STREAMED : PLAIN).getBytes(UTF_8));
      }
    }

    private void awaitOther() throws IOException {
      try {
        pair.await();
      } catch (InterruptedException | BrokenBarrierException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void close() {
      server.stop(0);
      threads.shutdownNow();
    }
  }
}
