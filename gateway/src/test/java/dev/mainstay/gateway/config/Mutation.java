package dev.mainstay.gateway.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Slips of the hand, one line or one character at a time. */
final class Mutation {
  private static final String CHARACTERS = ":{}[]\"'#&*!|>-,?%@\\`~<= \n\t\u0001\uFEFFé$0aZ";
  private static final List<String> VALUES =
      List.of(
          "",
          "~",
          "[]",
          "{}",
          "[1, 2]",
          "{a: 1}",
          "-1",
          "0",
          "101",
          "1e99",
          "1e9999",
          ".nan",
          "yes",
          "os.environ/NOBODY",
          "os.environ/",
          "''",
          "*a",
          "&a x",
          "!tag x",
          "|",
          ">",
          "\"",
          "x: y",
          "${X}",
          "nobody/x",
          "openai/*",
          "http://",
          "http://[",
          "9999999999999999999999",
          "<<");

  private final RandomGenerator random;

  Mutation(RandomGenerator random) {
    this.random = random;
  }

  String of(String text) {
    String mutated = text;
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      mutated = random.nextInt(3) == 0 ? character(mutated) : line(mutated);
    }
    return mutated;
  }

  private String character(String text) {
    int at = random.nextInt(text.length() + 1);
    char c = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
    int end = Math.min(text.length(), at + random.nextInt(4));
    return switch (random.nextInt(4)) {
      case 0 -> text.substring(0, at) + c + text.substring(at);
      case 1 -> text.substring(0, at) + text.substring(end);
      case 2 -> text.substring(0, at) + c + text.substring(end);
      default -> random.nextInt(10) == 0 ? text.substring(0, at) : text;
    };
  }

  private String line(String text) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
    int at = random.nextInt(lines.size());
    int other = random.nextInt(lines.size());
    String line = lines.get(at);
    switch (random.nextInt(11)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, lines.get(other));
      case 2 -> lines.set(at, lines.set(other, line));
      case 3 -> lines.set(at, " ".repeat(1 + random.nextInt(4)) + line);
      case 4 -> lines.set(at, line.replaceFirst("^ {1," + (1 + random.nextInt(4)) + "}", ""));
      case 5 -> lines.set(at, line.replaceFirst("^ +", "\t"));
      case 6 -> lines.set(at, key(line) + ": " + VALUES.get(random.nextInt(VALUES.size())));
      case 7 -> lines.set(at, key(line) + ": [" + value(line) + "]");
      case 8 -> lines.set(at, key(line) + ": {" + value(line) + ": 1}");
      case 9 -> lines.set(at, indent(line) + value(line) + ": " + key(line).strip());
      default -> lines.set(at, key(line) + ": " + value(lines.get(other)));
    }
    return String.join("\n", lines);
  }

  private static String key(String line) {
    int colon = line.indexOf(':');
    return colon < 0 ? line : line.substring(0, colon);
  }

  private static String value(String line) {
    return line.substring(line.indexOf(':') + 1).strip();
  }

  private static String indent(String line) {
    return line.substring(0, line.length() - line.stripLeading().length());
  }
}
