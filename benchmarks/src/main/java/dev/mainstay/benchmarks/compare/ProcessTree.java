package dev.mainstay.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** What a process and its children have used so far, from Linux's /proc. */
record ProcessTree(ProcessHandle root) {
  // The kernel tells user space hundredths of a second, whatever its own clock.
  private static final long MILLIS_PER_TICK = 10;

  /** CPU time in user and system mode of all living processes of the tree. */
  Duration cpu() {
    return Duration.ofMillis(processes().mapToLong(ProcessTree::ticks).sum() * MILLIS_PER_TICK);
  }

  /** Resident memory in MB (10^6 bytes); what the processes share counts in each. */
  long megabytes() {
    return processes().mapToLong(process -> status(process, "VmRSS:")).sum() * 1024 / 1_000_000;
  }

  long threads() {
    return processes().mapToLong(process -> status(process, "Threads:")).sum();
  }

  /** The tree, parents before children. */
  Stream<ProcessHandle> processes() {
    return Stream.concat(Stream.of(root), root.descendants());
  }

  private static long ticks(ProcessHandle process) {
    return read(process, "stat").map(ProcessTree::ticks).orElse(0L);
  }

  private static long ticks(String stat) {
    // The second field, a name in brackets, may hold spaces.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  private static long status(ProcessHandle process, String name) {
    return read(process, "status").stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  /** Empty for a process that has ended. */
  private static Optional<String> read(ProcessHandle process, String file) {
    try {
      return Optional.of(Files.readString(Path.of("/proc", Long.toString(process.pid()), file)));
    } catch (IOException ended) {
      return Optional.empty();
    }
  }
}
