package dev.mainstay.temporal.batch;

import dev.mainstay.call.ChatResponse;
import dev.mainstay.model.Usage;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts the lines of a run, and tells who watches. */
final class Tally {
  private final ReentrantLock lock = new ReentrantLock();
  private final TimeSource time;
  private final long start;
  private final long lines;
  private final long before;
  private final Consumer<BatchProgress> watcher;
  private long answered;
  private long failed;
  private long tokens;
  private double cost;
  private Duration away = Duration.ZERO;
  private @Nullable Throwable ofWatcher;

  Tally(long lines, long before, TimeSource time, Consumer<BatchProgress> watcher) {
    this.lines = lines;
    this.before = before;
    this.time = time;
    this.start = time.nanos();
    this.watcher = watcher;
  }

  /** Tells who watches that it begins. */
  void begin() {
    count(() -> {});
  }

  void answered(ChatResponse response) {
    count(() -> {
      answered++;
      tokens += response.usage().map(Usage::totalTokens).orElse(0L);
      cost += response.metadata().cost().orElse(0);
    });
  }

  void failed() {
    count(() -> failed++);
  }

  /** Temporal has not been heard of for so long; zero once it answers again. */
  void away(Duration duration) {
    count(() -> away = duration);
  }

  private void count(Runnable change) {
    lock.lock();
    try {
      change.run();
      if (ofWatcher == null) {
        watcher.accept(progress());
      }
    } catch (RuntimeException | Error e) {
      ofWatcher = e;
    } finally {
      lock.unlock();
    }
  }

  /** Throws what its watcher has thrown: it is no failure of the line's. */
  void throwOfWatcher() {
    lock.lock();
    try {
      switch (ofWatcher) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case null, default -> {}
      }
    } finally {
      lock.unlock();
    }
  }

  BatchProgress progress() {
    lock.lock();
    try {
      // A file may have become longer since its lines were counted.
      long all = Math.max(lines, before + answered + failed);
      return new BatchProgress(
          all, before, answered, failed, tokens, cost, time.since(start), away);
    } finally {
      lock.unlock();
    }
  }
}
