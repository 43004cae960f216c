package dev.mainstay.splice;

import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * SEMANTICS 6.5 read aloud: slow, on whole texts, and sharing no code with what it is compared to.
 */
public final class Reference {
  private static final String QUOTES =
      "\"'`\u00b4\u201c\u201d\u201e\u201f\u00ab\u00bb\u2018\u2019\u201a\u201b\u2039\u203a"
          + "\u300c\u300d\u300e\u300f\u301d\u301e\u301f";

  private static final String OPENING = "*_~([{<\uff08\u3010\u300a\u3008\u3014";
  private static final String WHITE =
      " \t\n\u000b\f\r\u001c\u001d\u001e\u001f"
          + "\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
          + "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";
  private static final String DOUBLE_QUOTES =
      "\u201c\u201d\u201e\u201f\u00ab\u00bb\u301d\u301e\u301f";
  private static final String SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2039\u203a";
  private static final String DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212";
  private static final int ALLOWANCE = 64;
  private static final int LONGEST_LINE = 64;

  // Asked for millions of times.
  private static final Map<Integer, String> DECOMPOSED = new ConcurrentHashMap<>();
  private static final Pattern FENCE_OR_BLANK = Pattern.compile("(`{3,}[^`]*|~{3,}.*)?");
  private static final Pattern FENCE = Pattern.compile("^(`{3,}|~{3,})?.*");

  private Reference() {}

  /** What is shown after {@code delivered} of {@code answer}; nothing where it does not belong. */
  public static Optional<String> shown(String delivered, Optional<String> anchor, String answer) {
    List<String> rests = joints(delivered, anchor, answer);
    if (rests.size() != 1
        || isInMarks(delivered, anchor, answer)
        || !isWithinBound(delivered, answer, rests.getFirst())) {
      return Optional.empty();
    }
    String shown = joint(delivered, rests.getFirst());
    boolean isTail = !isAllOrAnchor(delivered, anchor, answer, rests.getFirst());
    return Optional.of(shown).filter(text -> !(isTail && text.isEmpty()));
  }

  /** Whether {@code answer} may be read in two ways: nobody can say then which was meant. */
  public static boolean isAmbiguous(String delivered, Optional<String> anchor, String answer) {
    int joints = joints(delivered, anchor, answer).size();
    return joints > 1 || (joints == 1 && isInMarks(delivered, anchor, answer));
  }

  /** What may be left of {@code answer}. */
  private static List<String> joints(String delivered, Optional<String> anchor, String answer) {
    String text = trimmed(delivered);
    List<Optional<String>> rests =
        List.of(
            rest(text, anchor, answer, UnaryOperator.identity()),
            rest(text, anchor, stripped(answer), Reference::fold),
            afterFence(delivered, answer)
                .flatMap(code -> rest(text, anchor, code, Reference::fold)));
    return rests.stream().flatMap(Optional::stream).distinct().toList();
  }

  private static boolean isInMarks(String delivered, Optional<String> anchor, String answer) {
    String fence = openFence(delivered);
    return anchor.isPresent()
        && starts(delivered, answer)
            .anyMatch(told -> isInMarks(fold(told), fold(anchor.get()), fence));
  }

  private static boolean isInMarks(String told, String anchor, String fence) {
    int at = told.indexOf(anchor);
    return at > 0 && isMarks(told.substring(0, at)) && !told.substring(0, at).strip().equals(fence);
  }

  private static Stream<String> starts(String delivered, String answer) {
    return Stream.concat(Stream.of(stripped(answer)), afterFence(delivered, answer).stream());
  }

  private static boolean repeats(String words, String start, String rest) {
    return fold(start.substring(0, start.length() - rest.length())).equals(fold(words));
  }

  private static boolean isWithinBound(String delivered, String answer, String rest) {
    int held = answer.codePointCount(0, answer.length() - rest.length());
    return held <= delivered.codePointCount(0, delivered.length()) + ALLOWANCE;
  }

  /** The rule about w and v. */
  static String joint(String delivered, String rest) {
    String w = delivered.substring(delivered.length() - trailing(delivered));
    String v = rest.substring(0, leading(rest));
    String after = rest.substring(v.length());
    if (v.startsWith(w)) {
      return v.substring(w.length()) + after;
    }
    return after;
  }

