package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.mainstay.json.Json;
import dev.mainstay.model.ChatRequest;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is allocated from the bytes of a request to those that are sent: a large picture becomes a
 * text once, to be looked at, is copied once into the body, and once before where a dialect wants
 * it without its URL.
 */
class PictureCopiesTest {
  private static final int PICTURE = 8 * 1024 * 1024;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @EnumSource
  void largePictureIsCopiedIntoTheBodyAndOutOfItsUrl(EveryDialect dialect) {
    ask(dialect, request(1024));
    byte[] request = request(PICTURE);

    long before = THREADS.getCurrentThreadAllocatedBytes();
    int sent = ask(dialect, request);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

    assertThat(sent).isGreaterThan(PICTURE);
    assertThat((double) allocated / sent)
        .as("copies of a picture")
        .isLessThan(dialect.isOpenAis() ? 2.1 : 3.1);
  }

  private static byte[] request(int bytes) {
    String json =
        """
        {"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"Look"},
         {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}]}]}
        """
            .formatted("iVBORw0K".repeat(bytes / 8));
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private static int ask(EveryDialect dialect, byte[] request) {
    ScriptedTransport transport = ScriptedTransport.answering(500, "");
    ChatRequest read = new ChatRequest(Json.parseObject(request));
    dialect.ask(transport, dialect.deployment(), read);
    return transport.calls.getFirst().body().length;
  }
}
