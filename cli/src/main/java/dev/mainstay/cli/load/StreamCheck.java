package dev.mainstay.cli.load;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A streamed answer: events that parse, a finish reason, and {@code [DONE]}. */
final class StreamCheck implements AnswerCheck {
  private static final byte[] DATA = ascii("data:");
  private static final byte[] DONE = ascii("[DONE]");

  private final @Nullable StringBuilder text;
  private final Optional<String> expected;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
  private boolean hasSaid;
  private boolean isFinished;
  private boolean isDone;
  private @Nullable Miss broken;

  StreamCheck(Optional<String> expected) {
    this.expected = expected;
    this.text = expected.isPresent() ? new StringBuilder() : null;
  }

  @Override
  public boolean take(byte[] bytes, int length) {
    int from = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        if (line.size() == 0) {
          read(bytes, from, i);
        } else {
          line.write(bytes, from, i - from);
          byte[] whole = line.toByteArray();
          line.reset();
          read(whole, 0, whole.length);
        }
        from = i + 1;
      }
    }
    line.write(bytes, from, length - from);
    return hasSaid;
  }

  @Override
  public Optional<Miss> miss() {
    if (broken != null) {
      return Optional.of(broken);
    }
    if (!isFinished) {
      return Optional.of(Miss.notWhole("the stream ended without a finish_reason"));
    }
    if (!isDone) {
      return Optional.of(Miss.notWhole("the stream ended without [DONE]"));
    }
    return text == null || expected.filter(text.toString()::equals).isPresent()
        ? Optional.empty()
        : Optional.of(new Miss("another text", text.toString()));
  }

  private void read(byte[] bytes, int from, int to) {
    if (!startsWith(bytes, from, to, DATA)) {
      return;
    }
    int start = skipBlanks(bytes, from + DATA.length, to);
    if (startsWith(bytes, start, to, DONE)) {
      isDone = true;
    } else if (broken == null) {
      parse(new String(bytes, start, to - start, StandardCharsets.UTF_8));
    }
  }

  private void parse(String json) {
    JsonObject event;
    try {
      event = Json.parseObject(json);
    } catch (JsonException e) {
      broken = Miss.notAnAnswer("an event is not a JSON object: " + e.getMessage());
      return;
    }
    if (event.hasValue("error")) {
      broken = Miss.inStream(event.toBytes());
      return;
    }
    Optional<JsonObject> choice = event.array("choices").flatMap(all -> all.objects().findFirst());
    isFinished |= choice.flatMap(it -> it.text("finish_reason")).isPresent();
    choice.flatMap(it -> it.object("delta")).ifPresent(this::hear);
  }

  private void hear(JsonObject delta) {
    Optional<String> content = delta.text("content").filter(said -> !said.isEmpty());
    hasSaid |=
        content.isPresent()
            || delta.hasValue("tool_calls")
            || delta.hasValue("reasoning_content")
            || delta.hasValue("reasoning");
    if (text != null) {
      content.ifPresent(text::append);
    }
  }

  private static int skipBlanks(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] == ' ') {
      at++;
    }
    return at;
  }

  private static boolean startsWith(byte[] bytes, int from, int to, byte[] start) {
    if (to - from < start.length) {
      return false;
    }
    for (int i = 0; i < start.length; i++) {
      if (bytes[from + i] != start[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
