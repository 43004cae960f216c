package dev.mainstay.benchmarks.compare;

import dev.mainstay.benchmarks.mock.MockProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the script {@code benchmarks/run} calls; options are read there. */
public final class Main {
  private Main() {}

  /**
   * {@code compare TARGETS_FOLDER whole|quick pinned|free NAME...}, {@code warmup TARGETS_FOLDER
   * SECONDS CONNECTIONS pinned|free NAME...}, or {@code mock PORT}.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> words = List.of(args);
    switch (words.getFirst()) {
      case "compare" -> compare(words.subList(1, words.size()));
      case "warmup" -> warmUp(words.subList(1, words.size()));
      case "mock" -> mock(Integer.parseInt(words.get(1)));
      default -> throw new IllegalArgumentException("compare, warmup or mock; not " + words);
    }
  }

  private static void compare(List<String> words) throws IOException, InterruptedException {
    Plan plan = words.get(1).equals("quick") ? Plan.quick() : Plan.whole();
    boolean pinned = words.get(2).equals("pinned");
    Path folder = Files.createTempDirectory("mainstay-benchmarks-");
    try (MockProvider provider = MockProvider.start(0)) {
      Launcher launcher =
          new Launcher(Path.of(words.getFirst()), folder, provider.address(), pinned);
      Comparison comparison =
          new Comparison(launcher, provider, plan, System.out, new Journal(System.err));
      if (!comparison.run(words.subList(3, words.size()))) {
        System.err.println("Configurations and logs are kept: " + folder);
        System.exit(1);
      }
    }
    delete(folder);
  }

  private static void warmUp(List<String> words) throws IOException, InterruptedException {
    int seconds = Integer.parseInt(words.get(1));
    int connections = Integer.parseInt(words.get(2));
    Path folder = Files.createTempDirectory("mainstay-benchmarks-");
    try (MockProvider provider = MockProvider.start(0)) {
      Launcher launcher =
          new Launcher(
              Path.of(words.getFirst()), folder, provider.address(), words.get(3).equals("pinned"));
      Journal journal = new Journal(System.err);
      WarmUp warmUp = new WarmUp(launcher, journal, seconds, connections);
      System.out.println(warmUp.measure(words.subList(4, words.size())));
      journal.mistakes().forEach(mistake -> System.out.println("WRONG: " + mistake));
    } catch (TargetUnavailableException e) {
      System.out.println(e.why());
    }
    delete(folder);
  }

  private static void mock(int port) throws InterruptedException {
    try (MockProvider provider = MockProvider.start(port)) {
      System.out.println("http://127.0.0.1:" + provider.address().getPort() + "/v1");
      provider.join();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(Main::deleteFile);
    }
  }

  private static void deleteFile(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
