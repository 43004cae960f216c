package dev.mainstay.temporal.batch;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The input, read window by window, so that it may be as long as it likes. */
final class PromptFile implements PromptReader {
  private final BufferedReader in;
  private final @Nullable String model;
  private long next;
  private long seen;

  PromptFile(Path path, @Nullable String model) throws IOException {
    this.in = Files.newBufferedReader(path, StandardCharsets.UTF_8);
    this.model = model;
  }

  /** How many lines of {@code path} have something in them. */
  static long count(Path path) throws IOException {
    long lines = 0;
    try (BufferedReader in = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines += line.isBlank() ? 0 : 1;
      }
    }
    return lines;
  }

  @Override
  public Map<Long, PromptLine> window(int size, Journal journal) throws IOException {
    Map<Long, PromptLine> window = new LinkedHashMap<>();
    long text = 0;
    while (window.size() < size && text < MOST_TEXT) {
      String line = in.readLine();
      if (line == null) {
        return window;
      }
      long index = next++;
      seen += line.isBlank() ? 0 : 1;
      if (!line.isBlank() && !journal.has(index)) {
        window.put(index, PromptLine.read(line, model));
        text += line.length();
      }
    }
    return window;
  }

  @Override
  public long seen() {
    return seen;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
