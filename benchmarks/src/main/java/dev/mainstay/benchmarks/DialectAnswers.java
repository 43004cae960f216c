package dev.mainstay.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Whole answers of the same words, as vendors send them. */
final class DialectAnswers {
  private DialectAnswers() {}

  static byte[] openAi(int words) {
    return utf8(
        "{\"id\":\"chatcmpl-9x8y7z6w5v4u3t2s1r0q\",\"object\":\"chat.completion\","
            + "\"created\":1770000000,\"model\":\"gpt-4o-mini-2024-07-18\",\"choices\":[{\"index\":0,"
            + "\"message\":{\"role\":\"assistant\",\"content\":\""
            + text(words)
            + "\",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":25,\"completion_tokens\":7,\"total_tokens\":32},"
            + "\"service_tier\":\"default\",\"system_fingerprint\":\"fp_0a1b2c3d4e\"}");
  }

  static byte[] anthropic(int words) {
    return utf8(
        "{\"id\":\"msg_01AbCdEfGhIjKlMnOpQrStUv\",\"type\":\"message\",\"role\":\"assistant\","
            + "\"model\":\"claude-opus-4-6\",\"content\":[{\"type\":\"text\",\"text\":\""
            + text(words)
            + "\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,"
            + "\"usage\":{\"input_tokens\":25,\"output_tokens\":7}}");
  }

  static byte[] gemini(int words) {
    return utf8(
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\""
            + text(words)
            + "\"}],\"role\":\"model\"},\"finishReason\":\"STOP\",\"index\":0}],"
            + "\"usageMetadata\":{\"promptTokenCount\":25,\"candidatesTokenCount\":7,"
            + "\"totalTokenCount\":32},\"modelVersion\":\"gemini-2.5-flash\","
            + "\"responseId\":\"AbCdEfGhIjKlMnOpQrStUv\"}");
  }

  static byte[] bedrock(int words) {
    return utf8(
        "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\""
            + text(words)
            + "\"}]}},\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":25,"
            + "\"outputTokens\":7,\"totalTokens\":32},\"metrics\":{\"latencyMs\":9}}");
  }

  static byte[] cohere(int words) {
    return utf8(
        "{\"id\":\"c14c80c3-18eb-4519-9460-6c92edd8cfb4\",\"finish_reason\":\"COMPLETE\","
            + "\"message\":{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\""
            + text(words)
            + "\"}]},\"usage\":{\"billed_units\":{\"input_tokens\":5,\"output_tokens\":7},"
            + "\"tokens\":{\"input_tokens\":25,\"output_tokens\":7}}}");
  }

  static byte[] ollama(int words) {
    return utf8(
        "{\"model\":\"llama3.1\",\"created_at\":\"2026-05-24T20:26:46.294874Z\",\"message\":"
            + "{\"role\":\"assistant\",\"content\":\""
            + text(words)
            + "\"},\"done\":true,\"done_reason\":\"stop\",\"total_duration\":4883583458,"
            + "\"prompt_eval_count\":25,\"eval_count\":7}");
  }

  private static String text(int words) {
    return IntStream.range(0, words).mapToObj(i -> "word" + i).collect(Collectors.joining(" "));
  }

  private static byte[] utf8(String body) {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
