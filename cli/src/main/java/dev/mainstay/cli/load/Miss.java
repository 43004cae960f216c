package dev.mainstay.cli.load;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonObject;
import java.nio.charset.StandardCharsets;

/**
 * Why an answer does not count.
 *
 * @param kind what it is counted under, as in {@code HTTP 429} or {@code cut off}
 * @param detail what is known of this one
 */
record Miss(String kind, String detail) {
  private static final int MOST_DETAIL = 300;

  /** What has neither beginning nor end. */
  static Miss notWhole(String detail) {
    return new Miss("cut off", detail);
  }

  static Miss notAnAnswer(String detail) {
    return new Miss("not an answer", detail);
  }

  /** It took longer than it may. */
  static Miss late(boolean hasBegun) {
    return new Miss("timed out", hasBegun ? "within the answer" : "before the first of the answer");
  }

  static Miss status(int status, byte[] body) {
    return new Miss("HTTP " + status, message(body));
  }

  /** A stream that tells an error. */
  static Miss inStream(byte[] event) {
    return new Miss("error in the stream", message(event));
  }

  static Miss connection(Failure failure, boolean hasBegun) {
    if (failure instanceof Failure.MalformedAnswer) {
      return notAnAnswer(failure.message());
    }
    return hasBegun ? notWhole(failure.message()) : new Miss("no connection", failure.message());
  }

  /** A bug, of this load or of what it goes over. */
  static Miss unforeseen(RuntimeException bug) {
    return new Miss("unforeseen", bug.toString());
  }

  /** Both in one line. */
  String said() {
    return kind + ": " + detail;
  }

  /** The words of an error's body. */
  private static String message(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    try {
      JsonObject json = Json.parseObject(text);
      return json.object("error")
          .flatMap(error -> error.text("message"))
          .or(() -> json.text("message"))
          .orElse(cut(text));
    } catch (JsonException e) {
      return cut(text);
    }
  }

  private static String cut(String text) {
    return text.length() > MOST_DETAIL ? text.substring(0, MOST_DETAIL) : text;
  }
}
