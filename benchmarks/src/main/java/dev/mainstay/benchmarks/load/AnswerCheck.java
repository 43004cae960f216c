package dev.mainstay.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Whether an answer is the one that was sent: status 200, its text byte for byte, its end. What a
 * gateway may change (spacing, fields around the text, how a stream is cut into HTTP chunks) is not
 * looked at.
 */
final class AnswerCheck {
  private static final byte[] CONTENT = ascii("\"content\":");
  private static final byte[] DATA = ascii("data: ");
  private static final byte[] DONE = ascii("[DONE]");
  private static final byte[] STOP = ascii("\"stop\"");
  private static final byte QUOTE = '"';

  private final boolean stream;
  private final byte[] text;
  private final byte[] collected;
  // Answers of one kind look alike: the text is first sought where the last one had it.
  private int textAt;

  AnswerCheck(Workload workload) {
    stream = workload.isStream();
    text = Script.text(workload);
    collected = new byte[text.length + 1];
  }

  /** What is wrong with a message that is whole; empty for a right answer. */
  Optional<String> mistake(Message answer) {
    if (answer.status() != 200) {
      return Optional.of("status " + answer.status() + ": " + excerpt(answer));
    }
    return stream ? streamMistake(answer) : plainMistake(answer);
  }

  private Optional<String> plainMistake(Message answer) {
    byte[] bytes = answer.array();
    int at = answer.bodyStart() + textAt;
    if (!ByteScan.startsWith(bytes, at, answer.bodyEnd(), text)) {
      at = ByteScan.indexOf(bytes, answer.bodyStart(), answer.bodyEnd(), text);
    }
    if (at < 0) {
      return Optional.of("another text: " + excerpt(answer));
    }
    textAt = at - answer.bodyStart();
    return bytes[answer.bodyEnd() - 1] == '}'
        ? Optional.empty()
        : Optional.of("no end: " + excerpt(answer));
  }

  private Optional<String> streamMistake(Message answer) {
    byte[] bytes = answer.array();
    int end = answer.bodyEnd();
    int length = 0;
    boolean stopped = false;
    boolean done = false;
    int next;
    for (int line = answer.bodyStart(); line < end; line = next) {
      int lineEnd = ByteScan.indexOf(bytes, line, end, (byte) '\n');
      lineEnd = lineEnd < 0 ? end : lineEnd;
      next = lineEnd + 1;
      if (ByteScan.startsWith(bytes, line, lineEnd, DATA)) {
        length = collect(bytes, line, lineEnd, length);
        done = ByteScan.startsWith(bytes, line + DATA.length, lineEnd, DONE);
        stopped |=
            !done && length == text.length && ByteScan.indexOf(bytes, line, lineEnd, STOP) > 0;
      }
    }
    if (!Arrays.equals(collected, 0, length, text, 0, text.length)) {
      return Optional.of("another text: " + excerpt(answer));
    }
    return stopped && done ? Optional.empty() : Optional.of("no end: " + excerpt(answer));
  }

  /** Adds the text of one event; what is too long is cut, and then compares unequal. */
  private int collect(byte[] bytes, int from, int to, int length) {
    int content = ByteScan.indexOf(bytes, from, to, CONTENT);
    if (content < 0) {
      return length;
    }
    int start = content + CONTENT.length;
    start += bytes[start] == ' ' ? 1 : 0;
    if (bytes[start] != QUOTE) {
      return length;
    }
    int end = ByteScan.indexOf(bytes, start + 1, to, QUOTE);
    int taken = Math.min(end - start - 1, collected.length - length);
    System.arraycopy(bytes, start + 1, collected, length, Math.max(0, taken));
    return length + Math.max(0, taken);
  }

  private static String excerpt(Message answer) {
    int from = Math.max(answer.bodyStart(), answer.bodyEnd() - 300);
    return new String(answer.array(), from, answer.bodyEnd() - from, StandardCharsets.UTF_8);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
