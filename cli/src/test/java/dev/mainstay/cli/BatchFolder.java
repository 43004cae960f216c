package dev.mainstay.cli;

import dev.mainstay.simulator.Simulator;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A folder with the prompts and the answers of a batch, and processes that run it. */
final class BatchFolder implements AutoCloseable {
  static final int PARALLEL = 16;

  private final Path folder;
  private final List<Process> started = new ArrayList<>();

  BatchFolder(Path folder) {
    this.folder = folder;
  }

  /** Writes the prompts, and says where they are. */
  String prompts(String lines) throws IOException {
    return Files.writeString(in(), lines + "\n").toString();
  }

  Path in() {
    return folder.resolve("in");
  }

  Path out() {
    return folder.resolve("out");
  }

  /** What the last process has said on its standard error. */
  Path said() {
    return folder.resolve("err");
  }

  /** Runs the command in this process. */
  int run(Captured terminal, String... more) {
    List<String> args = new ArrayList<>(List.of("batch", in() + "", "-m", "openai/m", "-o"));
    args.add(out().toString());
    args.addAll(List.of(more));
    return terminal.run(args.toArray(String[]::new));
  }

  static Captured with(Simulator provider) {
    return new Captured()
        .with("OPENAI_API_KEY", "sk-1")
        .with("OPENAI_BASE_URL", provider.url().toString());
  }

  /** Runs it in one of its own, which ends with this at the latest. */
  Process start(URI url, String... more) throws IOException {
    ProcessBuilder process =
        java(
                Main.class,
                "batch",
                in().toString(),
                "--model",
                "openai/m",
                "--parallel",
                Integer.toString(PARALLEL),
                "--out",
                out().toString())
            .redirectError(said().toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    process.command().addAll(List.of(more));
    process
        .environment()
        .putAll(Map.of("OPENAI_API_KEY", "sk-1", "OPENAI_BASE_URL", url.toString()));
    Process batch = process.start();
    started.add(batch);
    return batch;
  }

  /** A process of this Java that runs {@code main}. */
  static ProcessBuilder java(Class<?> main, String... arguments) {
    ProcessBuilder process =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            classPath(),
            main.getName());
    process.command().addAll(List.of(arguments));
    return process;
  }

  // A console launcher loads the tests by a class loader of its own.
  private static String classPath() {
    return Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader
        ? Arrays.stream(loader.getURLs())
            .map(url -> Path.of(URI.create(url.toString())).toString())
            .collect(Collectors.joining(File.pathSeparator))
        : System.getProperty("java.class.path");
  }

  @Override
  public void close() {
    started.forEach(Process::destroyForcibly);
  }
}
