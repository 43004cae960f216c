package dev.mainstay.cli;

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

/**
 * A clone of which there is only its outline, with a Java and a Maven that only say how they were
 * called.
 */
final class LauncherClone {
  static final String SAYS_ARGUMENTS = "#!/bin/sh\nfor a in \"$@\"; do echo \"[$a]\"; done\n";
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

  private final Path around;
  private final Path clone;
  private final Path path;
  private final Map<String, String> environment = new TreeMap<>();

  private LauncherClone(Path around, Path clone, Path path) {
    this.around = around;
    this.clone = clone;
    this.path = path;
    environment.put("PATH", path.toString());
    environment.put("HOME", around.toString());
    environment.put("LANG", "C.UTF-8");
  }

  static LauncherClone in(Path folder) throws IOException {
    Path clone = Files.createDirectories(folder.resolve("a clone"));
    Path original = Path.of("").toAbsolutePath().resolveSibling("mainstay");
    executable(clone.resolve("mainstay"), Files.readString(original));
    for (String module : List.of("core", "simulator", "gateway", "cli")) {
      Files.createDirectories(clone.resolve(module).resolve("src/main"));
      Files.writeString(clone.resolve(module).resolve("pom.xml"), "<project/>");
    }
    Files.writeString(clone.resolve("pom.xml"), "<project/>");
    Path path = Files.createDirectories(folder.resolve("bin"));
    for (String tool : TOOLS) {
      executable(path.resolve(tool), "#!/bin/sh\nexec " + found(tool) + " \"$@\"\n");
    }
    return new LauncherClone(folder, clone, path);
  }

  Path folder() {
    return clone;
  }

  /** The only folder in which programs are found. */
  Path path() {
    return path;
  }

  void set(String variable, String value) {
    environment.put(variable, value);
  }

  void unset(String variable) {
    environment.remove(variable);
  }

  void javaHome(Path home) {
    set("JAVA_HOME", home.toString());
  }

  void built() throws IOException {
    Path stamp = clone.resolve("cli/target/mainstay/stamp");
    Path lib = Files.createDirectories(stamp.resolveSibling("lib"));
    Files.writeString(lib.resolve("picocli-4.7.jar"), "");
    Files.writeString(stamp, "");
    Files.setLastModifiedTime(stamp, FileTime.from(Instant.now().plus(Duration.ofSeconds(2))));
  }

  /** What a gateway has. */
  static String gatewayClassPath(Path lib) {
    return lib + "/*";
  }

  /** What Java itself loads, of every command. */
  static String bootClassPath(Path lib) {
    return "-Xbootclasspath/a:" + lib + "/picocli-4.7.jar";
  }

  /** What every other command has. */
  static String classPath(Path lib) {
    return gatewayClassPath(lib) + ":" + lib + "/batch/*";
  }

  void wantsJava(int version) throws IOException {
    Path launcher = clone.resolve("mainstay");
    executable(
        launcher, Files.readString(launcher).replace("LEAST_JAVA=21", "LEAST_JAVA=" + version));
  }

  Path jdk() throws IOException {
    Path home = java("jdk", "21.0.1");
    executable(home.resolve("bin/javac"), SAYS_ARGUMENTS);
    return home;
  }

  Path java(String name, String version) throws IOException {
    Path home = around.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    executable(home.resolve("bin/java"), SAYS_ARGUMENTS);
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  void maven(String does) throws IOException {
    executable(path.resolve("mvn"), "#!/usr/bin/env bash\n" + does + "\n");
  }

  void wrapper(String does) throws IOException {
    executable(clone.resolve("mvnw"), "#!/usr/bin/env bash\n" + does + "\n");
  }

  Result launch(String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of(clone.resolve("mainstay").toString()));
    command.addAll(List.of(args));
    return run(command);
  }

  Result run(List<String> command) throws Exception {
    Path out = Files.createTempFile(around, "out", "");
    Path err = Files.createTempFile(around, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(around.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    int code = builder.start().waitFor();
    return new Result(code, Files.readAllLines(out), Files.readString(err));
  }

  static void executable(Path file, String text) throws IOException {
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

  record Result(int code, List<String> out, String err) {}
}