  /**
   * The marks of the code fence that {@code text} ends inside of; empty where it is in none, or is
   * nothing but fences.
   */
  public static String openFence(String text) {
    String open = "";
    List<String> lines = List.of(text.split("\n", -1));
    if (lines.stream().allMatch(line -> FENCE_OR_BLANK.matcher(line.strip()).matches())) {
      return open;
    }
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      String mark = FENCE.matcher(line).replaceAll("$1");
      boolean isWhole = i < lines.size() - 1;
      if (open.isEmpty() && !mark.isEmpty() && isWhole) {
        open = mark.startsWith("~") || line.indexOf('`', mark.length()) < 0 ? mark : "";
      } else if (!open.isEmpty() && mark.startsWith(open) && mark.equals(line)) {
        open = "";
      }
    }
    return open;
  }

  private static Optional<String> afterFence(String delivered, String answer) {
    String start = stripped(answer);
    String open = openFence(delivered);
    boolean reopened =
        !open.isEmpty()
            && start.startsWith(open)
            && !start.startsWith(open + open.charAt(0))
            && start.indexOf('\n') < LONGEST_LINE
            && start.substring(open.length()).matches("(?s)[^`\n]*\n.*");
    return reopened
        ? Optional.of(stripped(start.substring(start.indexOf('\n'))))
        : Optional.empty();
  }

  private static Optional<String> rest(
      String text, Optional<String> anchor, String answer, UnaryOperator<String> form) {
    String all = form.apply(text);
    String begun = answer.substring(0, Math.min(answer.length(), 4 * text.length() + 64));
    String formed = form.apply(begun);
    for (int i = text.length() - 1; i >= 0; i--) {
      String end = text.substring(i);
      if (!beginsAlike(end, formed, form)) {
        continue;
      }
      String formedEnd = form.apply(end);
      boolean once = all.indexOf(formedEnd) == all.length() - formedEnd.length();
      if (formed.startsWith(formedEnd) && mayBeDropped(end, once, anchor, i == 0)) {
        return answer.startsWith(formedEnd)
            ? Optional.of(answer.substring(formedEnd.length()))
            : cut(answer, formedEnd);
      }
    }
    return Optional.empty();
  }

  private static boolean beginsAlike(String end, String answer, UnaryOperator<String> form) {
    return !Character.isLowSurrogate(end.charAt(0))
        && answer.startsWith(form.apply(Character.toString(end.codePointAt(0))));
  }

  // What ends with less said than this has ended undecided.
  private static boolean isAllOrAnchor(
      String delivered, Optional<String> anchor, String answer, String rest) {
    return starts(delivered, answer)
        .anyMatch(start ->
            repeats(trimmed(delivered), start, rest)
                || anchor.filter(words -> repeats(words, start, rest)).isPresent());
  }

  private static boolean mayBeDropped(
      String end, boolean once, Optional<String> anchor, boolean isAll) {
    if (anchor.isEmpty()) {
      return isAll;
    }
    if (end.equals(anchor.get())) {
      return true;
    }
    String words = stripped(end);
    int length = words.codePointCount(0, words.length()) + (words.equals(end) ? 0 : 1);
    return isAll || (length >= 12 && QUOTES.indexOf(words.charAt(0)) < 0 && once);
  }

  private static boolean isMarks(String text) {
    return QUOTES.indexOf(text.charAt(0)) >= 0
        ? text.chars().allMatch(c -> (QUOTES + OPENING + " \u00a0\n\t\r").indexOf(c) >= 0)
        : text.chars().allMatch(c -> (QUOTES + OPENING).indexOf(c) >= 0);
  }

  private static Optional<String> cut(String answer, String foldedEnd) {
    StringBuilder folded = new StringBuilder();
    int at = 0;
    while (at < answer.length() && folded.length() < foldedEnd.length()) {
      int c = answer.codePointAt(at);
      at += Character.charCount(c);
      fold(c, folded);
    }
    return folded.toString().equals(foldedEnd)
        ? Optional.of(answer.substring(at))
        : Optional.empty();
  }

  /** {@code text} without what is forgiven. */
  public static String fold(String text) {
    StringBuilder folded = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      fold(c, folded);
    }
    return folded.toString();
  }

  private static void fold(int c, StringBuilder folded) {
    if (c > ' ' && c < 127) {
      folded.append((char) c);
    } else if (WHITE.indexOf(c) >= 0) {
      boolean more = folded.length() > 0 && folded.charAt(folded.length() - 1) == ' ';
      folded.append(more ? "" : " ");
    } else if (DOUBLE_QUOTES.indexOf(c) >= 0) {
      folded.append('"');
    } else if (SINGLE_QUOTES.indexOf(c) >= 0) {
      folded.append('\'');
    } else if (DASHES.indexOf(c) >= 0) {
      folded.append('-');
    } else {
      folded.append(DECOMPOSED.computeIfAbsent(c, Reference::decomposed));
    }
  }

  private static String decomposed(int c) {
    return Normalizer.normalize(Character.toString(c), Normalizer.Form.NFD);
  }

  private static String trimmed(String text) {
    return stripped(text).substring(0, stripped(text).length() - trailing(stripped(text)));
  }

  private static String stripped(String text) {
    return text.substring(leading(text));
  }

  /** How much whitespace {@code text} begins with. */
  public static int leading(String text) {
    int i = 0;
    while (i < text.length() && isWhite(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** How much whitespace {@code text} ends with. */
  public static int trailing(String text) {
    int i = 0;
    while (i < text.length() && isWhite(text.charAt(text.length() - 1 - i))) {
      i++;
    }
    return i;
  }

  private static boolean isWhite(char c) {
    return WHITE.indexOf(c) >= 0;
  }
}
