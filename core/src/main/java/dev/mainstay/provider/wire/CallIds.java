package dev.mainstay.provider.wire;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The ids of one conversation's tool calls for a provider that refuses some characters or a length:
 * others' ids, as in {@code functions.get_weather:0}, are as they are after a fallback in
 * mid-conversation. Ids that differ stay different, and the same conversation comes to the same
 * ones each time, so that calls and results, and prompt caches, still fit. Not thread-safe.
 */
public final class CallIds {
  private final Pattern refused;
  private final int longest;
  private final Map<String, String> known = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  /**
   * Ids of a conversation that begins.
   *
   * @param refused the characters that are refused, each of which becomes {@code _}
   * @param longest the most characters that are taken
   */
  public CallIds(Pattern refused, int longest) {
    this.refused = refused;
    this.longest = longest;
  }

  /** {@code id} as the provider takes it. */
  public String of(String id) {
    return known.computeIfAbsent(id, this::distinct);
  }

  private String distinct(String id) {
    String plain = bounded(refused.matcher(id).replaceAll("_"), "");
    String written = plain;
    for (int i = 2; !taken.add(written); i++) {
      written = bounded(plain, "_" + i);
    }
    return written;
  }

  private String bounded(String stem, String end) {
    int most = longest - end.length();
    return (stem.length() > most ? stem.substring(0, most) : stem) + end;
  }
}
