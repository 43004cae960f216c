package dev.mainstay.temporal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;
import org.slf4j.simple.SimpleLogger;
import org.slf4j.simple.SimpleLoggerFactory;
import org.slf4j.spi.LocationAwareLogger;

/**
 * All that is logged, from here on: Mainstay's at every level, and that of Temporal's classes which
 * have been used before, from DEBUG on; else the tests leave it out.
 */
final class Logs implements AutoCloseable {
  private static final int OFF = LocationAwareLogger.ERROR_INT + 10;

  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final PrintStream before = System.err;
  private final Logger ours = Logger.getLogger("dev.mainstay");
  private final Level level = ours.getLevel();
  private final Handler handler = new Lines();

  private Logs() {}

  static Logs begin() {
    Logs logs = new Logs();
    logs.handler.setLevel(Level.ALL);
    logs.ours.setLevel(Level.ALL);
    logs.ours.addHandler(logs.handler);
    System.setErr(new PrintStream(logs.text, true, UTF_8));
    logs.temporals(LocationAwareLogger.DEBUG_INT);
    return logs;
  }

  // SLF4J's simple logger has its levels from a file alone.
  private void temporals(int level) {
    try {
      Field loggers = SimpleLoggerFactory.class.getDeclaredField("loggerMap");
      loggers.setAccessible(true);
      for (Object logger : ((Map<?, ?>) loggers.get(LoggerFactory.getILoggerFactory())).values()) {
        if (((SimpleLogger) logger).getName().startsWith("io.temporal")) {
          Field current = SimpleLogger.class.getDeclaredField("currentLogLevel");
          current.setAccessible(true);
          current.setInt(logger, level);
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("the logger is another", e);
    }
  }

  String text() {
    return text.toString(UTF_8);
  }

  @Override
  public void close() {
    temporals(OFF);
    System.setErr(before);
    ours.removeHandler(handler);
    ours.setLevel(level);
  }

  private final class Lines extends Handler {
    private final SimpleFormatter form = new SimpleFormatter();

    @Override
    public void publish(LogRecord line) {
      text.writeBytes(form.format(line).getBytes(UTF_8));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
