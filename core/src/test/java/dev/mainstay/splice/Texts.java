package dev.mainstay.splice;

import java.text.Normalizer;
import java.util.List;
import java.util.random.RandomGenerator;

/** Texts such as models write, in many scripts and shapes, from a seeded generator. */
public final class Texts {
  private static final List<String> LATIN =
      List.of(
          "the quick brown fox",
          "jumps over",
          "a lazy dog",
          "and then",
          "\u201cstop!\u201d she said",
          "it\u2019s half-open",
          "1,024.5 km",
          "don't",
          "(see below)",
          "well \u2014 no",
          "so on",
          "\"quoted words\"",
          "e.g. this",
          "*bold* move",
          "`code` here",
          "\u00abbon mot\u00bb");
  private static final List<String> ACCENTED =
      List.of(
          "d\u00e9j\u00e0 vu",
          "\u00fcber die Br\u00fccke",
          "na\u00efve fa\u00e7ade",
          "Ti\u1ebfng Vi\u1ec7t r\u1ea5t hay",
          "pi\u00f1ata",
          "\u00c5ngstr\u00f6m",
          "\u0158e\u0159icha",
          "co\u00f6peration",
          "l\u2019\u00e9t\u00e9");
  private static final List<String> CJK =
      List.of(
          "\u4eca\u5929\u5929\u6c14\u5f88\u597d\uff0c",
          "\u6211\u4eec\u53bb\u516c\u56ed\u3002",
          "\u4ed6\u8bf4\uff1a\u300c\u597d\u7684\u300d\u3002",
          "\u65e5\u672c\u8a9e\u306e\u6587\u7ae0",
          "\u30ab\u30bf\u30ab\u30ca\u3067\u3059\u3002",
          "\u5929\u5929\u5929\u5929",
          "\ud842\udfb7\u91ce\u5bb6",
          "\u3000\u7a7a\u767d\u3000");
  private static final List<String> KOREAN =
      List.of(
          "\ud55c\uad6d\uc5b4\ub294",
          "\uc7ac\ubbf8\uc788\uc2b5\ub2c8\ub2e4.",
          "\uac01\uac01",
          "\uac00\uac00",
          "\uadf8\ub9ac\uace0 \ub098\uc11c");
  private static final List<String> RIGHT_TO_LEFT =
      List.of(
          "\u0645\u0631\u062d\u0628\u0627 \u0628\u0643\u0645\u060c",
          "\u0643\u064e\u062a\u064e\u0628\u064e \u0627\u0644\u062f\u0631\u0633.",
          "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd!",
          "\u05d1\u05bc\u05b0\u05e8\u05b5\u05d0\u05e9\u05c1\u05b4\u05d9\u05ea",
          "\u061f\u0643\u064a\u0641");
  private static final List<String> INDIC =
      List.of(
          "\u0928\u092e\u0938\u094d\u0924\u0947 \u0926\u0941\u0928\u093f\u092f\u093e\u0964",
          "\u0915\u094d\u0937\u0924\u094d\u0930\u093f\u092f",
          "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e04\u0e23\u0e31\u0e1a",
          "\u0e1a\u0e49\u0e32\u0e19\u0e19\u0e35\u0e49",
          "\u0ba4\u0bae\u0bbf\u0bb4\u0bcd");
  private static final List<String> EMOJI =
      List.of(
          "\ud83d\ude00",
          "\ud83d\udc69\u200d\ud83d\udc67\u200d\ud83d\udc66",
          "\ud83c\uddeb\ud83c\uddf7\ud83c\udde9\ud83c\uddea",
          "\ud83d\udc4d\ud83c\udffd",
          "\u2764\ufe0f\u200d\ud83d\udd25",
          "1\ufe0f\u20e3",
          "\ud83c\udff4\udb40\udc67\udb40\udc62\udb40\udc65\udb40\udc6e\udb40\udc67\udb40\udc7f",
          " ok ",
          "\ud83d\ude00\ud83d\ude00",
          "z\u0337\u0301\u0323a\u0308");
  private static final List<String> CODE =
      List.of(
          "int i = 0;",
          "for (var x : xs) {",
          "}",
          "    return x - 1;",
          "",
          "\t\tif (a != b) {",
          "def f(a):",
          "    # it's \"fine\"",
          "    pass",
          "x = \"a \u2014 b\"",
          "```nested");
  private static final List<String> CELLS =
      List.of("name", "1", "2", "yes", "no", "**total**", "n/a", "\u2014", "\u20ac 5", "");
  private static final List<String> REFRAIN =
      List.of(
          "Row, row, row your boat,",
          "Gently down the stream.",
          "Merrily, merrily,",
          "Life is but a dream.");
  private static final List<String> UNITS =
      List.of(
          "na",
          "ab",
          "a",
          "\ud83d\ude00",
          "\u54c8",
          "ha ",
          "- ",
          "la la ",
          "\"",
          "\n",
          "e\u0301",
          "10");

