package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.mainstay.Mainstay;
import dev.mainstay.call.MainstayException;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Content;
import dev.mainstay.model.Message;
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
 * What is allocated from a request, or from the bytes of it, to those that are sent: a large
 * picture is copied once, into the body, whoever asks whom in whichever dialect. One that comes in
 * another form than it goes is brought into it once before.
 */
class PictureCopiesTest {
  private static final int PICTURE = 2 * 1024 * 1024;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  // One copy is what is sent; two would be twice as much.
  private static final double ONE_COPY = 1.5;
  private static final double ANOTHER_FORM_AND_ONE_COPY = 2.5;

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

  @ParameterizedTest
  @EnumSource
  void largePictureInBytesIsEncodedAndCopiedIntoTheBody(EveryDialect dialect) {
    requireCopies(
        ANOTHER_FORM_AND_ONE_COPY,
        picture -> sent(dialect, ChatRequest.builder("m").message(looked(picture)).build()),
        PictureCopiesTest::picture);
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI", "MISTRAL", "ANTHROPIC", "GEMINI", "CLAUDE_AT_BEDROCK"})
  void largeDocumentInBytesIsToo(EveryDialect dialect) {
    requireCopies(
        ANOTHER_FORM_AND_ONE_COPY,
        pdf ->
            sent(
                dialect,
                ChatRequest.builder("m").message(Message.user(Content.pdf("a.pdf", pdf))).build()),
        PictureCopiesTest::picture);
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI", "MISTRAL", "GEMINI"})
  void longSoundInBytesIsToo(EveryDialect dialect) {
    requireCopies(
        ANOTHER_FORM_AND_ONE_COPY,
        wav ->
            sent(
                dialect,
                ChatRequest.builder("m").message(Message.user(Content.audio("wav", wav))).build()),
        PictureCopiesTest::picture);
  }

  /** PHP escapes each slash of a picture. */
  @ParameterizedTest
  @EnumSource
  void largePictureWithEscapesIsReadOnceAndCopiedOnce(EveryDialect dialect) {
    requireCopies(
        ANOTHER_FORM_AND_ONE_COPY,
        request -> ask(dialect, request, ChatRequest::new),
        bytes -> chat("iVBOR\\/0K", bytes));
  }

  /** MIME breaks base64 behind 76 characters: it is made a text, and that is put on one line. */
  @ParameterizedTest
  @EnumSource
  void largePictureOnManyLinesIsReadOnce(EveryDialect dialect) {
    requireCopies(
        2 + ANOTHER_FORM_AND_ONE_COPY,
        request -> ask(dialect, request, ChatRequest::new),
        bytes -> chat("iVBORw0K".repeat(9) + "Pict\\n", bytes));
  }

  @Test
  void largePictureIsNotCopiedToBeLookedAtAsAMessagesContent() {
    requireOneCopy(
        request -> {
          ChatRequest chat = new ChatRequest(Json.parseObject(request));
          assertThat(chat.messages().getFirst().content().getLast())
              .isInstanceOf(Content.Image.class);
          return sent(EveryDialect.OPENAI, chat);
        },
        PictureCopiesTest::chat);
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
    requireCopies(ONE_COPY, sending, asking);
  }

  private static void requireCopies(
      double most, UnaryOperator<byte[]> sending, IntFunction<byte[]> asking) {
    assertThat(sending.apply(asking.apply(1024))).as("the classes are loaded").isNotEmpty();
    byte[] request = asking.apply(PICTURE);

    long before = THREADS.getCurrentThreadAllocatedBytes();
    byte[] sent = sending.apply(request);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

    assertThat(sent.length).isGreaterThan(PICTURE);
    assertThat((double) allocated / sent.length).as("copies of a picture").isLessThan(most);
  }

  private static byte[] chat(int bytes) {
    return chat("iVBORw0K", bytes);
  }

  private static byte[] chat(String piece, int bytes) {
    return request(
        """
        {"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"Look"},
         {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}]}]}
        """,
        piece.repeat(1 + bytes / piece.replaceAll("\\\\n?", "").length()));
  }

  private static byte[] message(int bytes) {
    return request(
        """
        {"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{"type":"text",
         "text":"Look"},{"type":"image","source":{"type":"base64","media_type":"image/png",
         "data":"%s"}}]}]}
        """,
        "iVBORw0K".repeat(bytes / 8));
  }

  private static byte[] request(String form, String picture) {
    return form.formatted(picture).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] picture(int bytes) {
    return "picture!".repeat(bytes / 8).getBytes(StandardCharsets.UTF_8);
  }

  private static Message looked(byte[] picture) {
    return Message.user(Content.text("Look"), Content.image("image/png", picture));
  }

  private static byte[] ask(
      EveryDialect dialect, byte[] request, Function<JsonObject, ChatRequest> reading) {
    return sent(dialect, reading.apply(Json.parseObject(request)));
  }

  private static byte[] sent(EveryDialect dialect, ChatRequest request) {
    ScriptedTransport transport = ScriptedTransport.answering(500, "");
    dialect.ask(transport, dialect.deployment(), request);
    return transport.calls.getFirst().body();
  }
}
