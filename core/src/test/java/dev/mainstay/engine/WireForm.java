package dev.mainstay.engine;

import dev.mainstay.engine.WireAnswer.Place;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How a provider writes a stream of chat completion chunks: the same answer in the many forms that
 * vendors have, its text cut anywhere, also inside a surrogate pair.
 *
 * @param escapes whether everything but ASCII is written as an escape
 * @param lineEnd what ends its lines
 * @param mostChars how many characters of text a chunk has at most
 * @param roleApart whether the role comes in a chunk of its own
 * @param endApart whether the finish reason comes in a chunk of its own
 * @param endOnEach whether every chunk says {@code stop}
 * @param usage where the usage comes
 * @param keepAlives whether comments come between the events
 */
record WireForm(
    boolean escapes,
    String lineEnd,
    int mostChars,
    boolean roleApart,
    boolean endApart,
    boolean endOnEach,
    UsageAt usage,
    boolean keepAlives) {
  /** Where a stream tells its usage. */
  enum UsageAt {
    NOWHERE,
    WITH_END,
    APART
  }

  /** What is said in an answer. */
  record Said(String reasoning, String text, List<Call> calls) {
    /** A call of a tool. */
    record Call(String id, String name, String arguments) {}

    static Said text(String text) {
      return new Said("", text, List.of());
    }

    String finishReason() {
      return calls.isEmpty() ? "stop" : "tool_calls";
    }
  }

  static final long PROMPT_TOKENS = 7;

  static WireForm any(RandomGenerator random) {
    return new WireForm(
        random.nextInt(3) == 0,
        random.nextInt(4) == 0 ? "\r\n" : "\n",
        random.nextBoolean() ? 3 : 40,
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextInt(6) == 0,
        UsageAt.values()[random.nextInt(UsageAt.values().length)],
        random.nextInt(3) == 0);
  }

  /** The tokens that an answer of {@code said} says it has written. */
  static long completionTokens(Said said) {
    return 1 + said.text().length() / 4;
  }

  /** {@code said} in this form, under the id {@code id}. */
  WireAnswer write(Said said, String id, RandomGenerator random) {
    return new Writing(said, id, random).all();
  }

  /** One answer being written. */
  private final class Writing {
    private final Said said;
    private final String head;
    private final RandomGenerator random;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Integer> events = new ArrayList<>();
    private String role = "\"role\":\"assistant\",";
    private Place firstOutput = new Place(Integer.MAX_VALUE, Integer.MAX_VALUE);

    Writing(Said said, String id, RandomGenerator random) {
      this.said = said;
      this.head =
          "{\"id\":%s,\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
              .formatted(json(id));
      this.random = random;
    }

    WireAnswer all() {
      if (roleApart) {
        delta(role() + "\"content\":\"\"");
      }
      pieces(said.reasoning()).forEach(this::reasoning);
      List<String> pieces = pieces(said.text());
      int alone = endApart || !said.calls().isEmpty() ? pieces.size() : pieces.size() - 1;
      pieces.subList(0, Math.max(0, alone)).forEach(this::content);
      for (int i = 0; i < said.calls().size(); i++) {
        call(i, said.calls().get(i));
      }
      Place end = end(alone < pieces.size() && alone >= 0 ? pieces.getLast() : "");
      int before = Math.max(0, alone) + said.calls().size();
      Optional<Place> counted =
          usage == UsageAt.APART
              ? Optional.of(event(head + "\"choices\":[]," + usage() + "}"))
              : Optional.empty();
      Place done = event("[DONE]");
      boolean isBeside = alone < pieces.size();
      Place proof = before < 2 ? done : endOnEach || isBeside ? counted.orElse(done) : end;
      return new WireAnswer(
          out.toByteArray(),
          firstOutput,
          end,
          proof,
          events.stream().mapToInt(Integer::intValue).toArray());
    }

    // Half a character is not told before its other half.
    private void content(String piece) {
      boolean isHalf = piece.length() == 1 && Character.isHighSurrogate(piece.charAt(0));
      Place place = delta(role() + "\"content\":" + json(piece));
      if (!isHalf) {
        seen(place);
      }
    }

    private void reasoning(String piece) {
      seen(delta(role() + "\"reasoning_content\":" + json(piece)));
    }

    // Held back to the end.
    private void call(int index, Said.Call call) {
      String at = "\"tool_calls\":[{\"index\":" + index + ",";
      String begun =
          "\"id\":%s,\"type\":\"function\",\"function\":{\"name\":%s,\"arguments\":\"\"}}]"
              .formatted(json(call.id()), json(call.name()));
      delta(role() + at + begun);
      for (String piece : pieces(call.arguments())) {
        delta(at + "\"function\":{\"arguments\":" + json(piece) + "}}]");
      }
    }

    private Place end(String lastText) {
      String content = lastText.isEmpty() ? "" : role() + "\"content\":" + json(lastText);
      String told = usage == UsageAt.WITH_END ? "," + usage() : "";
      return seen(
          event(
              "%s\"choices\":[{\"index\":0,\"delta\":{%s},\"finish_reason\":\"%s\"}]%s}"
                  .formatted(head, content, said.finishReason(), told)));
    }

    private Place seen(Place place) {
      firstOutput = firstOutput.certain() == Integer.MAX_VALUE ? place : firstOutput;
      return place;
    }

    private Place delta(String delta) {
      return event(
          head
              + "\"choices\":[{\"index\":0,\"delta\":{"
              + delta
              + "},\"finish_reason\":"
              + (endOnEach ? "\"stop\"}]" : "null}]")
              + (usage == UsageAt.APART ? ",\"usage\":null}" : "}"));
    }

    private Place event(String data) {
      if (keepAlives && random.nextInt(4) == 0) {
        out.writeBytes(WireAnswer.bytes(": keep-alive" + lineEnd + lineEnd));
      }
      out.writeBytes(WireAnswer.bytes((random.nextBoolean() ? "data: " : "data:") + data));
      int possible = out.size();
      out.writeBytes(WireAnswer.bytes(lineEnd + lineEnd));
      events.add(out.size());
      return new Place(possible, out.size());
    }

    private String role() {
      String once = role;
      role = "";
      return once;
    }

    private String usage() {
      long completion = completionTokens(said);
      return String.format(
          Locale.ROOT,
          "\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}",
          PROMPT_TOKENS,
          completion,
          PROMPT_TOKENS + completion);
    }

    private List<String> pieces(String text) {
      List<String> pieces = new ArrayList<>();
      int at = 0;
      while (at < text.length()) {
        int next = Math.min(text.length(), at + 1 + random.nextInt(mostChars));
        pieces.add(text.substring(at, next));
        at = next;
      }
      return pieces;
    }

    private String json(String text) {
      StringBuilder json = new StringBuilder("\"");
      for (int i = 0; i < text.length(); i++) {
        append(text, i, json);
      }
      return json.append('"').toString();
    }

    private void append(String text, int i, StringBuilder json) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || (escapes && c > '~') || isHalf(text, i)) {
        json.append("\\u").append(HexFormat.of().toHexDigits(c));
      } else {
        json.append(c);
      }
    }

    // What has no form in UTF-8 can only be escaped.
    private static boolean isHalf(String text, int i) {
      char c = text.charAt(i);
      boolean isFirst = i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
      boolean isSecond = i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
      return (Character.isHighSurrogate(c) && !isFirst)
          || (Character.isLowSurrogate(c) && !isSecond);
    }
  }
}
