package dev.mainstay.gateway.config;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Configuration files that exist in a test alone. */
final class Reading {
  static final String KEY = "sk-test-0123456789abcdef";

  private final Map<String, String> files = new LinkedHashMap<>();
  private Environment environment =
      Environment.of(Map.of("OPENAI_API_KEY", KEY, "GROQ_API_KEY", "gsk_test9876543210"));

  static Reading file(String name, String text) {
    return new Reading().and(name, text);
  }

  /** What {@code config.yaml} of this text says. */
  static ConfigReport of(String text) {
    return file("config.yaml", text).report();
  }

  /** The configuration in a text that is right. */
  static GatewayConfig config(String text) {
    ConfigReport report = of(text);
    return report.config().orElseThrow(() -> new AssertionError(String.join("\n", report.lines())));
  }

  /** The problems of a text, as lines. */
  static List<String> problems(String text) {
    return lines(of(text));
  }

  static List<String> lines(ConfigReport report) {
    return report.problems().stream().map(Problem::toString).toList();
  }

  Reading and(String name, String text) {
    files.put(name, text);
    return this;
  }

  Reading with(String variable, String value) {
    environment = environment.with(variable, value);
    return this;
  }

  Reading in(Environment other) {
    environment = other;
    return this;
  }

  ConfigReport report() {
    return new ConfigReader(environment, this::text)
        .read(Path.of(files.keySet().iterator().next()));
  }

  private String text(Path file) throws NoSuchFileException {
    String text = files.get(file.normalize().toString().replace('\\', '/'));
    if (text == null) {
      throw new NoSuchFileException(file.toString());
    }
    return text;
  }
}
