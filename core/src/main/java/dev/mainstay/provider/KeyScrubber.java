package dev.mainstay.provider;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes a key out of what providers say: whole, in capitals, over two lines, in Base64 or as a URL
 * has it; and quoted as {@code sk-ab***wxyz}, {@code …wxyz} or {@code sk-ab...}. The text is
 * foreign: it is read a fixed number of times, whatever it is made of.
 */
final class KeyScrubber {
  static final String MASK = "***";

  // A shorter key may well be a word of the language, or part of one.
  private static final int SHORTEST_UNIQUE = 8;

  private final String key;
  private final List<Spelling> spellings;
  private final MaskedKey masked;

  KeyScrubber(String key) {
    this.key = key;
    this.spellings = spellings(key);
    this.masked = new MaskedKey(key);
  }

  String scrub(String text) {
    return key.length() < SHORTEST_UNIQUE ? scrubAlone(text) : scrubWhole(text);
  }

  private String scrubWhole(String text) {
    Spans spans = new Spans();
    for (Spelling spelling : spellings) {
      spelling.addTo(spans, text);
    }
    masked.addTo(spans, text);
    return spans.replaceIn(text, MASK);
  }

  private String scrubAlone(String text) {
    Spans spans = new Spans();
    for (int at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + key.length())) {
      if (MaskedKey.isWordsEdge(text, at - 1) && MaskedKey.isWordsEdge(text, at + key.length())) {
        spans.add(at, at + key.length());
      }
    }
    return spans.replaceIn(text, MASK);
  }

  private static List<Spelling> spellings(String key) {
    Set<String> written = new LinkedHashSet<>();
    written.add(key);
    if (key.length() >= SHORTEST_UNIQUE) {
      for (int before = 0; before < 3; before++) {
        written.add(base64(key, before, Base64.getEncoder()));
        written.add(base64(key, before, Base64.getUrlEncoder()));
      }
    }
    List<Spelling> spellings = new ArrayList<>();
    written.forEach(form -> spellings.add(new Spelling(form)));
    return spellings;
  }

  // Behind as many other bytes it looks different; what its neighbours have a share in is left out.
  private static String base64(String key, int before, Base64.Encoder encoder) {
    byte[] bytes = key.getBytes(StandardCharsets.US_ASCII);
    byte[] shifted = new byte[before + bytes.length];
    System.arraycopy(bytes, 0, shifted, before, bytes.length);
    String encoded = encoder.withoutPadding().encodeToString(shifted);
    int first = (before * 8 + 5) / 6;
    return encoded.substring(first, shifted.length * 8 / 6);
  }

  @Override
  public String toString() {
    return MASK;
  }
}
