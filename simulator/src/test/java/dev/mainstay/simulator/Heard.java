package dev.mainstay.simulator;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a client heard in answer to one request, to the byte, and how it ended. */
record Heard(String raw, How how) {
  enum How {
    /** The message came to its end as HTTP says. */
    WHOLE,
    /** The connection was closed before that. */
    CLOSED,
    /** The connection was reset before that. */
    RESET,
    /** Nothing more came, and the connection stayed open. */
    SILENT
  }

  int status() {
    return Integer.parseInt(raw.substring(9, 12));
  }

  String head() {
    int end = raw.indexOf("\r\n\r\n");
    return end < 0 ? raw : raw.substring(0, end);
  }

  String header(String name) {
    String start = "\r\n" + name.toLowerCase(Locale.ROOT) + ": ";
    int at = head().toLowerCase(Locale.ROOT).indexOf(start);
    if (at < 0) {
      return "";
    }
    int from = at + start.length();
    int to = head().indexOf("\r\n", from);
    return to < 0 ? head().substring(from) : head().substring(from, to);
  }

  boolean isChunked() {
    return header("transfer-encoding").equals("chunked");
  }

  /** The body as far as it came, without framing. */
  String body() {
    int end = raw.indexOf("\r\n\r\n");
    if (end < 0) {
      return "";
    }
    String framed = raw.substring(end + 4);
    String bytes = isChunked() ? withoutChunks(framed) : framed;
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** The data of each whole event. */
  List<String> events() {
    List<String> events = new ArrayList<>();
    String body = body();
    int from = 0;
    for (int to = body.indexOf("\n\n"); to >= 0; to = body.indexOf("\n\n", from)) {
      String event = body.substring(from, to);
      if (event.startsWith("data: ")) {
        events.add(event.substring(6));
      }
      from = to + 2;
    }
    return events;
  }

  /** The text of the first choice, streamed or plain. */
  String text() {
    if (!header("content-type").startsWith("text/event-stream")) {
      return choice(json(), "message").text("content").orElse("");
    }
    StringBuilder text = new StringBuilder();
    for (String event : events()) {
      if (event.startsWith("{") && event.endsWith("}")) {
        text.append(choice(Json.parseObject(event), "delta").text("content").orElse(""));
      }
    }
    return text.toString();
  }

  /** Whether a finish reason was told, and no error. */
  boolean isAnswer() {
    return status() == 200
        && body().contains("\"finish_reason\":\"")
        && !body().contains("\"error\"");
  }

  JsonObject json() {
    return Json.parseObject(body());
  }

  private static JsonObject choice(JsonObject json, String member) {
    return json.array("choices")
        .flatMap(choices -> choices.objects().findFirst())
        .flatMap(choice -> choice.object(member))
        .orElse(JsonObject.empty());
  }

  static String withoutChunks(String framed) {
    StringBuilder body = new StringBuilder();
    int from = 0;
    int lineEnd = framed.indexOf("\r\n");
    while (lineEnd > from) {
      int size = Integer.parseInt(framed.substring(from, lineEnd), 16);
      int start = lineEnd + 2;
      body.append(framed, start, Math.min(framed.length(), start + size));
      from = start + size + 2;
      lineEnd = framed.indexOf("\r\n", Math.min(from, framed.length()));
    }
    return body.toString();
  }
}
