package dev.mainstay.provider;

import dev.mainstay.json.Json;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Tongue.Kind;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.provider.wire.ScriptedTransport.Ending;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpHead;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server that tells an end with every piece of its answer, or behind every piece.
 *
 * @param thoughts how many thoughts come first
 * @param thoughtsEnd whether they tell an end, too
 * @param honest how many pieces of each choice come first without an end
 * @param usageBehind whether the usage stands behind every piece
 */
record Liar(
    Tongue tongue,
    Kind kind,
    boolean isBeside,
    int thoughts,
    boolean thoughtsEnd,
    int honest,
    int pieces,
    int choices,
    boolean usageBehind) {

  /**
   * What it sends.
   *
   * @param events each as it is on the wire
   * @param answered how many of them have all that it says
   * @param revoked how many of them show that an end was none
   */
  record Told(List<byte[]> events, int answered, int revoked) {}

  boolean isPossible() {
    return tongue.has(kind)
        && (!isBeside || tongue.endsBeside())
        && (choices == 1 || tongue.hasChoices())
        && (!usageBehind || tongue.usage().findAny().isPresent());
  }

  Told stream() {
    return new Telling().all();
  }

  /** What is heard of the first {@code bytes} of it. */
  Heard heard(byte[] body, Ending ending) {
    ScriptedTransport transport =
        new ScriptedTransport(
            new HttpHead(200, Headers.of("Content-Type", tongue.type())), body, ending);
    ChatRequest request =
        new ChatRequest(
            Json.parseObject("{\"messages\":[],\"stream\":true,\"n\":%s}".formatted(choices)));
    return Heard.from(
        tongue
            .provider(transport, new ManualTime())
            .open(tongue.deployment(), request, Duration.ofSeconds(5)));
  }

  static byte[] join(List<byte[]> events) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    events.forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** Its stream being written. */
  private final class Telling {
    private final List<byte[]> events = new ArrayList<>();
    private boolean ended;
    private int answered;
    private int revoked = Integer.MAX_VALUE;

    Told all() {
      send(tongue.starts());
      for (int i = 0; i < thoughts; i++) {
        say(Kind.THOUGHT, 0, "Hm", thoughtsEnd);
      }
      for (int i = 0; i < pieces; i++) {
        for (int choice = 0; choice < choices; choice++) {
          say(kind, choice, kind == Kind.CALL ? String.valueOf(i) : "w" + i, i >= honest);
        }
      }
      send(tongue.lastWord());
      return new Told(events, answered, revoked);
    }

    private void say(Kind what, int choice, String word, boolean isEnd) {
      send(tongue.says(what, choice, word, isEnd && isBeside ? Tongue.STOP : ""));
      answered = events.size();
      revoked = ended && choices == 1 ? Math.min(revoked, answered) : revoked;
      if (isEnd && !isBeside) {
        send(tongue.ends(choice));
      }
      ended |= isEnd;
      if (isEnd && usageBehind) {
        send(tongue.usage());
      }
    }

    private void send(Stream<String> more) {
      more.map(tongue::bytes).forEach(events::add);
    }
  }
}
