package dev.mainstay.benchmarks;

import java.nio.charset.StandardCharsets;

/** The bytes that the benchmarks read: the shapes and sizes of everyday traffic. */
final class Samples {
  private Samples() {}

  /** A stream of {@code events} chunks as OpenAI sends them, about 240 bytes each, with its end. */
  static byte[] stream(int events) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < events; i++) {
      text.append("data: ")
          .append(chunk("{\"content\":\" word" + i + "\"}", "null"))
          .append("\n\n");
    }
    text.append("data: ").append(chunk("{}", "\"stop\"")).append("\n\ndata: [DONE]\n\n");
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A stream of {@code deltas} pieces of text as Anthropic sends them, about 120 bytes each. */
  static byte[] messages(int deltas) {
    StringBuilder text = new StringBuilder();
    event(
        text,
        "message_start",
        "\"message\":{\"id\":\"msg_01AbCdEfGhIjKlMnOpQrStUv\",\"type\":\"message\",\"role\":\"assistant\","
            + "\"model\":\"claude-opus-4-6\",\"content\":[],\"stop_reason\":null,"
            + "\"usage\":{\"input_tokens\":25,\"output_tokens\":1}}");
    event(
        text,
        "content_block_start",
        "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}");
    for (int i = 0; i < deltas; i++) {
      event(
          text,
          "content_block_delta",
          "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" word" + i + "\"}");
    }
    event(text, "content_block_stop", "\"index\":0");
    event(
        text,
        "message_delta",
        "\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":" + deltas + "}");
    text.append("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void event(StringBuilder to, String type, String rest) {
    to.append("event: ").append(type).append("\ndata: {\"type\":\"").append(type).append("\",");
    to.append(rest).append("}\n\n");
  }

  /** One chunk of OpenAI's. */
  static byte[] chunk() {
    return chunk("{\"content\":\" word\"}", "null").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A request whose user message has {@code characters} characters, with quotes and line ends in
   * it.
   */
  static byte[] request(int characters) {
    String line = "She said \\\"yes\\\" and went on to the next line.\\n";
    String text = line.repeat(characters / line.length() + 1).substring(0, characters);
    // A cut inside an escape would be no JSON.
    String whole = text.endsWith("\\") ? text.substring(0, text.length() - 1) : text;
    return ("{\"model\":\"chat\",\"temperature\":0.2,\"messages\":[{\"role\":\"system\",\"content\":\"Be"
            + " brief.\"},{\"role\":\"user\",\"content\":\""
            + whole
            + "\"}]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String chunk(String delta, String finishReason) {
    return "{\"id\":\"chatcmpl-9x8y7z6w5v4u3t2s1r0q\",\"object\":\"chat.completion.chunk\","
        + "\"created\":1770000000,\"model\":\"gpt-4o-mini-2024-07-18\",\"system_fingerprint\":\"fp_0a1b2c3d4e\","
        + "\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"logprobs\":null,\"finish_reason\":"
        + finishReason
        + "}]}";
  }
}
