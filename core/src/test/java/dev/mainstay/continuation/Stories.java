package dev.mainstay.continuation;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Stories to break streams in: sentences with marks, brackets and quotes, phrases that come again,
 * also in other whitespace, quotes or letter case, texts that are nothing but one such phrase again
 * and again, code fences, tables, scripts without spaces, emoji, whitespace of many kinds between
 * and at the ends.
 */
final class Stories {
  private static final List<String> PHRASES =
      List.of(
          "predictable story",
          "unpredictable story",
          "the long way home",
          "long way home",
          "and then, again and again,",
          "once more with feeling",
          "it\u2019s what he said",
          "it's what he said");
  private static final List<String> WORDS =
      List.of(
          "maybe",
          "so",
          "we",
          "went",
          "on",
          "to",
          "a",
          "house",
          "that",
          "nobody",
          "had",
          "seen",
          "before",
          "half-open",
          "don't",
          "na\u00efve",
          "caf\u00e9",
          "3.5",
          "\u00fcber",
          "e.g.",
          "I",
          "2026",
          "nevertheless",
          "\u2014",
          "\u20ac5",
          "C++",
          "a/b",
          "x_y",
          "2*3");
  private static final List<String> UNSPACED =
      List.of(
          "\u4eca\u5929\u5929\u6c14\u5f88\u597d\uff0c",
          "\u6211\u4eec\u53bb\u516c\u56ed\u3002",
          "\u4ed6\u8bf4\uff1a\u300c\u597d\u7684\u300d\u3002",
          "\uff08\u4e5f\u8bb8\uff09\u6240\u4ee5",
          "\u300a\u7ea2\u697c\u68a6\u300b",
          "\u65e5\u672c\u8a9e\u306e\u6587\u7ae0",
          "\ud83d\udc69\u200d\ud83d\udc67",
          "\ud83d\ude00\ud83d\ude00",
          "\ud83c\uddeb\ud83c\uddf7",
          "\u2764\ufe0f",
          "\ud842\udfb7\u91ce\u5bb6",
          "\ud55c\uad6d\uc5b4\ub294",
          "\u1112\u1161\u11ab",
          "e\u0301");
  private static final List<String[]> MARKS =
      List.of(
          new String[] {"(", ")"},
          new String[] {"[", "]"},
          new String[] {"{", "}"},
          new String[] {"<", ">"},
          new String[] {"*", "*"},
          new String[] {"**", "**"},
          new String[] {"_", "_"},
          new String[] {"~~", "~~"},
          new String[] {"`", "`"},
          new String[] {"\"", "\""},
          new String[] {"'", "'"},
          new String[] {"\u201c", "\u201d"},
          new String[] {"\u201e", "\u201c"},
          new String[] {"\u00ab\u00a0", "\u00a0\u00bb"},
          new String[] {"\u00ab ", " \u00bb"},
          new String[] {"(\u201c", "\u201d)"},
          new String[] {"\uff08", "\uff09"},
          new String[] {"\u3010", "\u3011"});
  private static final List<String> BETWEEN =
      List.of(
          " ",
          " ",
          " ",
          " ",
          " ",
          " ",
          " ",
          " ",
          ", ",
          ". ",
          ".\n",
          "\n\n",
          "\n- ",
          "\n* ",
          "\n> ",
          "  ",
          "\u00a0",
          " \u2014 ",
          ": ",
          "\r\n",
          "\t",
          "! ",
          "? ",
          "\n1. ");
  private static final List<String> PERIODS =
      List.of(
          "na",
          "na na",
          "a",
          "ab",
          "- x",
          "* ",
          "> and so on",
          "| a | b |",
          "---",
          "(so)",
          "\"no\"",
          "**well**",
          "\u54c8",
          "\u5929\u5929",
          "\ud83d\ude00",
          "\ud842\udfb7",
          "the dog sat on",
          "Row, row, row your boat,",
          "it\u2019s",
          "1, 2, 3");
  private static final List<String> WHITESPACE =
      List.of(" ", "  ", "\n", "\n\n", "\n\n\n", "\t", "\u00a0", "\u3000", "\r\n", "\n    ");
  private static final List<String> LETTERS =
      List.of("a ", "ab ", "a \n", "a'\u2019 ", "ae\u0301\u00e9 ", "a-\u2014 ", "a(* \u00a0");
  private static final List<String> MARKDOWN =
      List.of(
          "\n\n## Heading\n\n",
          "\n\n---\n\n",
          "\n| a | b |\n|---|---|\n| 1 | 2 |\n| 1 | 2 |\n",
          "[link](https://example.com/a?b=c)",
          "![image](a.png)",
          "\n> > nested\n> quote\n",
          "\n- [ ] one\n- [x] two\n",
          "$$x^2$$",
          "<br>\n",
          "\\*no\\*");
  private static final List<String> CODE =
      List.of(
          "def f(a):",
          "    return a[0]",
          "int i = 0;",
          "if (a != b) {",
          "}",
          "",
          "    # \"fine\"",
          "x = {'k': [1, 2]}",
          "    return a[0] + 1");

