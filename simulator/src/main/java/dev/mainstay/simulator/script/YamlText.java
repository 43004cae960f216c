package dev.mainstay.simulator.script;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Texts as YAML writes them inside braces: always in double quotes. */
final class YamlText {
  private YamlText() {}

  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(point -> append(quoted, point));
    return quoted.append('"').toString();
  }

  static String list(List<String> texts) {
    return texts.stream().map(YamlText::quote).collect(Collectors.joining(", ", "[", "]"));
  }

  private static void append(StringBuilder quoted, int point) {
    switch (point) {
      case '"' -> quoted.append("\\\"");
      case '\\' -> quoted.append("\\\\");
      case '\n' -> quoted.append("\\n");
      case '\t' -> quoted.append("\\t");
      default -> {
        if (isPlain(point)) {
          quoted.appendCodePoint(point);
        } else {
          quoted.append(String.format(Locale.ROOT, "\\U%08x", point));
        }
      }
    }
  }

  // YAML reads no others unescaped, and folds those that look like line ends.
  private static boolean isPlain(int point) {
    boolean isAscii = point >= 0x20 && point < 0x7f;
    boolean isBasic = point >= 0xa0 && point <= 0xfffd && point != 0xfeff;
    boolean isLineEnd = point == 0x2028 || point == 0x2029;
    boolean isSurrogate = point >= 0xd800 && point <= 0xdfff;
    return (isAscii || isBasic || point >= 0x10000) && !isLineEnd && !isSurrogate;
  }
}
