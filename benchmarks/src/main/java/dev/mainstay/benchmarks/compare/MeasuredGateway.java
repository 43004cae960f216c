package dev.mainstay.benchmarks.compare;

import dev.mainstay.benchmarks.mock.Workload;
import java.time.Duration;
import java.util.Optional;

/** A running server under test. */
sealed interface MeasuredGateway extends AutoCloseable permits Started, Foreign {
  /** What it is called. */
  String name();

  /** Where it is asked. */
  Destination destination();

  /** What it runs as; nothing where that is not known, so that its cost cannot be told. */
  Optional<ProcessTree> processes();

  /** Whether it is somebody else's gateway, and asked for no more than it can take. */
  boolean isPeer();

  /**
   * Waits for the first right answer.
   *
   * @throws TargetUnavailableException if it gives none
   * @throws InterruptedException if the thread is interrupted
   */
  MeasuredGateway awaitAnswer() throws TargetUnavailableException, InterruptedException;

  @Override
  void close();

  /** Asks once, and says whether the answer is right. */
  default boolean answers() throws InterruptedException {
    return ask().answers() == 1;
  }

  /** Asks once. */
  default Measured ask() throws InterruptedException {
    return new Loader(destination(), Workload.PLAIN_2K, 1).closed(Duration.ZERO);
  }
}
