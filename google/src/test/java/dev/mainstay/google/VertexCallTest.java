package dev.mainstay.google;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mainstay.Mainstay;
import dev.mainstay.json.Json;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Proxies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls to Vertex AI over the wire, with tokens of a key. */
class VertexCallTest {
  private static final String GEMINI =
      "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hello\"}]},\"finishReason\":\"STOP\"}]}";
  private static final String CLAUDE =
      "{\"content\":[{\"type\":\"text\",\"text\":\"Hello\"}],\"stop_reason\":\"end_turn\"}";

  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<Integer> refusals = new CopyOnWriteArrayList<>();
  private TokenServer google;
  private HttpServer vertex;

  @BeforeEach
  void start() throws IOException {
    google = new TokenServer().opened();
    vertex = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    vertex.createContext("/", this::answer);
    vertex.start();
  }

  @AfterEach
  void stop() {
    google.close();
    vertex.stop(0);
  }

  @Test
  void geminiAndClaudeAreAskedInTheirDialectsWithOneToken() throws Exception {
    try (Mainstay mainstay =
        Mainstay.builder()
            .group("gemini", deployment("gemini-2.5-flash"))
            .group("claude", deployment("claude-sonnet-4-5@20250929"))
            .build()) {
      assertThat(mainstay.chat("gemini", "Hi").text()).isEqualTo("Hello");
      assertThat(mainstay.chat("claude", "Hi").text()).isEqualTo("Hello");
    }

    assertThat(received)
        .containsExactly(
            "Bearer ya29.token-1-0123456789"
                + " /v1/projects/p-1/locations/global/publishers/google/models/"
                + "gemini-2.5-flash:generateContent",
            "Bearer ya29.token-2-0123456789"
                + " /v1/projects/p-1/locations/global/publishers/anthropic/models/"
                + "claude-sonnet-4-5%4020250929:rawPredict");
  }

  @Test
  void refusedTokenIsRenewedOnceAndTheCallAskedAgain() throws Exception {
    refusals.add(401);
    try (Mainstay mainstay =
        Mainstay.builder().group("gemini", deployment("gemini-2.5-flash")).build()) {
      assertThat(mainstay.chat("gemini", "Hi").text()).isEqualTo("Hello");
    }

    assertThat(received)
        .extracting(line -> line.split(" ")[1])
        .containsExactly("ya29.token-1-0123456789", "ya29.token-2-0123456789");
  }

  @Test
  void whatTheEnvironmentHasIsEnough(@TempDir Path folder) throws Exception {
    Path key = Files.writeString(folder.resolve("key.json"), google.key());
    Map<String, String> environment =
        Map.of("GOOGLE_APPLICATION_CREDENTIALS", key.toString(), "VERTEXAI_LOCATION", "eu");
    Deployment deployment =
        new GoogleSurroundings()
            .endpoint(Deployment.of("vertex_ai/gemini-2.5-flash"), environment)
            .map(Deployment.of("vertex_ai/gemini-2.5-flash")::withEndpoint)
            .orElseThrow();

    assertThat(deployment.endpoint())
        .hasValue(
            URI.create("https://aiplatform.eu.rep.googleapis.com/v1/projects/p-1/locations/eu"));
    try (Mainstay mainstay =
        Mainstay.builder()
            .environment(environment)
            .group(
                "gemini",
                Deployment.of("vertex_ai/gemini-2.5-flash")
                    .withEndpoint(Vertex.endpoint(address(), "p-1", "eu")))
            .build()) {
      assertThat(mainstay.chat("gemini", "Hi").text()).isEqualTo("Hello");
    }
    assertThat(received.getFirst()).startsWith("Bearer ya29.token-1-0123456789 ");
  }

  @Test
  void deploymentsThatTheEnvironmentProvesShareATokenByWhicheverNameTheyAreAsked(
      @TempDir Path folder) throws Exception {
    Path key = Files.writeString(folder.resolve("key.json"), google.key());
    Deployment unproven =
        Deployment.of("vertex_ai/gemini-2.5-flash")
            .withEndpoint(Vertex.endpoint(address(), "p-1", "eu"));
    try (Mainstay mainstay =
        Mainstay.builder()
            .environment(Map.of("GOOGLE_APPLICATION_CREDENTIALS", key.toString()))
            .group("one", unproven)
            .group("other", unproven)
            .build()) {
      mainstay.chat("one", "Hi");
      mainstay.chat("other", "Hi");
    }

    assertThat(received)
        .extracting(line -> line.split(" ")[1])
        .containsExactly("ya29.token-1-0123456789", "ya29.token-1-0123456789");
  }

  private Deployment deployment(String model) {
    return Deployment.of("vertex_ai/" + model)
        .withEndpoint(Vertex.endpoint(address(), "p-1", "global"))
        .withCredential(
            GoogleCredential.of(GoogleKey.of(google.key()), Proxies.unsaid(), TimeSource.system()));
  }

  private URI address() {
    return URI.create("http://localhost:" + vertex.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath();
      received.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + path);
      boolean isClaude = path.contains("/anthropic/");
      boolean hasVersion =
          Json.parseObject(exchange.getRequestBody().readAllBytes()).has("anthropic_version");
      int status = refusals.isEmpty() ? 200 : refusals.removeFirst();
      String body = status != 200 || hasVersion != isClaude ? "{}" : isClaude ? CLAUDE : GEMINI;
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
