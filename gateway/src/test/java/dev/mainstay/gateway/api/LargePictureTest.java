package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.mainstay.transport.RawServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the gateway allocates for a large picture on its way from one socket to the other: room for
 * the request as it comes and for that which is sent, and a third of one for room that was too
 * small before all had come. (The event loops' own buffers are used again and again.)
 */
@Timeout(60)
@ResourceLock(value = Resources.GLOBAL, mode = ResourceAccessMode.READ_WRITE)
class LargePictureTest {
  private static final int PICTURE = 17 * 1024 * 1024;
  private static final double ROOM = 2.5;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final String CHAT =
      """
      {"model":"chat","messages":[{"role":"user","content":[{"type":"text","text":"Look"},
       {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}]}]}
      """;
  private static final String MESSAGES =
      """
      {"model":"chat","max_tokens":9,"messages":[{"role":"user","content":[{"type":"text",
       "text":"Look"},{"type":"image","source":{"type":"base64","media_type":"image/png",
       "data":"%s"}}]}]}
      """;

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions, openai/gpt-4o",
    "/v1/chat/completions, anthropic/claude-sonnet-4-5",
    "/v1/chat/completions, gemini/gemini-2.5-flash",
    "/v1/chat/completions, bedrock/us.amazon.nova-pro-v1:0",
    "/v1/messages, openai/gpt-4o",
    "/v1/messages, anthropic/claude-sonnet-4-5"
  })
  void largePictureIsCopiedOnceBetweenTheSockets(String path, String model) throws IOException {
    String form = path.endsWith("messages") ? MESSAGES : CHAT;
    AtomicLong came = new AtomicLong();
    RawServer provider = RawServer.start(connection -> refuse(connection, came));
    try (RawStand stand =
            new RawStand(
                provider, url -> SimulatedWire.deployment(model, url).withKey("k-0123456789"));
        Caller caller = stand.caller()) {
      ask(caller, path, request(form, 1024));
      byte[] request = request(form, PICTURE);
      came.set(0);

      long before = THREADS.getTotalThreadAllocatedBytes();
      ask(caller, path, request);
      long allocated = THREADS.getTotalThreadAllocatedBytes() - before;

      assertThat(came.get()).isGreaterThan(PICTURE);
      assertThat((double) allocated / request.length).as("room in pictures").isLessThan(ROOM);
    }
  }

  private static byte[] request(String form, int bytes) {
    return form.formatted("iVBORw0K".repeat(bytes / 8)).getBytes(StandardCharsets.UTF_8);
  }

  private static void ask(Caller caller, String path, byte[] request) throws IOException {
    assertThat(caller.send("POST", path, request).read().status()).isEqualTo(400);
  }

  // Nothing of it is kept, which would be counted.
  private static void refuse(RawServer.Connection connection, AtomicLong came) throws IOException {
    while (true) {
      came.addAndGet(connection.skipRequest());
      connection.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    }
  }
}
