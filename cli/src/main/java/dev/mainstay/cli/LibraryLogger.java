package dev.mainstay.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** What one class of a library has to say. */
final class LibraryLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;

  // The failure of a call says it, without what Microsoft's and AWS's libraries would add. So does
  // a line of a batch.
  private static final List<String> SILENT =
      List.of("com.microsoft.aad.msal4j", "software.amazon.awssdk", "io.temporal");

  private final boolean isHeard;

  LibraryLogger(String name) {
    this.name = name;
    this.isHeard = SILENT.stream().noneMatch(name::startsWith);
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public boolean isInfoEnabled() {
    return false;
  }

  @Override
  public boolean isWarnEnabled() {
    return isHeard;
  }

  @Override
  public boolean isErrorEnabled() {
    return isHeard;
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      @Nullable String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    System.err.println(line(level, MessageFormatter.basicArrayFormat(pattern, arguments), thrown));
  }

  /** What is written of {@code message} at {@code level}, with what was {@code thrown}. */
  String line(Level level, String message, @Nullable Throwable thrown) {
    String line =
        Clock.now()
            + " "
            + level
            + " "
            + name.substring(name.lastIndexOf('.') + 1)
            + " - "
            + message;
    return thrown == null ? line : line + System.lineSeparator() + trace(thrown);
  }

  private static String trace(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString().stripTrailing();
  }
}
