package dev.mainstay.aws;

import dev.mainstay.provider.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A token of another issuer, which AWS takes for a role. */
sealed interface WebIdentity {

  /**
   * The token as it is now.
   *
   * @throws IOException if it cannot be read, or is not there yet
   */
  Secret token() throws IOException;

  /** One that is told once. */
  record Given(Secret token) implements WebIdentity {}

  /** One in a file, which whoever issues it replaces before it ends. */
  record InFile(Path file) implements WebIdentity {
    @Override
    public Secret token() throws IOException {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      if (text.isBlank()) {
        throw new IOException(
            "the token file " + file + " is empty; is its issuer about to write it?");
      }
      return Secret.of(text);
    }
  }
}
