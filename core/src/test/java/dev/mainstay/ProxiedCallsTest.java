package dev.mainstay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.provider.Deployment;
import dev.mainstay.transport.HttpProxy;
import dev.mainstay.transport.RawServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls through proxies, which the environment or a deployment names. */
@Timeout(60)
class ProxiedCallsTest {
  private static final String BODY =
      "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},"
          + "\"finish_reason\":\"stop\"}]}";
  private static final String ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
          + BODY.length()
          + "\r\n\r\n"
          + BODY;
  private static final URI VENDOR = URI.create("http://vendor.invalid/v1");
  private static final String ASKED = "POST http://vendor.invalid/v1/chat/completions HTTP/1.1";

  @Test
  void environmentNamesTheProxy() {
    try (RawServer proxy = RawServer.answering(ANSWER);
        Mainstay mainstay = mainstay(at(VENDOR), "HTTP_PROXY", address(proxy))) {
      assertThat(mainstay.chat("chat", "Hello").text()).isEqualTo("Hi");

      assertThat(proxy.requests().getFirst().line()).isEqualTo(ASKED);
    }
  }

  @Test
  void hostThatTheEnvironmentLeavesOutIsReachedWithoutIt() {
    try (RawServer proxy = RawServer.answering(ANSWER);
        RawServer vendor = RawServer.answering(ANSWER);
        Mainstay mainstay = mainstay(at(vendor.uri("/v1")), "HTTP_PROXY", address(proxy))) {
      assertThat(mainstay.chat("chat", "Hello").text()).isEqualTo("Hi");

      assertThat(proxy.requests()).isEmpty();
    }
  }

  @Test
  void deploymentsOwnProxyGoesBeforeTheEnvironments() {
    try (RawServer proxy = RawServer.answering(ANSWER);
        RawServer own = RawServer.answering(ANSWER);
        Mainstay mainstay =
            mainstay(
                at(VENDOR).withProxy(HttpProxy.of(address(own))), "HTTP_PROXY", address(proxy))) {
      assertThat(mainstay.chat("chat", "Hello").text()).isEqualTo("Hi");

      assertThat(own.requests().getFirst().line()).isEqualTo(ASKED);
      assertThat(proxy.requests()).isEmpty();
    }
  }

  @Test
  void deploymentMayDoWithoutTheEnvironmentsProxy() {
    try (RawServer proxy = RawServer.answering(ANSWER);
        Mainstay mainstay =
            mainstay(at(VENDOR).withProxy(HttpProxy.DIRECT), "HTTP_PROXY", address(proxy))) {
      Failure failure =
          catchThrowableOfType(MainstayException.class, () -> mainstay.chat("chat", "Hello"))
              .failure();

      assertThat(failure.message()).contains("vendor.invalid");
      assertThat(proxy.requests()).isEmpty();
    }
  }

  // SEMANTICS 1: it is not the vendor's key that is wrong.
  @Test
  void proxyThatWantsAPasswordIsAskedOnceAndCostsTheVendorsKeyNothing() {
    String refusal = "HTTP/1.1 407 Who?\r\nContent-Length: 0\r\n\r\n";
    try (RawServer proxy = RawServer.answering(refusal);
        Mainstay mainstay = mainstay(at(VENDOR), "HTTP_PROXY", address(proxy))) {
      MainstayException thrown =
          catchThrowableOfType(MainstayException.class, () -> mainstay.chat("chat", "Hello"));

      assertThat(thrown.failure()).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(thrown).hasMessageContaining("the proxy 127.0.0.1:" + proxy.port());
      assertThat(proxy.requests()).hasSize(1);
    }
  }

  @Test
  void environmentThatNamesNoProxyStopsTheStart() {
    assertThatThrownBy(() -> mainstay(at(VENDOR), "HTTP_PROXY", "socks5://ann:secret@proxy:1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HTTP_PROXY")
        .hasMessageNotContaining("secret");
  }

  // Java's own client shows no password to a proxy that opens tunnels, unless it is told to before
  // it is first used: in a JVM of its own.
  @Test
  void passwordIsShownToAProxyThatOpensTunnels() throws Exception {
    String refusal = "HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n";
    try (RawServer proxy = RawServer.answering(refusal)) {
      Process java =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  ProxiedCallsTest.class.getName(),
                  "http://ann:secret@127.0.0.1:" + proxy.port())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();

      assertThat(java.waitFor(50, TimeUnit.SECONDS)).isTrue();
      assertThat(proxy.requests().getFirst().line()).startsWith("CONNECT vendor.invalid:443");
      assertThat(proxy.requests().getFirst().headers().first("proxy-authorization"))
          .contains("Basic YW5uOnNlY3JldA==");
    }
  }

  /** One call through the proxy that is named. */
  public static void main(String[] proxy) {
    Deployment secure = at(URI.create("https://vendor.invalid/v1"));
    try (Mainstay mainstay = mainstay(secure, "HTTPS_PROXY", proxy[0])) {
      mainstay.chat("chat", "Hello");
    }
  }

  private static Deployment at(URI endpoint) {
    return Deployment.of("openai/gpt-4o").withEndpoint(endpoint).withKey("sk-of-the-vendor");
  }

  private static Mainstay mainstay(Deployment deployment, String name, String value) {
    return Mainstay.builder()
        .environment(Map.of(name, value))
        .retries(0)
        .group("chat", deployment)
        .build();
  }

  private static String address(RawServer proxy) {
    return "http://127.0.0.1:" + proxy.port();
  }
}
