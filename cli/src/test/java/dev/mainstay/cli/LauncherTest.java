package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code mainstay}, in a clone of which there is only its outline, with a Java and a
 * Maven that only say how they were called.
 */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LauncherTest {
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "cat",
          "dirname",
          "env",
          "find",
          "grep",
          "head",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sleep",
          "stty",
          "tail",
          "uname");
  private static final String SAYS_ARGUMENTS =
      "#!/bin/sh\nfor a in \"$@\"; do echo \"[$a]\"; done\n";

  @TempDir private Path folder;

  private final Map<String, String> environment = new TreeMap<>();
  private Path clone;
  private Path path;

  @BeforeEach
  void makeClone() throws IOException {
    clone = Files.createDirectories(folder.resolve("a clone"));
    Path original = Path.of("").toAbsolutePath().resolveSibling("mainstay");
    executable(clone.resolve("mainstay"), Files.readString(original));
    for (String module : List.of("core", "simulator", "gateway", "cli")) {
      Files.createDirectories(clone.resolve(module).resolve("src/main"));
      Files.writeString(clone.resolve(module).resolve("pom.xml"), "<project/>");
    }
    Files.writeString(clone.resolve("pom.xml"), "<project/>");
    path = Files.createDirectories(folder.resolve("bin"));
    for (String tool : TOOLS) {
      executable(path.resolve(tool), "#!/bin/sh\nexec " + found(tool) + " \"$@\"\n");
    }
    environment.put("PATH", path.toString());
    environment.put("HOME", folder.toString());
    environment.put("LANG", "C.UTF-8");
  }

  @Test
  void runsMainWithTheArgumentsAsTheyAre() throws Exception {
    built();
    environment.put("JAVA_HOME", java("jdk", "21.0.1").toString());

    Result result = launch("chat", "openai/gpt-4o", "two words", "");

    assertThat(result.code()).isZero();
    assertThat(result.out())
        .containsSubsequence(
            "[-cp]",
            "[" + classPath(clone.resolve("cli/target/mainstay/lib")) + "]",
            "[dev.mainstay.cli.Main]",
            "[chat]",
            "[openai/gpt-4o]",
            "[two words]",
            "[]");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void worksThroughALinkFromAnotherFolder() throws Exception {
    built();
    environment.put("JAVA_HOME", java("jdk", "21.0.1").toString());
    Path link = Files.createSymbolicLink(path.resolve("ms"), Path.of("../a clone/mainstay"));

    Result result = run(List.of(link.toString(), "check", "x"));

    assertThat(result.out())
        .contains("[" + classPath(clone.resolve("cli/target/mainstay/lib")) + "]");
  }

  @Test
  void givesTheExitCodeOfTheCommand() throws Exception {
    built();
    Path home = java("jdk", "21.0.1");
    executable(home.resolve("bin/java"), "#!/bin/sh\nexit 3\n");
    environment.put("JAVA_HOME", home.toString());

    assertThat(launch("check", "x").code()).isEqualTo(3);
  }

  @Test
  void passesOverAJavaThatIsTooOld() throws Exception {
    built();
    environment.put("JAVA_HOME", java("old", "17.0.15").toString());
    Path newer = java(".jdks/newer", "99.0.2");
    executable(newer.resolve("bin/javac"), SAYS_ARGUMENTS);
    executable(newer.resolve("bin/java"), "#!/bin/sh\necho newer\n");

    Result result = launch("demo");

    assertThat(result.out()).containsExactly("newer");
  }

  @Test
  void takesTheJavaOnThePathWhereverItsLinkLeads() throws Exception {
    built();
    Path home = java("jdk", "21.0.1");
    Files.createSymbolicLink(path.resolve("java"), home.resolve("bin/java"));

    Result result = launch("demo");

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("[dev.mainstay.cli.Main]");
  }

  @Test
  void asksAJavaWithoutAFileThatTellsItsVersion() throws Exception {
    built();
    Path home = java("jdk", "21.0.1");
    Files.delete(home.resolve("release"));
    executable(
        home.resolve("bin/java"),
        "#!/bin/sh\necho 'openjdk version \"21.0.1\" 2023' >&2\necho ran\n");
    environment.put("JAVA_HOME", home.toString());

    assertThat(launch("demo").out()).containsExactly("ran");
  }

  @Test
  void withoutAnyJavaSaysHowToGetOne() throws Exception {
    built();
    wantsJava(999);
    Files.createSymbolicLink(path.resolve("java"), java("old", "17.0.15").resolve("bin/java"));

    Result result = launch("demo");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("mainstay: Java 999 or newer is needed, and only Java 17 was found.")
        .contains("https://adoptium.net")
        .hasLineCount(2);
  }

  @Test
  void javaHomeOfItsOwnThatIsNoneIsAMistake() throws Exception {
    built();
    environment.put("MAINSTAY_JAVA_HOME", folder.resolve("nowhere").toString());

    Result result = launch("demo");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("MAINSTAY_JAVA_HOME is " + folder.resolve("nowhere"));
  }

  @Test
  void firstUseBuildsAndSaysSo() throws Exception {
    environment.put("JAVA_HOME", jdk().toString());
    maven(
        "mkdir -p cli/target/mainstay/lib; echo '[INFO] Building Mainstay Core 0.1.0   [2/5]'; sleep 1");

    Result first = launch("demo");
    Result second = launch("demo");

    assertThat(first.code()).isZero();
    assertThat(first.err()).contains("building", "Mainstay Core (2 of 5)", "built in");
    assertThat(first.out()).contains("[dev.mainstay.cli.Main]", "[demo]");
    assertThat(second.err()).isEmpty();
  }

  @Test
  void changedSourceIsBuiltAgain() throws Exception {
    built();
    environment.put("JAVA_HOME", jdk().toString());
    maven("mkdir -p cli/target/mainstay/lib");
    Path source = Files.writeString(clone.resolve("core/src/main/A.java"), "class A {}");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plus(Duration.ofSeconds(5))));

    Result result = launch("demo");

    assertThat(result.err()).contains("building what has changed");
  }

  @Test
  void failedBuildNamesItsLogAndShowsWhatWentWrong() throws Exception {
    environment.put("JAVA_HOME", jdk().toString());
    maven("echo '[INFO] fine'; echo '[ERROR] A.java:[3,4] no such thing'; exit 1");

    Result result = launch("demo");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains("the build failed; its log is " + clone + "/cli/target/build.log")
        .contains("A.java:[3,4] no such thing")
        .doesNotContain("fine");
    assertThat(clone.resolve("cli/target/build.lock")).doesNotExist();
  }

  @Test
  void withoutMavenSaysSoInsteadOfBuilding() throws Exception {
    environment.put("JAVA_HOME", jdk().toString());

    Result result = launch("demo");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("mainstay: Maven is needed to build Mainstay before its first use")
        .hasLineCount(2);
  }

  @Test
  void withoutMavenTheWrapperBuilds() throws Exception {
    environment.put("JAVA_HOME", jdk().toString());
    wrapper("echo '[INFO] Scanning for projects...'; mkdir -p cli/target/mainstay/lib");

    Result result = launch("demo");

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("[dev.mainstay.cli.Main]", "[demo]");
  }

  @Test
  void installedMavenIsPreferredToTheWrapper() throws Exception {
    environment.put("JAVA_HOME", jdk().toString());
    maven("mkdir -p cli/target/mainstay/lib");
    wrapper("exit 1");

    assertThat(launch("demo").code()).isZero();
  }

  @Test
  void wrapperThatCannotDownloadMavenSaysSo() throws Exception {
    environment.put("JAVA_HOME", jdk().toString());
    wrapper("echo 'curl: (6) Could not resolve host' >&2; exit 1");

    Result result = launch("demo");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains("Maven is not installed, and the wrapper could not download it")
        .contains("curl: (6) Could not resolve host")
        .contains("Install Maven", "MVNW_REPOURL");
    assertThat(clone.resolve("cli/target/build.lock")).doesNotExist();
  }

  @Test
  void unpackedReleaseRunsWithoutBuilding() throws Exception {
    Files.delete(clone.resolve("pom.xml"));
    Path lib = Files.createDirectories(clone.resolve("lib"));
    Files.writeString(lib.resolve("picocli-4.7.jar"), "");
    environment.put("JAVA_HOME", java("jre", "21.0.1").toString());

    Result first = launch("demo");

    assertThat(first.code()).isZero();
    assertThat(first.out())
        .contains("[" + classPath(lib) + "]", "[dev.mainstay.cli.Main]", "[demo]");
    assertThat(first.err()).doesNotContain("building");
  }

  @Test
  void lockOfABuildThatDiedIsTakenOver() throws Exception {
    environment.put("JAVA_HOME", jdk().toString());
    maven("mkdir -p cli/target/mainstay/lib");
    Path lock = Files.createDirectories(clone.resolve("cli/target/build.lock"));
    // No process has so high a number.
    Files.writeString(lock.resolve("pid"), "99999999\n");

    Result result = launch("demo");

    assertThat(result.code()).isZero();
    assertThat(lock).doesNotExist();
  }

  @Test
  void tellsJavaTheLocaleWhereItCannotFindOut() throws Exception {
    built();
    environment.put("JAVA_HOME", java("jdk", "21.0.1").toString());
    environment.remove("LANG");

    Result result = launch("demo");

    assertThat(result.out()).contains("[-Dmainstay.locale=C]", "[-Dmainstay.tty=]");
  }

  @Test
  void smallHeapIsTheGatewaysUnlessItsSizeIsSaid() throws Exception {
    built();
    environment.put("JAVA_HOME", java("jdk", "21.0.1").toString());

    assertThat(launch("gateway").out())
        .contains("[-XX:+UseParallelGC]", "[-Xms24m]", "[-XX:NewSize=8m]");
    for (String size : List.of("-Xmx16m", "-XX:MaxHeapSize=16m", "-XX:MaxRAMPercentage=1")) {
      environment.put("MAINSTAY_JAVA_OPTS", size);
      assertThat(launch("gateway").out())
          .contains("[-XX:+UseParallelGC]", "[" + size + "]")
          .doesNotContain("[-Xms24m]", "[-XX:NewSize=8m]");
    }
  }

  @Test
  void collectorThatIsSaidIsTheOnlyOne() throws Exception {
    built();
    environment.put("JAVA_HOME", java("jdk", "21.0.1").toString());
    environment.put("MAINSTAY_JAVA_OPTS", "-XX:+UseG1GC");

    for (String command : List.of("gateway", "demo")) {
      assertThat(launch(command).out().stream().filter(option -> option.endsWith("GC]")))
          .containsExactly("[-XX:+UseG1GC]");
    }
  }

  private void built() throws IOException {
    Path stamp = clone.resolve("cli/target/mainstay/stamp");
    Path lib = Files.createDirectories(stamp.resolveSibling("lib"));
    Files.writeString(lib.resolve("picocli-4.7.jar"), "");
    Files.writeString(stamp, "");
    Files.setLastModifiedTime(stamp, FileTime.from(Instant.now().plus(Duration.ofSeconds(2))));
  }

  private static String classPath(Path lib) {
    return lib + "/picocli-4.7.jar:" + lib + "/*";
  }

  private void wantsJava(int version) throws IOException {
    Path launcher = clone.resolve("mainstay");
    executable(
        launcher, Files.readString(launcher).replace("LEAST_JAVA=21", "LEAST_JAVA=" + version));
  }

  private Path jdk() throws IOException {
    Path home = java("jdk", "21.0.1");
    executable(home.resolve("bin/javac"), SAYS_ARGUMENTS);
    return home;
  }

  private Path java(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    executable(home.resolve("bin/java"), SAYS_ARGUMENTS);
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private void maven(String does) throws IOException {
    executable(path.resolve("mvn"), "#!/usr/bin/env bash\n" + does + "\n");
  }

  private void wrapper(String does) throws IOException {
    executable(clone.resolve("mvnw"), "#!/usr/bin/env bash\n" + does + "\n");
  }

  private Result launch(String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of(clone.resolve("mainstay").toString()));
    command.addAll(List.of(args));
    return run(command);
  }

  private Result run(List<String> command) throws Exception {
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    int code = builder.start().waitFor();
    return new Result(code, Files.readAllLines(out), Files.readString(err));
  }

  private static void executable(Path file, String text) throws IOException {
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path found(String tool) {
    for (String place : System.getenv("PATH").split(":")) {
      Path file = Path.of(place, tool);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    throw new IllegalStateException("there is no " + tool + " on the PATH");
  }

  private record Result(int code, List<String> out, String err) {}
}
