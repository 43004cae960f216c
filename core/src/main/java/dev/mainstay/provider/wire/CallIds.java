package dev.mainstay.provider.wire;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * The ids of one conversation's tool calls for a provider that refuses some characters or a length:
 * others' ids, as in {@code functions.get_weather:0}, are as they are after a fallback in
 * mid-conversation. Ids that differ stay different, and the same conversation comes to the same
 * ones each time, so that calls and results, and prompt caches, still fit. Not thread-safe.
 */
public final class CallIds {
  // No conversation has a million calls.
  private static final int LONGEST_END = "_999999".length();

  private final IntPredicate taken;
  private final int longest;
  private final Map<String, String> known = new HashMap<>();
  private final Set<String> made = new HashSet<>();
  private final Map<String, Integer> last = new HashMap<>();
  private final Set<String> written;

  /**
   * Ids of a conversation that begins.
   *
   * @param taken the characters that are taken beside letters and digits of ASCII; any other
   *     becomes {@code _}
   * @param longest the most characters that are taken
   */
  public CallIds(IntPredicate taken, int longest) {
    this(taken, longest, new HashSet<>());
  }

  /**
   * Ids of a conversation.
   *
   * @param written the ids that are given out, to which each new one is added
   */
  CallIds(IntPredicate taken, int longest, Set<String> written) {
    this.taken = taken;
    this.longest = longest;
    this.written = written;
  }

  /**
   * {@code id} as the provider takes it, of a call of the conversation's next turn. One that a turn
   * before had is another call, and has another id: some servers number the calls of each answer
   * anew.
   */
  public String ofCall(String id) {
    if (!made.add(id)) {
      known.remove(id);
    }
    return ofResult(id);
  }

  /** {@code id} as the provider takes it, of the result of the latest call that has it. */
  public String ofResult(String id) {
    return known.computeIfAbsent(id, this::distinct);
  }

  private String distinct(String id) {
    String plain = bounded(plain(id), "");
    if (written.add(plain)) {
      return plain;
    }
    // Those that share a beginning may be cut to the same one, and count together.
    String beginning = beginning(plain, Math.max(0, longest - LONGEST_END));
    String distinct;
    do {
      distinct = bounded(plain, "_" + last.merge(beginning, 2, (known, first) -> known + 1));
    } while (!written.add(distinct));
    return distinct;
  }

  private String plain(String id) {
    StringBuilder plain = new StringBuilder(id.length());
    id.chars().forEach(c -> plain.append(isTaken(c) ? (char) c : '_'));
    return plain.toString();
  }

  private boolean isTaken(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || taken.test(c);
  }

  private String bounded(String stem, String end) {
    return beginning(stem, longest - end.length()) + end;
  }

  private static String beginning(String text, int most) {
    return text.length() > most ? text.substring(0, most) : text;
  }
}