  private final RandomGenerator random;

  /** Texts as {@code random} has them. */
  public Texts(RandomGenerator random) {
    this.random = random;
  }

  /** The next text: 1 to some 300 characters. */
  public String next() {
    String text = of(random.nextInt(16));
    return text.isEmpty() ? "x" : text;
  }

  private String of(int kind) {
    return switch (kind) {
      case 0 -> words(LATIN, " ");
      case 1 -> words(ACCENTED, " ");
      case 2 -> decomposed(words(ACCENTED, " "));
      case 3 -> words(CJK, "");
      case 4 -> random.nextBoolean() ? words(KOREAN, " ") : decomposed(words(KOREAN, " "));
      case 5 -> words(RIGHT_TO_LEFT, " ");
      case 6 -> words(INDIC, random.nextBoolean() ? "" : " ");
      case 7 -> words(EMOJI, "");
      case 8 -> fencedCode();
      case 9 -> table();
      case 10 -> words(REFRAIN, random.nextBoolean() ? "\n" : "  \r\n");
      case 11 -> pick(UNITS).repeat(1 + random.nextInt(80)) + (random.nextBoolean() ? "!" : "");
      case 12 -> shortText();
      case 13 -> unspaced();
      case 14 -> list();
      default -> mixed();
    };
  }

  private String words(List<String> words, String between) {
    StringBuilder text = new StringBuilder();
    int count = 1 + random.nextInt(25);
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : separator(between)).append(pick(words));
    }
    return text.append(random.nextInt(4) == 0 ? "\n" : "").toString();
  }

  private String separator(String usual) {
    return switch (random.nextInt(12)) {
      case 0 -> "\n\n";
      case 1 -> ".\n";
      case 2 -> ", ";
      case 3 -> "\u00a0";
      case 4 -> "  ";
      default -> usual;
    };
  }

  private String fencedCode() {
    String mark = random.nextInt(4) == 0 ? "~~~~" : "```";
    String head = random.nextBoolean() ? "Here it is:\n\n" : "";
    String close = random.nextInt(3) == 0 ? "" : "\n" + mark + "\n" + words(LATIN, " ");
    return head + mark + pick(List.of("", "java", "python")) + "\n" + lines(CODE) + close;
  }

  private String lines(List<String> lines) {
    StringBuilder text = new StringBuilder();
    int count = 1 + random.nextInt(14);
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : "\n").append(pick(lines));
    }
    return text.toString();
  }

  private String table() {
    StringBuilder text = new StringBuilder("| a | b | c |\n|---|---|---|\n");
    int rows = 1 + random.nextInt(8);
    for (int i = 0; i < rows; i++) {
      text.append("| ").append(pick(CELLS)).append(" | ").append(pick(CELLS)).append(" | ");
      text.append(pick(CELLS)).append(" |\n");
    }
    return text.toString();
  }

  private String list() {
    StringBuilder text = new StringBuilder();
    int items = 1 + random.nextInt(8);
    for (int i = 0; i < items; i++) {
      text.append(pick(List.of("- ", "* ", (i + 1) + ". ", "  - ")))
          .append(pick(LATIN))
          .append('\n');
    }
    return text.toString();
  }

  /** The next short text: 1 to 14 characters. */
  public String shortText() {
    String text = mixed().replaceFirst("^\\s+", "");
    int length = Math.min(text.codePointCount(0, text.length()), 1 + random.nextInt(14));
    return text.substring(0, text.offsetByCodePoints(0, length));
  }

  private String unspaced() {
    StringBuilder text = new StringBuilder();
    int length = 1 + random.nextInt(200);
    for (int i = 0; i < length; i++) {
      text.append("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789+/".charAt(random.nextInt(44)));
    }
    return text.toString();
  }

  private String mixed() {
    StringBuilder text = new StringBuilder();
    int parts = 1 + random.nextInt(20);
    for (int i = 0; i < parts; i++) {
      text.append(
          pick(pick(List.of(LATIN, ACCENTED, CJK, KOREAN, RIGHT_TO_LEFT, INDIC, EMOJI, CODE))));
      text.append(pick(List.of("", " ", "\n", " \n\n", "\t", " - ")));
    }
    return text.toString();
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static String decomposed(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD);
  }
}
