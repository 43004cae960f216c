package dev.mainstay.provider.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The events of a recorded stream as bytes: server-sent ones, lines of JSON, or AWS's binary
 * messages.
 */
final class RecordedEvents {
  // What a model says; ids, types, reasons and numbers are not words.
  private static final Pattern WORDS =
      Pattern.compile(
          "\"(content|text|reasoning|reasoning_content|thinking|arguments|partial_json|input"
              + "|partialArgs|obfuscation|created_at|p)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  // How many tokens there are so far.
  private static final Pattern COUNTS =
      Pattern.compile("\"(candidates|total)TokenCount\"\\s*:\\s*\\d+");

  // Of AWS's messages: their length, that of their headers, and what proves them.
  private static final int FRAME_HEAD = 12;
  private static final int FRAME_END = 4;

  private RecordedEvents() {}

  /**
   * {@code body} without events that differ in their words alone from earlier ones that came after
   * the same: what is left has each event in each neighbourhood, which is all that a cut can tell
   * apart. Words of ASCII, words with wider characters and words with escapes are not alike.
   */
  static byte[] withoutMoreOfTheSame(byte[] body) {
    ByteArrayOutputStream left = new ByteArrayOutputStream();
    Set<List<String>> known = new HashSet<>();
    String last = "";
    for (byte[] event : split(body)) {
      String shape = shape(event);
      if (known.add(List.of(last, shape))) {
        left.writeBytes(event);
      }
      last = shape;
    }
    return left.toByteArray();
  }

  private static String shape(byte[] event) {
    boolean isFrame = event.length > FRAME_HEAD && event[0] == 0;
    String text =
        isFrame
            ? latin(event, FRAME_HEAD, event.length - FRAME_END)
            : latin(event, 0, event.length);
    String silent = WORDS.matcher(text).replaceAll(words -> words.group(1) + kind(words.group(2)));
    return COUNTS.matcher(silent).replaceAll("").replace(" ", "");
  }

  private static String kind(String words) {
    boolean isEmpty = words.isEmpty();
    boolean isAscii = words.chars().allMatch(c -> c < 128);
    boolean isEscaped = words.indexOf('\\') >= 0;
    return isEmpty + " " + isAscii + " " + isEscaped;
  }

  private static List<byte[]> split(byte[] body) {
    if (body.length > FRAME_HEAD && body[0] == 0) {
      return frames(body);
    }
    String text = latin(body, 0, body.length);
    String end = text.contains("data:") ? "(?<=\n\n|\r\n\r\n)" : "(?<=\n)";
    return Stream.of(text.split(end)).map(e -> e.getBytes(StandardCharsets.ISO_8859_1)).toList();
  }

  private static List<byte[]> frames(byte[] body) {
    List<byte[]> frames = new ArrayList<>();
    ByteBuffer left = ByteBuffer.wrap(body);
    while (left.hasRemaining()) {
      byte[] frame = new byte[Math.min(left.remaining(), left.getInt(left.position()))];
      left.get(frame);
      frames.add(frame);
    }
    return frames;
  }

  private static String latin(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
