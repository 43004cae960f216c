package dev.mainstay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The durable agent's sentence goes on when its worker is killed, for real. */
class DurableTest {
  private static final String KILLED = " [the worker is killed here] ";

  @TempDir private Path folder;

  @Test
  @Timeout(120)
  void sentenceGoesOnAndTheExampleEnds() throws Exception {
    Path shown = folder.resolve("shown");
    Process example =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(),
                DurableKill.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(shown.toFile())
            .start();
    try {
      assertThat(example.waitFor(100, TimeUnit.SECONDS)).isTrue();
    } finally {
      example.descendants().forEach(ProcessHandle::destroyForcibly);
      example.destroyForcibly();
    }

    assertThat(example.exitValue()).isZero();
    assertThat(Files.readString(shown))
        .containsOnlyOnce(KILLED)
        .satisfies(text ->
            assertThat(text.replace(KILLED, ""))
                .isEqualTo(DurableKill.ANSWER + System.lineSeparator()));
  }

  // A console launcher loads the tests by a class loader of its own.
  private static String classPath() {
    return Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader
        ? Arrays.stream(loader.getURLs())
            .map(url -> Path.of(URI.create(url.toString())).toString())
            .collect(Collectors.joining(File.pathSeparator))
        : System.getProperty("java.class.path");
  }
}
