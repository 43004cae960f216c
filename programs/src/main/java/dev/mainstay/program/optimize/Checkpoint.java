package dev.mainstay.program.optimize;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an optimizer has found out, a line of a file for each thing, so that a crash loses one. */
final class Checkpoint {
  private final @Nullable Path file;
  private final Map<String, JsonObject> known = new HashMap<>();

  private Checkpoint(@Nullable Path file) {
    this.file = file;
  }

  static Checkpoint none() {
    return new Checkpoint(null);
  }

  /** What {@code file} holds; a line that was cut off is left out. */
  static Checkpoint of(Path file) {
    Checkpoint checkpoint = new Checkpoint(file);
    try {
      if (Files.exists(file)) {
        Files.readAllLines(file).forEach(checkpoint::read);
      }
      return checkpoint;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(String line) {
    try {
      JsonObject json = Json.parseObject(line);
      json.text("key")
          .ifPresent(key -> json.object("value").ifPresent(value -> known.put(key, value)));
    } catch (JsonException cutOff) {
      // The line that was written when the process ended.
    }
  }

  Optional<JsonObject> get(String key) {
    return Optional.ofNullable(known.get(key));
  }

  void put(String key, JsonObject value) {
    known.put(key, value);
    if (file == null) {
      return;
    }
    JsonObject line = JsonObject.builder().put("key", key).put("value", value).build();
    try {
      Files.write(
          file,
          (line.toJson() + "\n").getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
