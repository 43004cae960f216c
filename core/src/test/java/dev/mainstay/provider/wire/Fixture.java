package dev.mainstay.provider.wire;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Headers.Field;
import dev.mainstay.transport.HttpHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** One recorded exchange, and what it must be read as. */
public record Fixture(String file, String kind, JsonObject entry, Path folder) {
  // Each is read thousands of times, as its bytes may arrive.
  private static final Map<Path, byte[]> READ = new ConcurrentHashMap<>();

  /**
   * The folder of fixtures, where there is one.
   *
   * @throws IllegalStateException if there is one without its manifest
   */
  public static Optional<Path> home() {
    return Optional.ofNullable(System.getProperty("mainstay.fixtures")).flatMap(Fixture::home);
  }

  static Optional<Path> home(String named) {
    Path folder = Path.of(named);
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    if (!Files.isRegularFile(folder.resolve("manifest.json"))) {
      throw new IllegalStateException(
          folder + " has no manifest.json: name a folder of recorded answers, or none");
    }
    return Optional.of(folder);
  }

  /** Every one in the manifest; none where there is no folder. */
  static List<Fixture> all() {
    return home().stream().flatMap(Fixture::in).toList();
  }

  private static Stream<Fixture> in(Path folder) {
    return Json.parseObject(bytes(folder.resolve("manifest.json")))
        .array("fixtures")
        .orElseThrow()
        .objects()
        .map(entry ->
            new Fixture(
                entry.text("file").orElseThrow(), entry.text("kind").orElseThrow(), entry, folder));
  }

  /** The dialect that it is in, by its name in the manifest. */
  public String api() {
    return entry.text("api").orElseThrow();
  }

  public JsonObject expected() {
    return entry.object("expect").orElseThrow();
  }

  public boolean isRequest() {
    return kind.equals("request");
  }

  public byte[] content() {
    return bytes(folder.resolve(file));
  }

  public boolean isStream() {
    return kind.startsWith("stream");
  }

  public HttpHead head() {
    return hasHead() ? headInFile() : headInManifest();
  }

  public byte[] body() {
    byte[] content = content();
    return hasHead() ? Arrays.copyOfRange(content, bodyStart(content), content.length) : content;
  }

  private boolean hasHead() {
    return file.endsWith(".http");
  }

  private HttpHead headInManifest() {
    List<Field> headers = new ArrayList<>();
    for (JsonValue pair : entry.array("headers").orElseThrow()) {
      List<JsonValue> items = ((JsonArray) pair).items();
      headers.add(
          new Field(((JsonString) items.get(0)).value(), ((JsonString) items.get(1)).value()));
    }
    return new HttpHead(
        Math.toIntExact(entry.number("httpStatus").orElseThrow()), Headers.of(headers));
  }

  private HttpHead headInFile() {
    byte[] content = content();
    String text = new String(content, 0, bodyStart(content), StandardCharsets.ISO_8859_1);
    List<String> lines = text.strip().lines().toList();
    List<Field> headers =
        lines.stream()
            .skip(1)
            .map(line -> line.split(":", 2))
            .map(parts -> new Field(parts[0], parts[1].strip()))
            .toList();
    int status = Integer.parseInt(lines.getFirst().split(" ", 3)[1]);
    return new HttpHead(status, Headers.of(headers));
  }

  private static int bodyStart(byte[] content) {
    for (int i = 0; i + 3 < content.length; i++) {
      if (content[i] == '\r' && content[i + 1] == '\n' && content[i + 2] == '\r') {
        return i + 4;
      }
    }
    throw new IllegalArgumentException("no blank line after the headers");
  }

  private static byte[] bytes(Path path) {
    return READ.computeIfAbsent(path, Fixture::read).clone();
  }

  private static byte[] read(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
