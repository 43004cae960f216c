package dev.mainstay.benchmarks.mock;

import dev.mainstay.transport.Headers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The bytes of workloads: requests, answers, and the text that has to arrive. */
final class Workloads {
  private static final String LINE = "She said \\\"yes\\\" and went on to the next line.\\n";
  private static final String CHUNK =
      "{\"id\":\"chatcmpl-9x8y7z6w5v4u3t2s1r0q\",\"object\":\"chat.completion.chunk\",\"created\":1770000000,"
          + "\"model\":\"%s\",\"system_fingerprint\":\"fp_0a1b2c3d4e\","
          + "\"choices\":[{\"index\":0,\"delta\":%s,\"logprobs\":null,\"finish_reason\":%s}]}";

  private Workloads() {}

  /** The whole request, head included, as sent to the endpoint at {@code url}. */
  static byte[] request(Workload workload, URI url, Headers headers) {
    byte[] body = requestBody(workload);
    StringBuilder more = new StringBuilder();
    headers.entries().forEach(each -> more.append(each.name() + ": " + each.value() + "\r\n"));
    String head =
        ("POST " + url.getPath() + "/chat/completions HTTP/1.1\r\n")
            + ("host: " + url.getAuthority() + "\r\n")
            + more
            + "content-type: application/json\r\n"
            + "accept: */*\r\n"
            + ("content-length: " + body.length + "\r\n\r\n");
    return join(bytes(head), body);
  }

  /** The text of a whole answer, in its JSON spelling. */
  static byte[] text(Workload workload) {
    return switch (workload.answer()) {
      case MockAnswer.Plain(int size) -> bytes(lines(size));
      case MockAnswer.Chunks(int count, var perWrite, var pace) -> bytes(words(count));
      case MockAnswer.Silence(int count) -> bytes(words(count));
    };
  }

  /** What the mock provider writes, one element at a time. */
  static List<byte[]> writes(Workload workload) {
    return switch (workload.answer()) {
      case MockAnswer.Plain(int size) -> List.of(plain(workload, size));
      case MockAnswer.Chunks(int count, int perWrite, var pace) ->
          stream(workload, count, perWrite);
      case MockAnswer.Silence(int count) when count > 0 ->
          List.of(join(streamHead(), events(workload, 0, count)));
      case MockAnswer.Silence silence -> List.of();
    };
  }

  private static byte[] requestBody(Workload workload) {
    String stream = workload.isStream() ? ",\"stream\":true" : "";
    String body =
        ("{\"model\":\"" + workload.name() + "\"" + stream + ",\"temperature\":0.2,")
            + "\"messages\":[{\"role\":\"system\",\"content\":\"Be"
            + " brief.\"},{\"role\":\"user\",\"content\":\""
            + lines(workload.requestBytes())
            + "\"}]}";
    return bytes(body);
  }

  private static byte[] plain(Workload workload, int size) {
    String body =
        "{\"id\":\"chatcmpl-9x8y7z6w5v4u3t2s1r0q\",\"object\":\"chat.completion\",\"created\":1770000000,"
            + ("\"model\":\"" + workload.name() + "\",")
            + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
            + lines(size)
            + "\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":500,\"completion_tokens\":500,\"total_tokens\":1000}}";
    String head =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
            + (body.length() + "\r\n\r\n");
    return bytes(head + body);
  }

  private static List<byte[]> stream(Workload workload, int count, int perWrite) {
    List<byte[]> writes = new ArrayList<>();
    for (int i = 0; i < count; i += perWrite) {
      writes.add(events(workload, i, Math.min(count, i + perWrite)));
    }
    writes.set(0, join(streamHead(), writes.getFirst()));
    String end =
        framed("data: " + CHUNK.formatted(workload.name(), "{}", "\"stop\"") + "\n\n")
            + framed("data: [DONE]\n\n")
            + "0\r\n\r\n";
    writes.add(bytes(end));
    return writes;
  }

  /** X-Accel-Buffering is how a provider tells nginx not to hold a stream back. */
  private static byte[] streamHead() {
    return bytes(
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-cache\r\n"
            + "x-accel-buffering: no\r\ntransfer-encoding: chunked\r\n\r\n");
  }

  private static byte[] events(Workload workload, int from, int to) {
    StringBuilder events = new StringBuilder();
    for (int i = from; i < to; i++) {
      String delta = "{\"content\":\"" + word(i) + "\"}";
      events.append(framed("data: " + CHUNK.formatted(workload.name(), delta, "null") + "\n\n"));
    }
    return bytes(events.toString());
  }

  private static String framed(String data) {
    return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
  }

  private static String words(int count) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < count; i++) {
      words.append(word(i));
    }
    return words.toString();
  }

  private static String word(int i) {
    return " word" + i;
  }

  private static String lines(int size) {
    return LINE.repeat(Math.max(1, size / LINE.length()));
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] bytes(String ascii) {
    return ascii.getBytes(StandardCharsets.US_ASCII);
  }
}