  private final RandomGenerator random;

  Stories(RandomGenerator random) {
    this.random = random;
  }

  /** The next story: 20 to some 2,000 characters. */
  String next() {
    return oneIn(10) ? babble() : story();
  }

  /** All sorts of ends occur in it twice, or but for a space, a quote or an accent. */
  private String babble() {
    String letters = pick(LETTERS);
    StringBuilder text = new StringBuilder();
    int length = 24 + random.nextInt(80);
    while (text.length() < length) {
      int known = text.length();
      if (known > 8 && oneIn(6)) {
        text.append(text, random.nextInt(known - 4), known);
      } else {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
    }
    return text.toString();
  }

  private String story() {
    StringBuilder story = new StringBuilder(oneIn(8) ? pick(List.of("\n", " ", "\n\n")) : "");
    String refrain = oneIn(4) ? period() : clause();
    boolean isPeriodic = oneIn(5);
    int parts = 2 + random.nextInt(20);
    for (int i = 0; i < parts; i++) {
      story.append(isPeriodic && !oneIn(8) ? refrain : part(refrain));
      story.append(isPeriodic && !oneIn(8) ? " " : pick(BETWEEN));
    }
    return story.append("The end, and nothing but the end.").toString();
  }

  private String part(String refrain) {
    return switch (random.nextInt(14)) {
      case 0, 1 -> refrain;
      case 2 -> pick(PHRASES);
      case 3 -> unspaced();
      case 4 -> oneIn(3) ? code() : clause();
      case 5 -> oneIn(2) ? period() : clause();
      case 6, 7 -> inMarks(clause());
      case 8 -> varied(refrain);
      case 9 -> oneIn(3) ? pick(MARKDOWN) : clause();
      default -> clause();
    };
  }

  private String period() {
    String period = pick(PERIODS);
    String between = oneIn(3) ? "" : pick(WHITESPACE);
    StringBuilder text = new StringBuilder(period);
    int times = random.nextInt(16);
    for (int i = 0; i < times; i++) {
      text.append(oneIn(12) ? pick(WHITESPACE) : between).append(period);
    }
    return text.toString();
  }

  /** The same words, but for their whitespace, their quotes or their case. */
  private String varied(String text) {
    return switch (random.nextInt(4)) {
      case 0 -> text.replace('\u2019', '\'').replace('\u201c', '"').replace('\u201d', '"');
      case 1 -> text.toUpperCase(Locale.ROOT);
      case 2 -> text.replace(" ", pick(WHITESPACE));
      default -> text.replaceFirst(" ", pick(WHITESPACE));
    };
  }

  private String clause() {
    StringBuilder clause = new StringBuilder();
    int words = 1 + random.nextInt(8);
    for (int i = 0; i < words; i++) {
      String word = oneIn(12) ? pick(PHRASES) : pick(WORDS);
      clause.append(i == 0 ? "" : " ").append(oneIn(8) ? inMarks(word) : word);
    }
    return clause.toString();
  }

  private String unspaced() {
    StringBuilder text = new StringBuilder();
    int parts = 1 + random.nextInt(10);
    for (int i = 0; i < parts; i++) {
      text.append(pick(UNSPACED));
    }
    return text.toString();
  }

  private String code() {
    String fence = pick(List.of("```", "```", "~~~", "````"));
    StringBuilder code =
        new StringBuilder("\n" + fence + pick(List.of("python", "", "java")) + "\n");
    int lines = 1 + random.nextInt(8);
    for (int i = 0; i < lines; i++) {
      code.append(pick(CODE)).append('\n');
    }
    return code.append(fence).append('\n').toString();
  }

  private String inMarks(String text) {
    String[] marks = pick(MARKS);
    return marks[0] + text + marks[1];
  }

  private boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
