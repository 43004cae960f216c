package dev.mainstay.gateway.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the text of configuration files comes from, and of the key files that they name. */
@FunctionalInterface
interface ConfigFiles {
  /** How many bytes one may have at most: 8 MiB, far beyond any real one. */
  int MOST_BYTES = 8 * 1024 * 1024;

  /**
   * The text of {@code file}, which must be UTF-8.
   *
   * @throws TooLargeException if it has more than {@link #MOST_BYTES}
   */
  String read(Path file) throws IOException;

  /** Those of the machine. */
  static ConfigFiles system() {
    return file -> {
      byte[] bytes = bytes(file);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    };
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new TooLargeException();
      }
      return bytes;
    }
  }

  /** It has more than is read. */
  final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1;
  }
}
