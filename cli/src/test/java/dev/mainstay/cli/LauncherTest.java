package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.cli.LauncherClone.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code mainstay}: which Java it takes, and how it runs the command. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LauncherTest {
  @TempDir private Path folder;

  private LauncherClone clone;

  @BeforeEach
  void makeClone() throws IOException {
    clone = LauncherClone.in(folder);
  }

  @Test
  void runsMainWithTheArgumentsAsTheyAre() throws Exception {
    clone.built();
    clone.javaHome(clone.java("jdk", "21.0.1"));

    Result result = clone.launch("chat", "openai/gpt-4o", "two words", "");

    assertThat(result.code()).isZero();
    Path lib = clone.folder().resolve("cli/target/mainstay/lib");
    assertThat(result.out())
        .containsSubsequence(
            "[" + LauncherClone.bootClassPath(lib) + "]",
            "[-cp]",
            "[" + LauncherClone.classPath(lib) + "]",
            "[dev.mainstay.cli.Main]",
            "[chat]",
            "[openai/gpt-4o]",
            "[two words]",
            "[]");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void gatewayHasNoJarOfBatches() throws Exception {
    clone.built();
    clone.javaHome(clone.java("jdk", "21.0.1"));
    Path lib = clone.folder().resolve("cli/target/mainstay/lib");

    Result result = clone.launch("gateway", "--config", "config.yaml");

    assertThat(result.out())
        .containsSubsequence(
            "[" + LauncherClone.bootClassPath(lib) + "]",
            "[-cp]",
            "[" + LauncherClone.gatewayClassPath(lib) + "]",
            "[dev.mainstay.cli.Main]",
            "[gateway]");
  }

  @Test
  void worksThroughALinkFromAnotherFolder() throws Exception {
    clone.built();
    clone.javaHome(clone.java("jdk", "21.0.1"));
    Path link =
        Files.createSymbolicLink(clone.path().resolve("ms"), Path.of("../a clone/mainstay"));

    Result result = clone.run(List.of(link.toString(), "check", "x"));

    assertThat(result.out())
        .contains(
            "[" + LauncherClone.classPath(clone.folder().resolve("cli/target/mainstay/lib")) + "]");
  }

  @Test
  void givesTheExitCodeOfTheCommand() throws Exception {
    clone.built();
    Path home = clone.java("jdk", "21.0.1");
    LauncherClone.executable(home.resolve("bin/java"), "#!/bin/sh\nexit 3\n");
    clone.javaHome(home);

    assertThat(clone.launch("check", "x").code()).isEqualTo(3);
  }

  @Test
  void passesOverAJavaThatIsTooOld() throws Exception {
    clone.built();
    clone.javaHome(clone.java("old", "17.0.15"));
    Path newer = clone.java(".jdks/newer", "99.0.2");
    LauncherClone.executable(newer.resolve("bin/javac"), LauncherClone.SAYS_ARGUMENTS);
    LauncherClone.executable(newer.resolve("bin/java"), "#!/bin/sh\necho newer\n");

    Result result = clone.launch("demo");

    assertThat(result.out()).containsExactly("newer");
  }

  @Test
  void takesTheJavaOnThePathWhereverItsLinkLeads() throws Exception {
    clone.built();
    Path home = clone.java("jdk", "21.0.1");
    Files.createSymbolicLink(clone.path().resolve("java"), home.resolve("bin/java"));

    Result result = clone.launch("demo");

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("[dev.mainstay.cli.Main]");
  }

  @Test
  void asksAJavaWithoutAFileThatTellsItsVersion() throws Exception {
    clone.built();
    Path home = clone.java("jdk", "21.0.1");
    Files.delete(home.resolve("release"));
    LauncherClone.executable(
        home.resolve("bin/java"),
        "#!/bin/sh\necho 'openjdk version \"21.0.1\" 2023' >&2\necho ran\n");
    clone.javaHome(home);

    assertThat(clone.launch("demo").out()).containsExactly("ran");
  }

  @Test
  void withoutAnyJavaSaysHowToGetOne() throws Exception {
    clone.built();
    clone.wantsJava(999);
    Files.createSymbolicLink(
        clone.path().resolve("java"), clone.java("old", "17.0.15").resolve("bin/java"));

    Result result = clone.launch("demo");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("mainstay: Java 999 or newer is needed, and only Java 17 was found.")
        .contains("https://adoptium.net")
        .hasLineCount(2);
  }

  @Test
  void javaHomeOfItsOwnThatIsNoneIsAMistake() throws Exception {
    clone.built();
    clone.set("MAINSTAY_JAVA_HOME", folder.resolve("nowhere").toString());

    Result result = clone.launch("demo");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("MAINSTAY_JAVA_HOME is " + folder.resolve("nowhere"));
  }

  @Test
  void tellsJavaTheLocaleWhereItCannotFindOut() throws Exception {
    clone.built();
    clone.javaHome(clone.java("jdk", "21.0.1"));
    clone.unset("LANG");

    Result result = clone.launch("demo");

    assertThat(result.out()).contains("[-Dmainstay.locale=C]", "[-Dmainstay.tty=]");
  }

  @Test
  void smallHeapIsTheGatewaysUnlessItsSizeIsSaid() throws Exception {
    clone.built();
    clone.javaHome(clone.java("jdk", "21.0.1"));

    assertThat(clone.launch("gateway").out())
        .contains("[-XX:+UseParallelGC]", "[-Xms24m]", "[-XX:NewSize=8m]");
    for (String size : List.of("-Xmx16m", "-XX:MaxHeapSize=16m", "-XX:MaxRAMPercentage=1")) {
      clone.set("MAINSTAY_JAVA_OPTS", size);
      assertThat(clone.launch("gateway").out())
          .contains("[-XX:+UseParallelGC]", "[" + size + "]")
          .doesNotContain("[-Xms24m]", "[-XX:NewSize=8m]");
    }
  }

  @Test
  void collectorThatIsSaidIsTheOnlyOne() throws Exception {
    clone.built();
    clone.javaHome(clone.java("jdk", "21.0.1"));
    clone.set("MAINSTAY_JAVA_OPTS", "-XX:+UseG1GC");

    for (String command : List.of("gateway", "demo")) {
      assertThat(clone.launch(command).out().stream().filter(option -> option.endsWith("GC]")))
          .containsExactly("[-XX:+UseG1GC]");
    }
  }
}
