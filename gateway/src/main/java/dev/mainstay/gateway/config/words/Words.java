package dev.mainstay.gateway.config.words;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** How messages quote what a file says, and guess at what was meant. */
public final class Words {
  private static final int LONGEST = 60;
  // Words that are further apart are two, unless they begin alike.
  private static final int MOST_ERRORS = 2;
  private static final Pattern GAP = Pattern.compile("[\\s\\p{Cntrl}]+");
  private static final Pattern KEY_NAME =
      Pattern.compile("[A-Za-z_$.-](?:[A-Za-z_.$-]*[0-9]?){0,3}");

  private Words() {}

  /** {@code text} in quotes, cut where it is long. */
  public static String quoted(String text) {
    return "'" + cut(text) + "'";
  }

  /** {@code text} on one line, cut where it is long. */
  public static String cut(String text) {
    String line = GAP.matcher(text).replaceAll(" ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }

  /** The name of a key in quotes; one that looks like no name may be a secret out of place. */
  public static String key(String name) {
    return name.length() <= LONGEST && KEY_NAME.matcher(name).matches() ? quoted(name) : "'***'";
  }

  /** The one of {@code candidates} that a typing error makes {@code word} of, if there is one. */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    return candidates.stream()
        .filter(candidate -> isNear(word, candidate))
        .min(
            Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static boolean isNear(String word, String candidate) {
    int third = word.length() / 3;
    int half = (word.length() + 1) / 2;
    int most = word.regionMatches(0, candidate, 0, half) ? third : Math.min(MOST_ERRORS, third);
    return Math.abs(candidate.length() - word.length()) <= most
        && distance(word, candidate) <= most;
  }

  /** {@code "; did you mean 'x'?"}, or nothing where nothing is near. */
  public static String suggestion(String word, Collection<String> candidates) {
    return nearest(word, candidates).map(near -> "; did you mean '" + near + "'?").orElse("");
  }

  // Levenshtein's, where swapping two neighbours counts as one edit.
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : cost(a, b, i, j, d);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int cost(String a, String b, int i, int j, int[][] d) {
    int changed = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int least = Math.min(changed, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    boolean isSwap =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return isSwap ? Math.min(least, d[i - 2][j - 2] + 1) : least;
  }
}
