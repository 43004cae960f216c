package dev.mainstay.benchmarks.compare;

import dev.mainstay.benchmarks.mock.MockProvider;
import dev.mainstay.benchmarks.mock.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the script {@code benchmarks/run} calls; options are read there. */
public final class Main {
  private final Arguments arguments;
  private final RunLog log = new RunLog(System.err);

  private Main(Arguments arguments) {
    this.arguments = arguments;
  }

  /**
   * What is to be done, and how.
   *
   * <ul>
   *   <li>{@code compare --scripts=FOLDER --size=whole|quick --pinned=BOOLEAN --port=PORT
   *       [--tls=FOLDER] [--against=NAME=URL[#PID]] [--key=KEY] NAME...}
   *   <li>{@code warmup --scripts=FOLDER --seconds=NUMBER --connections=NUMBER --plot=FILE
   *       --pinned=BOOLEAN [--tls=FOLDER] NAME...}
   *   <li>{@code growth --scripts=FOLDER --plot=FILE --pinned=BOOLEAN [--tls=FOLDER] NAME...}
   *   <li>{@code mock --port=PORT}
   * </ul>
   *
   * <p>Scripts are those of {@code benchmarks/targets}, and names are theirs; port 0 takes a free
   * one.
   *
   * @throws IOException if its folder cannot be made or deleted
   * @throws InterruptedException if the thread is interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> all = List.of(args);
    Main main = new Main(Arguments.of(all.subList(1, all.size())));
    switch (all.getFirst()) {
      case "compare" -> main.compare();
      case "warmup" -> main.warmUp();
      case "growth" -> main.growth();
      case "mock" -> main.mock();
      default -> throw new IllegalArgumentException("compare, warmup, growth or mock; not " + all);
    }
  }

  private void compare() throws IOException, InterruptedException {
    MeasurementPlan plan =
        arguments.option("size").equals("quick")
            ? MeasurementPlan.quick()
            : MeasurementPlan.whole();
    Path folder = Files.createTempDirectory("mainstay-benchmarks-");
    try (MockProvider provider = MockProvider.start(arguments.number("port"))) {
      Comparison comparison =
          new Comparison(launcher(folder, provider), provider, plan, System.out, log);
      if (!comparison.run(arguments.names(), foreign(provider))) {
        System.err.println("Configurations and logs are kept: " + folder);
        System.exit(1);
      }
    }
    delete(folder);
  }

  private List<MeasuredGateway> foreign(MockProvider provider) {
    Optional<String> said = arguments.find("against");
    if (said.isEmpty()) {
      return List.of();
    }
    Foreign foreign = Foreign.parse(said.get(), arguments.find("key"));
    List<String> models = Workload.ALL.stream().map(Workload::name).toList();
    log.progress(
        foreign.name() + " must answer from " + provider.url() + " for the models " + models);
    return List.of(foreign);
  }

  private void warmUp() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("mainstay-benchmarks-");
    try (MockProvider provider = MockProvider.start(0)) {
      WarmUp warmUp =
          new WarmUp(
              launcher(folder, provider),
              log,
              arguments.number("seconds"),
              arguments.number("connections"));
      System.out.println(warmUp.measure(arguments.names(), Path.of(arguments.option("plot"))));
      log.mistakes().forEach(mistake -> System.out.println("WRONG: " + mistake));
    } catch (TargetUnavailableException e) {
      System.out.println(e.why());
    }
    delete(folder);
  }

  private void growth() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("mainstay-benchmarks-");
    try (MockProvider provider = MockProvider.start(0)) {
      ScalingCosts scaling = new ScalingCosts(launcher(folder, provider), log);
      scaling.measure(arguments.names(), Path.of(arguments.option("plot")), System.out);
      log.mistakes().forEach(mistake -> System.out.println("WRONG: " + mistake));
    } catch (TargetUnavailableException e) {
      System.out.println(e.why());
    }
    delete(folder);
  }

  private Launcher launcher(Path folder, MockProvider provider) {
    return new Launcher(
        Path.of(arguments.option("scripts")),
        folder,
        provider.url(),
        Boolean.parseBoolean(arguments.option("pinned")),
        arguments.find("tls").map(Path::of));
  }

  private void mock() throws InterruptedException {
    try (MockProvider provider = MockProvider.start(arguments.number("port"))) {
      System.out.println(provider.url());
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
