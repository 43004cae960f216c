package dev.mainstay.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The event stream of the HTML standard, read in the plainest way: all of it, line by line. Beyond
 * the standard, a field may have before it what is neither ASCII nor printable.
 */
final class SseReference {
  private SseReference() {}

  static List<SseEvent> events(byte[] stream) {
    List<SseEvent> events = new ArrayList<>();
    String name = "";
    List<String> data = new ArrayList<>();
    for (String told : closedLines(stream)) {
      String line = told.replaceFirst("^[^\t -~][^!-~]*(?=(data|event)(:|$))", "");
      if (line.isEmpty()) {
        if (!data.isEmpty()) {
          events.add(new SseEvent(utf8(name), bytes(String.join("\n", data))));
        }
        name = "";
        data.clear();
        continue;
      }
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
      if (field.equals("data")) {
        data.add(value);
      } else if (field.equals("event")) {
        name = value;
      }
    }
    return events;
  }

  // One char is one byte here, so that nothing is lost on the way.
  private static List<String> closedLines(byte[] stream) {
    String text =
        new String(stream, StandardCharsets.ISO_8859_1).replaceFirst("^\u00EF\u00BB\u00BF", "");
    List<String> lines = new ArrayList<>(List.of(text.split("\r\n|\r|\n", -1)));
    lines.removeLast();
    return lines;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String utf8(String text) {
    return new String(bytes(text), StandardCharsets.UTF_8);
  }
}
