package dev.mainstay.benchmarks.soak;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process holds.
 *
 * @param heapMegabytes the heap in use
 * @param threads threads, virtual ones too
 * @param descriptors open files and sockets
 */
record Vitals(long heapMegabytes, long threads, long descriptors) {
  // What comes and goes by itself: the threads that carry virtual ones, a buffer kept.
  private static final long HEAP_MEGABYTES = 8;
  private static final double HEAP_SHARE = 0.1;
  private static final long THREADS = 6;
  private static final long DESCRIPTORS = 6;

  /** Now, garbage not counted. */
  static Vitals now() throws IOException {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return new Vitals(heap >> 20, countThreads(), countDescriptors());
  }

  /** Whether no more is held than {@code before}, but for what comes and goes by itself. */
  boolean isAs(Vitals before) {
    long most = before.heapMegabytes + HEAP_MEGABYTES + (long) (HEAP_SHARE * before.heapMegabytes);
    return heapMegabytes <= most
        && threads <= before.threads + THREADS
        && descriptors <= before.descriptors + DESCRIPTORS;
  }

  static long countDescriptors() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }

  /** What was in use after the latest collection of each part of the heap, in bytes. */
  static long heapAfterCollection() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
        .mapToLong(pool -> pool.getCollectionUsage().getUsed())
        .sum();
  }

  /** Platform threads. */
  static long countPlatformThreads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  // A dump is the only place that knows of virtual threads; and it is for a process that is quiet:
  // Java 25.0.3 crashed (SIGSEGV) in dumping thousands of them as they came and went.
  private static long countThreads() throws IOException {
    Path dump = Files.createTempDirectory("mainstay-soak-").resolve("threads");
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
      try (Stream<String> lines = Files.lines(dump)) {
        return lines.filter(line -> line.startsWith("#")).count();
      }
    } finally {
      Files.deleteIfExists(dump);
      Files.deleteIfExists(dump.getParent());
    }
  }

  @Override
  public String toString() {
    return heapMegabytes + " MB of heap, " + threads + " threads, " + descriptors + " descriptors";
  }
}
