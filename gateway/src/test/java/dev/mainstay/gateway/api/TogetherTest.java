package dev.mainstay.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.Gateway;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.provider.Deployment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A chunk waits for nothing that has not come whole, or that its reader may not see. */
@Timeout(60)
class TogetherTest {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
  private static final String END =
      "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
          + "data: [DONE]\n\n";

  @Test
  void chunkBehindWhichNothingWholeOrVisibleCameLeavesAtOnce() throws Exception {
    String unseen = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1}}\n\n";
    String half = says(" again");
    int cut = half.length() / 2;
    CountDownLatch seen = new CountDownLatch(1);
    try (ServerSocket provider = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Gateway gateway = gateway(provider.getLocalPort())) {
      Thread telling =
          Thread.startVirtualThread(() ->
              tell(
                  provider,
                  HEAD + says("Once") + says(" and") + unseen + half.substring(0, cut),
                  seen,
                  half.substring(cut) + END));

      try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
        caller.getOutputStream().write(request());
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(caller.getInputStream(), UTF_8));
        awaitLine(lines, "\" and\"");
        seen.countDown();
        awaitLine(lines, "\" again\"");
        awaitLine(lines, "[DONE]");
      }
      telling.join();
    }
  }

  private static String says(String text) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
  }

  private static Gateway gateway(int providerPort) throws IOException {
    URI endpoint = URI.create("http://127.0.0.1:" + providerPort + "/v1");
    return Gateway.start(
        GatewayConfig.builder()
            .host("127.0.0.1")
            .port(0)
            .group("chat", Deployment.of("openai/gpt-4o").withEndpoint(endpoint).withKey("sk-1"))
            .build());
  }

  private static byte[] request() {
    byte[] body = Stand.STREAM.getBytes(UTF_8);
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    return (head + Stand.STREAM).getBytes(UTF_8);
  }

  private static void awaitLine(BufferedReader lines, String part) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.contains(part)) {
      line = lines.readLine();
    }
    assertThat(line).as("a line with " + part).isNotNull();
  }

  private static void tell(
      ServerSocket provider, String first, CountDownLatch between, String rest) {
    try (Socket gateway = provider.accept()) {
      gateway.getInputStream().read(new byte[8192]);
      OutputStream out = gateway.getOutputStream();
      out.write(first.getBytes(UTF_8));
      out.flush();
      between.await();
      out.write(rest.getBytes(UTF_8));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
