package dev.mainstay.program.optimize;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an optimizer has found out, a line of a file for each thing, so that a crash loses one. The
 * first line tells what it was found out about.
 */
final class Checkpoint {
  private static final String ABOUT = "about";

  private final @Nullable Path file;
  private final Map<String, JsonObject> known = new HashMap<>();

  private Checkpoint(@Nullable Path file) {
    this.file = file;
  }

  static Checkpoint none() {
    return new Checkpoint(null);
  }

  /**
   * What {@code file} holds about {@code about}; a last line that was cut off is taken out of it.
   *
   * @throws IllegalArgumentException if it holds something else, of which nothing is touched
   * @throws UncheckedIOException if it cannot be read and written
   */
  static Checkpoint of(Path file, Fingerprint about) {
    Checkpoint checkpoint = new Checkpoint(file);
    try {
      byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
      int end = wholeLines(bytes);
      if (end == 0) {
        checkpoint.begin(bytes, about);
      } else {
        checkpoint.read(Arrays.copyOf(bytes, end), about);
        checkpoint.cut(bytes, end);
      }
      return checkpoint;
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static int wholeLines(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  // What has no whole line is the beginning of the first, or somebody else's.
  private void begin(byte[] bytes, Fingerprint about) throws IOException {
    JsonObject first = JsonObject.builder().put(ABOUT, about.json()).build();
    byte[] line = line(first);
    if (bytes.length > line.length
        || Arrays.mismatch(bytes, Arrays.copyOf(line, bytes.length)) >= 0) {
      about.require(Optional.empty(), file);
    }
    cut(bytes, 0);
    append(first);
  }

  // What is written next would stand in the line that was cut off. Who may not write is to know it
  // before there is something to write.
  private void cut(byte[] bytes, int end) throws IOException {
    if (file != null && bytes.length > 0) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(end);
      }
    }
  }

  private static UncheckedIOException unusable(@Nullable Path file, IOException why) {
    return new UncheckedIOException(file + " cannot be used as a checkpoint: " + why, why);
  }

  private void read(byte[] lines, Fingerprint about) {
    int from = 0;
    for (int i = 0; i < lines.length; i++) {
      if (lines[i] == '\n') {
        JsonObject line = parsed(ByteBuffer.wrap(lines, from, i - from));
        if (from == 0) {
          about.require(line.object(ABOUT), file);
        }
        line.text("key")
            .ifPresent(key -> line.object("value").ifPresent(value -> known.put(key, value)));
        from = i + 1;
      }
    }
  }

  // A line that is broken is one thing less that is known.
  private static JsonObject parsed(ByteBuffer line) {
    try {
      return Json.parseObject(StandardCharsets.UTF_8.newDecoder().decode(line).toString());
    } catch (CharacterCodingException | JsonException broken) {
      return JsonObject.empty();
    }
  }

  Optional<JsonObject> get(String key) {
    return Optional.ofNullable(known.get(key));
  }

  void put(String key, JsonObject value) {
    known.put(key, value);
    try {
      append(JsonObject.builder().put("key", key).put("value", value).build());
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private void append(JsonObject line) throws IOException {
    if (file != null) {
      Files.write(file, line(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  private static byte[] line(JsonObject json) {
    return (json.toJson() + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
