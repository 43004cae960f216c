package dev.mainstay.provider.gemini;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a model tells: its generation, and what follows from that.
 *
 * @param name the model's name, as in {@code gemini-2.5-flash}
 * @param version the version times ten, as in 25; 0 where the name tells none
 */
record GeminiModel(String name, int version) {
  private static final Pattern VERSION = Pattern.compile("gemini-(\\d)(?:\\.(\\d))?(?!\\d)");
  private static final int FIRST_THAT_THINKS = 25;
  private static final int FIRST_WITH_LEVELS = 30;

  static GeminiModel of(String name) {
    Matcher found = VERSION.matcher(name);
    if (!found.find()) {
      return new GeminiModel(name, 0);
    }
    int minor = found.group(2) == null ? 0 : Integer.parseInt(found.group(2));
    return new GeminiModel(name, Integer.parseInt(found.group(1)) * 10 + minor);
  }

  /** Whether it may think: all but those that are known not to. */
  boolean thinks() {
    return version == 0 || version >= FIRST_THAT_THINKS;
  }

  /** Whether it is one of those that think. */
  boolean isKnownToThink() {
    return version >= FIRST_THAT_THINKS;
  }

  /**
   * Whether it is told a level in place of a budget of thoughts.
   * https://ai.google.dev/gemini-api/docs/thinking
   */
  boolean hasLevels() {
    return version >= FIRST_WITH_LEVELS;
  }

  /**
   * Whether it refuses a tool call of which the signature is missing, and takes pictures within a
   * tool's result. https://ai.google.dev/gemini-api/docs/thought-signatures
   */
  boolean demandsSignatures() {
    return version >= FIRST_WITH_LEVELS;
  }

  boolean isPro() {
    return name.contains("-pro");
  }
}
