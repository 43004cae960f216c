package dev.mainstay.gateway.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one configuration says, each time it is asked: where none of the files that were read for it
 * says anything new, what it said the last time. What has errors is always read anew. Thread-safe.
 */
final class RepeatedReading implements Supplier<ConfigReport> {
  private final ConfigFiles files;
  private final Function<ConfigFiles, ConfigReport> reading;
  private final ReentrantLock lock = new ReentrantLock();
  // By the file, its text; nothing for one that could not be read.
  private Map<Path, Optional<String>> texts = Map.of();
  private @Nullable ConfigReport last;

  /**
   * A reading.
   *
   * @param reading reads the configuration from the files that it is given
   */
  RepeatedReading(ConfigFiles files, Function<ConfigFiles, ConfigReport> reading) {
    this.files = files;
    this.reading = reading;
  }

  @Override
  public ConfigReport get() {
    lock.lock();
    try {
      ConfigReport known = last;
      if (known == null || known.hasErrors() || !isUnchanged()) {
        known = read();
        last = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  private ConfigReport read() {
    Map<Path, Optional<String>> seen = new LinkedHashMap<>();
    ConfigReport report =
        reading.apply(file -> {
          seen.put(file, Optional.empty());
          String text = files.read(file);
          seen.put(file, Optional.of(text));
          return text;
        });
    texts = seen;
    return report;
  }

  private boolean isUnchanged() {
    for (Map.Entry<Path, Optional<String>> file : texts.entrySet()) {
      if (file.getValue().isEmpty() || !file.getValue().equals(text(file.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private Optional<String> text(Path file) {
    try {
      return Optional.of(files.read(file));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
