package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What Java remembers for quick starts. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RehearseCommandTest {
  @TempDir private Path folder;

  @Test
  void gatewayOfItsOwnAnswersPlainAndInAStream() throws Exception {
    Path loaded = folder.resolve("loaded");

    Captured captured = new Captured();
    int code =
        captured.run(
            "rehearse",
            "--",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xlog:class+load:file=" + loaded,
            "-cp",
            classPath(),
            Main.class.getName(),
            "gateway");

    assertThat(code).as(captured.err()).isZero();
    assertThat(Files.readString(loaded))
        .contains(
            "dev.mainstay.gateway.api.StreamTrailer ", "dev.mainstay.provider.wire.PlainBody ")
        .doesNotContain("dev.mainstay.simulator.", "dev.mainstay.temporal.", "java.net.http.");
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
