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
 * What is allocated from a request that has been read to the bytes that are sent: a large picture
 * is copied once, into the body, and once before where a dialect wants it without its URL.
 */
class PictureCopiesTest {
  private static final int PICTURE = 8 * 1024 * 1024;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @EnumSource
  void largePictureIsCopiedIntoTheBodyAndOutOfItsUrl(EveryDialect dialect) {
    ask(dialect, request(1024));
    ChatRequest request = request(PICTURE);

    long before = THREADS.getCurrentThreadAllocatedBytes();
    int sent = ask(dialect, request);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

    assertThat(sent).isGreaterThan(PICTURE);
    assertThat((double) allocated / sent)
        .as("copies of a picture")
        .isLessThan(dialect.isOpenAis() ? 1.1 : 2.1);
  }

  private static ChatRequest request(int bytes) {
    String json =
        """
        {"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"Look"},
         {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}]}]}
        """
            .formatted("iVBORw0K".repeat(bytes / 8));
    return new ChatRequest(Json.parseObject(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static int ask(EveryDialect dialect, ChatRequest request) {
    ScriptedTransport transport = ScriptedTransport.answering(500, "");
    dialect.ask(transport, dialect.deployment(), request);
    return transport.calls.getFirst().body().length;
  }
}
