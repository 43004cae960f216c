package dev.mainstay.benchmarks.pressure;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code LAUNCHER [--scale NUMBER] [--paced | --unpaced] [NAME...]}: plays the cases of those
 * names, or all, with pacing and without, or in one of these ways, and prints a row for each. The
 * names {@code waiting} and {@code streams} are for what many callers cost a gateway of its own,
 * which the script {@code LAUNCHER} starts.
 */
public final class Pressure {
  private final Path launcher;
  private final PrintStream out;
  private double scale = 1;
  private List<Boolean> ways = List.of(true, false);

  private Pressure(Path launcher, PrintStream out) {
    this.launcher = launcher;
    this.out = out;
  }

  /** See the class. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> words = List.of(args);
    new Pressure(Path.of(words.getFirst()), System.out).run(words.subList(1, words.size()));
  }

  private void run(List<String> args) throws IOException, InterruptedException {
    List<String> names = names(args);
    if (names.contains("waiting") || names.contains("streams")) {
      crowds(names);
      return;
    }
    List<Case> cases =
        Cases.all(scale).stream()
            .filter(each -> names.isEmpty() || names.contains(each.name()))
            .toList();
    if (cases.isEmpty() || (!names.isEmpty() && cases.size() < names.size())) {
      throw new IllegalArgumentException(
          "not all of "
              + names
              + " are cases; they are "
              + Cases.all(1).stream().map(Case::name).toList());
    }
    warmUp();
    out.println(PressureRow.HEAD);
    for (Case each : cases) {
      for (boolean isPaced : ways) {
        play(each, isPaced);
      }
    }
    System.exit(0);
  }

  // Else the first case would measure the compilers.
  private static void warmUp() throws IOException, InterruptedException {
    Case plain = Case.of("", "", 50, 200, Case.Provider.quick());
    try (CaseStage stage = new CaseStage(plain, true)) {
      stage.play();
    }
  }

  private void crowds(List<String> names) throws IOException, InterruptedException {
    Crowd crowd = new Crowd(launcher, out);
    if (names.contains("waiting")) {
      crowd.waitsForAdmission();
      crowd.waitsForATurn();
    }
    if (names.contains("streams")) {
      crowd.streams();
    }
  }

  private List<String> names(List<String> args) {
    int next = 0;
    while (next < args.size() && args.get(next).startsWith("--")) {
      switch (args.get(next)) {
        case "--scale" -> scale = Double.parseDouble(args.get(++next));
        case "--paced" -> ways = List.of(true);
        case "--unpaced" -> ways = List.of(false);
        default -> throw new IllegalArgumentException("there is no option " + args.get(next));
      }
      next++;
    }
    return args.subList(next, args.size());
  }

  private void play(Case each, boolean isPaced) throws IOException, InterruptedException {
    try (CaseStage stage = new CaseStage(each, isPaced)) {
      out.println(stage.play().line());
    }
  }
}
