package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.cli.LauncherClone.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code mainstay} where the command is not built yet: with what it builds it, and what
 * it says.
 */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LauncherBuildTest {
  @TempDir private Path folder;

  private LauncherClone clone;

  @BeforeEach
  void makeClone() throws IOException {
    clone = LauncherClone.in(folder);
  }

  @Test
  void firstUseBuildsAndSaysSo() throws Exception {
    clone.javaHome(clone.jdk());
    clone.maven(
        "mkdir -p cli/target/mainstay/lib; echo '[INFO] Building Mainstay Core 0.1.0   [2/5]';"
            + " sleep 1");

    Result first = clone.launch("demo");
    Result second = clone.launch("demo");

    assertThat(first.code()).isZero();
    assertThat(first.err()).contains("building", "Mainstay Core (2 of 5)", "built in");
    assertThat(first.out()).contains("[dev.mainstay.cli.Main]", "[demo]");
    assertThat(second.err()).isEmpty();
  }

  @Test
  void changedSourceIsBuiltAgain() throws Exception {
    clone.built();
    clone.javaHome(clone.jdk());
    clone.maven("mkdir -p cli/target/mainstay/lib");
    Path source = Files.writeString(clone.folder().resolve("core/src/main/A.java"), "class A {}");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plus(Duration.ofSeconds(5))));

    Result result = clone.launch("demo");

    assertThat(result.err()).contains("building what has changed");
  }

  @Test
  void failedBuildNamesItsLogAndShowsWhatWentWrong() throws Exception {
    clone.javaHome(clone.jdk());
    clone.maven("echo '[INFO] fine'; echo '[ERROR] A.java:[3,4] no such thing'; exit 1");

    Result result = clone.launch("demo");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains("the build failed; its log is " + clone.folder() + "/cli/target/build.log")
        .contains("A.java:[3,4] no such thing")
        .doesNotContain("fine");
    assertThat(clone.folder().resolve("cli/target/build.lock")).doesNotExist();
  }

  @Test
  void withoutMavenSaysSoInsteadOfBuilding() throws Exception {
    clone.javaHome(clone.jdk());

    Result result = clone.launch("demo");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("mainstay: Maven is needed to build Mainstay before its first use")
        .hasLineCount(2);
  }

  @Test
  void withoutMavenTheWrapperBuilds() throws Exception {
    clone.javaHome(clone.jdk());
    clone.wrapper("echo '[INFO] Scanning for projects...'; mkdir -p cli/target/mainstay/lib");

    Result result = clone.launch("demo");

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("[dev.mainstay.cli.Main]", "[demo]");
  }

  @Test
  void installedMavenIsPreferredToTheWrapper() throws Exception {
    clone.javaHome(clone.jdk());
    clone.maven("mkdir -p cli/target/mainstay/lib");
    clone.wrapper("exit 1");

    assertThat(clone.launch("demo").code()).isZero();
  }

  @Test
  void wrapperThatCannotDownloadMavenSaysSo() throws Exception {
    clone.javaHome(clone.jdk());
    clone.wrapper("echo 'curl: (6) Could not resolve host' >&2; exit 1");

    Result result = clone.launch("demo");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains("Maven is not installed, and the wrapper could not download it")
        .contains("curl: (6) Could not resolve host")
        .contains("Install Maven", "MVNW_REPOURL");
    assertThat(clone.folder().resolve("cli/target/build.lock")).doesNotExist();
  }

  @Test
  void unpackedReleaseRunsWithoutBuilding() throws Exception {
    Files.delete(clone.folder().resolve("pom.xml"));
    Path lib = Files.createDirectories(clone.folder().resolve("lib"));
    Files.writeString(lib.resolve("picocli-4.7.jar"), "");
    clone.javaHome(clone.java("jre", "21.0.1"));

    Result first = clone.launch("demo");

    assertThat(first.code()).isZero();
    assertThat(first.out())
        .contains("[" + LauncherClone.classPath(lib) + "]", "[dev.mainstay.cli.Main]", "[demo]");
    assertThat(first.err()).doesNotContain("building");
  }

  @Test
  void lockOfABuildThatDiedIsTakenOver() throws Exception {
    clone.javaHome(clone.jdk());
    clone.maven("mkdir -p cli/target/mainstay/lib");
    Path lock = Files.createDirectories(clone.folder().resolve("cli/target/build.lock"));
    // No process has so high a number.
    Files.writeString(lock.resolve("pid"), "99999999\n");

    Result result = clone.launch("demo");

    assertThat(result.code()).isZero();
    assertThat(lock).doesNotExist();
  }
}
