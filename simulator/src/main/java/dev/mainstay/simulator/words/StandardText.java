package dev.mainstay.simulator.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Text for answers whose words do not matter. */
public final class StandardText {
  /** What is said where a script says nothing. */
  public static final String TEXT =
      "This is Mainstay's simulator, no model at all. It says these forty words, one after the"
          + " other, to every request its script is silent about. Write a script and it will"
          + " refuse, stall, break off, or say what you like.";

  private static final List<String> VOCABULARY =
      List.of(
          "anchor", "beam", "calm", "deck", "east", "fair", "gale", "harbour", "island", "jib",
          "keel", "line", "mast", "north", "ocean", "pilot", "quay", "rope", "sail", "tide",
          "under", "vessel", "wave", "yard");

  private StandardText() {}

  /** The words of {@code text}, each with the white space before it. */
  public static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int from = 0;
    for (int at = 1; at < text.length(); at++) {
      if (isSpace(text, at) && !isSpace(text, at - 1)) {
        words.add(text.substring(from, at));
        from = at;
      }
    }
    if (!text.isEmpty()) {
      words.add(text.substring(from));
    }
    return words;
  }

  /**
   * So many words of no meaning, the same for the same {@code seed}.
   *
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public static List<String> random(int count, long seed) {
    if (count < 0) {
      throw new IllegalArgumentException(count + " words; use 0 or more");
    }
    Random random = new Random(seed);
    List<String> words = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String word = VOCABULARY.get(random.nextInt(VOCABULARY.size()));
      words.add(i == 0 ? word : " " + word);
    }
    return words;
  }

  private static boolean isSpace(String text, int at) {
    return Character.isWhitespace(text.charAt(at));
  }
}
