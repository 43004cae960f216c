package dev.mainstay.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/** Streams of one word an event, as vendors send them that speak dialects of their own. */
final class DialectSamples {
  private DialectSamples() {}

  /** Gemini's frames, about 310 bytes each. */
  static byte[] gemini(int pieces) {
    return text(pieces, i -> frame("{\"text\":\" word" + i + "\"}", ""), "")
        .concat(frame("{\"text\":\"\"}", ",\"finishReason\":\"STOP\""))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String frame(String part, String end) {
    return "data: {\"candidates\":[{\"content\":{\"parts\":["
        + part
        + "],\"role\":\"model\"}"
        + end
        + ",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":25,\"candidatesTokenCount\":7,\"totalTokenCount\":32,\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":25}]},\"modelVersion\":\"gemini-2.5-flash\",\"responseId\":\"AbCdEfGhIjKlMnOpQrStUv\"}\r\n\r\n";
  }

  /** Cohere's events, about 140 bytes each. */
  static byte[] cohere(int pieces) {
    return text(
            pieces,
            i ->
                event(
                    "content-delta",
                    ",\"index\":0,\"delta\":{\"message\":{\"content\":{\"text\":\" word"
                        + i
                        + "\"}}}"),
            event(
                "message-start",
                ",\"id\":\"c1\",\"delta\":{\"message\":{\"role\":\"assistant\",\"content\":[]}}"))
        .concat(
            event(
                "message-end",
                ",\"delta\":{\"finish_reason\":\"COMPLETE\",\"usage\":{\"tokens\":"
                    + "{\"input_tokens\":25,\"output_tokens\":7}}}"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String event(String type, String rest) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + rest + "}\n\n";
  }

  /** Ollama's lines, about 130 bytes each. */
  static byte[] ollama(int pieces) {
    return text(pieces, i -> line(" word" + i, "\"done\":false"), "")
        .concat(
            line(
                "",
                "\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":25,\"eval_count\":7"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String line(String text, String end) {
    return "{\"model\":\"llama3.1\",\"created_at\":\"2026-05-24T20:26:46.294874Z\",\"message\":"
        + "{\"role\":\"assistant\",\"content\":\""
        + text
        + "\"},"
        + end
        + "}\n";
  }

  /** Bedrock's messages, about 230 bytes each. */
  static byte[] bedrock(int pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    add(all, "messageStart", "{\"p\":\"abcdefgh\",\"role\":\"assistant\"}");
    for (int i = 0; i < pieces; i++) {
      add(
          all,
          "contentBlockDelta",
          "{\"contentBlockIndex\":0,\"delta\":{\"text\":\" word" + i + "\"},\"p\":\"abcdefgh\"}");
    }
    add(all, "contentBlockStop", "{\"contentBlockIndex\":0,\"p\":\"abcdefgh\"}");
    add(all, "messageStop", "{\"p\":\"abcdefgh\",\"stopReason\":\"end_turn\"}");
    add(
        all,
        "metadata",
        "{\"metrics\":{\"latencyMs\":9},\"usage\":{\"inputTokens\":25,\"outputTokens\":7,"
            + "\"totalTokens\":32}}");
    return all.toByteArray();
  }

  // https://docs.aws.amazon.com/transcribe/latest/dg/event-stream.html
  private static void add(ByteArrayOutputStream to, String type, String payload) {
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    header(headers, ":event-type", type);
    header(headers, ":content-type", "application/json");
    header(headers, ":message-type", "event");
    byte[] body = payload.getBytes(StandardCharsets.UTF_8);
    int length = 16 + headers.size() + body.length;
    ByteBuffer message = ByteBuffer.allocate(length);
    message.putInt(length).putInt(headers.size());
    message.putInt(checksum(message.array(), message.position()));
    message.put(headers.toByteArray()).put(body);
    message.putInt(checksum(message.array(), message.position()));
    to.writeBytes(message.array());
  }

  private static void header(ByteArrayOutputStream to, String name, String value) {
    to.write(name.length());
    to.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    to.write(7);
    to.write(0);
    to.write(value.length());
    to.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }

  private static String text(int pieces, IntFunction<String> piece, String begin) {
    return IntStream.range(0, pieces).mapToObj(piece).collect(Collectors.joining("", begin, ""));
  }
}
