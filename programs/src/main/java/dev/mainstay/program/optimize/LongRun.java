package dev.mainstay.program.optimize;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What every run of many calls has: bounds, somebody who hears of it, and a file to go on from.
 *
 * @param budget what it may use
 * @param progress who hears how far it has come
 * @param file what it goes on from
 */
record LongRun(SearchBudget budget, Progress progress, Optional<Path> file) {
  /** Without bounds, in silence, from the beginning. */
  static LongRun standard() {
    return new LongRun(SearchBudget.unbounded(), Progress.none(), Optional.empty());
  }

  LongRun withBudget(SearchBudget budget) {
    return new LongRun(Objects.requireNonNull(budget, "budget"), progress, file);
  }

  LongRun withProgress(Progress progress) {
    return new LongRun(budget, Objects.requireNonNull(progress, "progress"), file);
  }

  LongRun withFile(Path file) {
    return new LongRun(budget, progress, Optional.of(Objects.requireNonNull(file, "file")));
  }

  /**
   * What is known from before.
   *
   * @param about what the run is about
   * @throws java.io.UncheckedIOException if the file cannot be read or written
   * @throws IllegalArgumentException if it is about something else
   */
  Checkpoint checkpoint(Supplier<Fingerprint> about) {
    return file.map(path -> Checkpoint.of(path, about.get())).orElseGet(Checkpoint::none);
  }
}
