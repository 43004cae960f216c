package dev.mainstay.stream;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Stories to break streams in: sentences with marks, brackets and quotes, phrases that come again,
 * code fences, scripts without spaces, emoji, whitespace of many kinds between and at the ends.
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
          "\u2764\ufe0f");
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

  /** The next story: 20 to some 1,500 characters. */
  String next() {
    StringBuilder story = new StringBuilder(oneIn(8) ? pick(List.of("\n", " ", "\n\n")) : "");
    String refrain = clause();
    int parts = 2 + random.nextInt(20);
    for (int i = 0; i < parts; i++) {
      story.append(part(refrain)).append(pick(BETWEEN));
    }
    return story.append("The end, and nothing but the end.").toString();
  }

  private String part(String refrain) {
    return switch (random.nextInt(12)) {
      case 0, 1 -> refrain;
      case 2 -> pick(PHRASES);
      case 3 -> unspaced();
      case 4 -> oneIn(3) ? code() : clause();
      case 5 -> oneIn(4) ? "na ".repeat(1 + random.nextInt(12)).strip() : clause();
      case 6, 7 -> inMarks(clause());
      default -> clause();
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
    StringBuilder code = new StringBuilder("\n```python\n");
    int lines = 1 + random.nextInt(8);
    for (int i = 0; i < lines; i++) {
      code.append(pick(CODE)).append('\n');
    }
    return code.append("```\n").toString();
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
