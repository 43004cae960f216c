package dev.mainstay.gateway.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What to say about text that is not YAML. The parser's own words are not passed on where they
 * quote the text, which may be a key.
 */
record SyntaxMessage(Location at, String text) {
  private static final String NO_YAML = "this is not valid YAML: ";
  private static final String NO_COLON = "could not find expected ':'";

  static SyntaxMessage of(YamlEngineException e, String file, String text) {
    return switch (e) {
      case MarkedYamlEngineException marked ->
          new SyntaxMessage(at(file, marked), describe(marked));
      case ReaderException control ->
          new SyntaxMessage(
              at(file, text, control.getPosition()),
              "a control character stands here, which YAML does not allow; remove it");
      default ->
          new SyntaxMessage(
              Location.whole(file), NO_YAML + "the parser refuses it; is it another kind of file?");
    };
  }

  private static Location at(String file, MarkedYamlEngineException e) {
    boolean isWithoutEnd = isOpenQuotation(e) || problem(e).contains(NO_COLON);
    return YamlReader.at(
        file,
        isWithoutEnd
            ? e.getContextMark().or(e::getProblemMark)
            : e.getProblemMark().or(e::getContextMark));
  }

  private static Location at(String file, String text, int index) {
    String before = text.substring(0, Math.min(Math.max(index, 0), text.length()));
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    return new Location(file, line, before.length() - before.lastIndexOf('\n'));
  }

  private static String describe(MarkedYamlEngineException e) {
    String problem = problem(e);
    String context = context(e);
    if (problem.contains("TAB")) {
      return "a tab stands here; YAML indents with spaces only";
    }
    if (problem.contains("mapping values are not allowed")) {
      return NO_YAML
          + "a second 'key: value' begins within a value; quote the value if it holds ': ', or"
          + " check the indentation";
    }
    if (problem.contains("that cannot start any token")) {
      return NO_YAML + "no value may begin with this character; quote the value";
    }
    if (problem.contains(NO_COLON)) {
      return NO_YAML + "a key has no ': ' after it; write 'key: value', with a space";
    }
    if (isOpenQuotation(e)) {
      return NO_YAML + "the quotation mark that opens here is not closed";
    }
    if (problem.contains("escape")) {
      return NO_YAML
          + "an unknown '\\' escape in double quotes; use single quotes, or write '\\\\'";
    }
    if (context.contains("flow")) {
      return NO_YAML + "a '[' or '{'" + begun(e) + " is not closed; add its ']' or '}', or a ','";
    }
    if (context.contains("block")) {
      return NO_YAML + "the indentation does not fit the lines before" + begun(e);
    }
    return NO_YAML + "check the indentation, the quotes and the brackets around here";
  }

  private static boolean isOpenQuotation(MarkedYamlEngineException e) {
    return context(e).contains("quoted scalar") && !problem(e).contains("escape");
  }

  private static String problem(MarkedYamlEngineException e) {
    return Optional.ofNullable(e.getProblem()).orElse("");
  }

  private static String context(MarkedYamlEngineException e) {
    return Optional.ofNullable(e.getContext()).orElse("");
  }

  private static String begun(MarkedYamlEngineException e) {
    return e.getContextMark().map(mark -> " (from line " + (mark.getLine() + 1) + ")").orElse("");
  }
}
