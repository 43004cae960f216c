package dev.mainstay.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mainstay.Mainstay;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Secret;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A call whose requests are signed as they go over the wire. */
class BedrockCallTest {
  private static final String SECRET = "secret-own-0123456789";
  private static final String MODEL = "bedrock/us.amazon.nova-lite-v1:0";
  private final List<HttpCall> received = new CopyOnWriteArrayList<>();
  private final List<String> refusals = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** An address of one's own tells no region; the model's name may, before the environment. */
  @ParameterizedTest
  @CsvSource({
    "bedrock/us.amazon.nova-lite-v1:0, eu-west-1",
    "bedrock/us-west-2/us.amazon.nova-lite-v1:0, us-west-2"
  })
  void keysOfTheEnvironmentSignWhatGoesOut(String model, String region) throws Exception {
    Map<String, String> environment =
        Map.of(
            "AWS_ACCESS_KEY_ID",
            "AKIAENV",
            "AWS_SECRET_ACCESS_KEY",
            SECRET,
            "AWS_REGION",
            "eu-west-1",
            "AWS_ENDPOINT_URL_BEDROCK_RUNTIME",
            address().toString());
    try (Mainstay mainstay = Mainstay.builder().environment(environment).build()) {
      assertThat(mainstay.chat(model, "Hi").text()).isEqualTo("Hello");
    }

    HttpCall call = received.getFirst();
    assertThat(call.uri().getRawPath()).isEqualTo("/model/us.amazon.nova-lite-v1%3A0/converse");
    assertIsSigned(call, SECRET, region);
  }

  @Test
  void requestThatIsRefusedForItsTokenIsSignedAnewOnce() throws Exception {
    refusals.add("ExpiredTokenException:http://internal.amazon.com/coral/");
    try (Sts sts = new Sts()) {
      sts.end.set(Instant.now().plus(Duration.ofHours(1)));
      Deployment deployment =
          Deployment.of(MODEL)
              .withEndpoint(address())
              .withCredential(
                  AwsCredential.builder()
                      .keys("AKIAOWN", Secret.of(SECRET))
                      .role("arn:aws:iam::1:role/x")
                      .region("us-east-1")
                      .stsEndpoint(sts.address())
                      .build());
      try (Mainstay mainstay = Mainstay.builder().group("m", deployment).build()) {
        assertThat(mainstay.chat("m", "Hi").text()).isEqualTo("Hello");
      }
    }

    assertThat(received).hasSize(2);
    assertIsSigned(received.get(0), "secret-role-1", "us-east-1");
    assertIsSigned(received.get(1), "secret-role-2", "us-east-1");
  }

  private static void assertIsSigned(HttpCall call, String secret, String region) {
    new ReferenceSignature(secret, region, "bedrock").requireOf(call);
  }

  private URI address() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Headers headers = Headers.none();
      for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
        headers = headers.with(header.getKey(), header.getValue().getFirst());
      }
      URI uri =
          URI.create(
              "http://"
                  + headers.first("Host").orElseThrow()
                  + exchange.getRequestURI().getRawPath());
      byte[] body = exchange.getRequestBody().readAllBytes();
      received.add(
          new HttpCall(exchange.getRequestMethod(), uri, headers, body, Duration.ofSeconds(1)));
      boolean isRefused = !refusals.isEmpty();
      if (isRefused) {
        exchange.getResponseHeaders().set("x-amzn-ErrorType", refusals.removeFirst());
      }
      byte[] answer = (isRefused ? refusal() : hello()).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(isRefused ? 403 : 200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private static String refusal() {
    return "{\"message\":\"The security token included in the request is expired\"}";
  }

  private static String hello() {
    return "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"Hello\"}]}},"
        + "\"stopReason\":\"end_turn\"}";
  }
}
