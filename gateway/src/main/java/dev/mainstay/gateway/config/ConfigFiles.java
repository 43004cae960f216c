package dev.mainstay.gateway.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the text of configuration files comes from, and of the key files that they name. */
@FunctionalInterface
interface ConfigFiles {
  /** The text of {@code file}, which must be UTF-8. */
  String read(Path file) throws IOException;

  /** Those of the machine. */
  static ConfigFiles system() {
    return file -> {
      byte[] bytes = Files.readAllBytes(file);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    };
  }
}
