package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.mainstay.Mainstay;
import dev.mainstay.call.MainstayException;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.anthropic.AnthropicMessages;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is allocated from the bytes of a request to those that are sent: a large picture is copied
 * once, into the body, whoever asks whom in whichever dialect.
 */
class PictureCopiesTest {
  private static final int PICTURE = 2 * 1024 * 1024;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  // One copy is what is sent; two would be twice as much.
  private static final double ONE_COPY = 1.5;

  @ParameterizedTest
  @EnumSource
  void largePictureIsCopiedIntoTheBodyAlone(EveryDialect dialect) {
    requireOneCopy(dialect, PictureCopiesTest::chat, ChatRequest::new);
  }

  @ParameterizedTest
  @EnumSource
  void largePictureOfAnthropicsDialectIsToo(EveryDialect dialect) {
    requireOneCopy(
        dialect, PictureCopiesTest::message, body -> AnthropicMessages.request(body, List.of()));
  }

  /** Limits are kept by an estimate of the prompt's tokens, which looks at no picture. */
  @Test
  void largePictureIsCopiedOnceOnItsWayThroughTheLibrary() {
    requireOneCopy(
        request -> {
          EveryDialect dialect = EveryDialect.GEMINI;
          ScriptedTransport transport = ScriptedTransport.answering(400, "");
          try (Mainstay mainstay =
              Mainstay.builder()
                  .transport(transport)
                  .group("m", dialect.deployment().withTpm(1_000_000))
                  .build()) {
            ChatRequest chat = new ChatRequest(Json.parseObject(request));
            assertThatThrownBy(() -> mainstay.chat(chat)).isInstanceOf(MainstayException.class);
          }
          return transport.calls.getFirst().body();
        },
        PictureCopiesTest::chat);
  }

  private static void requireOneCopy(
      EveryDialect dialect, IntFunction<byte[]> asking, Function<JsonObject, ChatRequest> reading) {
    requireOneCopy(request -> ask(dialect, request, reading), asking);
  }

  private static void requireOneCopy(UnaryOperator<byte[]> sending, IntFunction<byte[]> asking) {
    assertThat(sending.apply(asking.apply(1024))).as("the classes are loaded").isNotEmpty();
    byte[] request = asking.apply(PICTURE);

    long before = THREADS.getCurrentThreadAllocatedBytes();
    byte[] sent = sending.apply(request);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

    assertThat(sent.length).isGreaterThan(PICTURE);
    assertThat((double) allocated / sent.length).as("copies of a picture").isLessThan(ONE_COPY);
  }

  private static byte[] chat(int bytes) {
    return request(
        """
        {"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"Look"},
         {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}]}]}
        """,
        bytes);
  }

  private static byte[] message(int bytes) {
    return request(
        """
        {"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{"type":"text",
         "text":"Look"},{"type":"image","source":{"type":"base64","media_type":"image/png",
         "data":"%s"}}]}]}
        """,
        bytes);
  }

  private static byte[] request(String form, int bytes) {
    return form.formatted("iVBORw0K".repeat(bytes / 8)).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] ask(
      EveryDialect dialect, byte[] request, Function<JsonObject, ChatRequest> reading) {
    ScriptedTransport transport = ScriptedTransport.answering(500, "");
    dialect.ask(transport, dialect.deployment(), reading.apply(Json.parseObject(request)));
    return transport.calls.getFirst().body();
  }
}
