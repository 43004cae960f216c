package dev.mainstay.json;

import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/** Tells whoever wrote a text what is wrong with it, and where. */
final class SyntaxErrors {
  // What Jackson adds for programmers: its options, its settings, lists of all that would have
  // done.
  private static final Pattern ASIDE =
      Pattern.compile(
          "(: was expecting)? \\(JSON String.*?\\)|: enable `.*|: maybe a .*|, from `.*?`"
              + "| \\(consider enabling `.*");
  private static final Pattern CHARACTER = Pattern.compile("\\(('.*?') \\(code [^)]*\\)\\)");

  private static final int LONGEST = 500;

  private SyntaxErrors() {}

  static JsonException of(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    return at == null ? new JsonException(reason(e)) : of(reason(e), at);
  }

  static JsonException of(String reason, TokenStreamLocation at) {
    return new JsonException(
        reason + " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")");
  }

  // It quotes the text.
  private static String bounded(String message) {
    return message.length() > LONGEST ? message.substring(0, LONGEST) : message;
  }

  private static String reason(JacksonException e) {
    String original = bounded(e.getOriginalMessage());
    if (original.startsWith("Unexpected end-of-input")) {
      return "it ends too early: is it cut off?";
    }
    String plain = ASIDE.matcher(original).replaceAll("");
    String reason = CHARACTER.matcher(plain).replaceAll("$1");
    return reason.substring(0, 1).toLowerCase(Locale.ROOT) + reason.substring(1);
  }
}
