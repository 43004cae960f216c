package dev.mainstay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The durable agent's sentence goes on when its worker is killed, for real. */
class DurableTest {

  @Test
  @Timeout(120)
  void sentenceGoesOn() throws Exception {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    if (Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader) {
      // A console launcher loads the tests by a class loader of its own.
      System.setProperty(
          "mainstay.classpath",
          Arrays.stream(loader.getURLs())
              .map(url -> Path.of(URI.create(url.toString())).toString())
              .collect(Collectors.joining(File.pathSeparator)));
    }

    String answer = DurableKill.show(new PrintStream(shown, true, StandardCharsets.UTF_8));

    assertThat(answer).startsWith("It is twenty to seven").endsWith("where it is dry.");
    assertThat(shown.toString(StandardCharsets.UTF_8))
        .contains(" [the worker is killed here] ")
        .isEqualTo(
            new StringBuilder(answer)
                .insert(
                    shown.toString(StandardCharsets.UTF_8).indexOf(" [the worker"),
                    " [the worker is killed here] ")
                .append(System.lineSeparator())
                .toString());
  }
}
