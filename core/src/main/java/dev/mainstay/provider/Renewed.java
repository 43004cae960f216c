package dev.mainstay.provider;

import dev.mainstay.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value that expires and is fetched again in time: by one fetch, however many wait for it.
 *
 * <p>5 minutes before its end it is fetched in the background, while the old one still serves;
 * where that fails, again after 10 s. Who needs one when there is none waits for the fetch, and
 * shares its failure.
 *
 * @param <T> what is fetched
 */
public final class Renewed<T> {
  // As Microsoft's library does; Google's takes 3 min 45 s, AWS's 5 min.
  private static final Duration MARGIN = Duration.ofMinutes(5);
  // Between the provider's clock and ours, and on the way there.
  private static final Duration SKEW = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_FETCH = Duration.ofSeconds(30);
  private static final int KEPT = 2;

  private final Source<T> source;
  private final Function<T, Optional<Instant>> end;
  private final TimeSource time;
  private final Deque<T> latest = new ArrayDeque<>();
  private @Nullable T value;
  private @Nullable Fetch pending;
  private Instant pausedUntil = Instant.MIN;

  /**
   * Nothing yet.
   *
   * @param source fetches a value
   * @param end when a value ends; nothing for one that lasts until it is refused
   * @param time tells whether it has, and ends a fetch after 30 s
   */
  public Renewed(Source<T> source, Function<T, Optional<Instant>> end, TimeSource time) {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(end, "end");
    Objects.requireNonNull(time, "time");
    this.source = source;
    this.end = end;
    this.time = time;
  }

  /**
   * Fetches a value.
   *
   * @param <T> what is fetched
   */
  @FunctionalInterface
  public interface Source<T> {
    /**
     * A new value; may block, on a virtual thread that waits for nothing else.
     *
     * @throws IOException if whoever issues it cannot be reached
     * @throws InterruptedException if it is interrupted, as it is after 30 s
     */
    T fetch() throws IOException, InterruptedException;
  }

  /** A value that has not ended. */
  public synchronized CompletableFuture<T> get() {
    T known = value;
    if (known == null || endsWithin(SKEW, known)) {
      return begun().outcome.copy();
    }
    if (endsWithin(MARGIN, known) && !time.now().isBefore(pausedUntil)) {
      begun();
    }
    return CompletableFuture.completedFuture(known);
  }

  /**
   * The value that came last and the one before it, ended or refused or not: a call that was sent
   * with the older one may still be answered.
   */
  public synchronized List<T> latest() {
    return List.copyOf(latest);
  }

  /** Whether a fetch is under way. */
  synchronized boolean isFetching() {
    return pending != null;
  }

  /** Forgets {@code refused}, unless a newer one has taken its place. */
  public synchronized void refuse(T refused) {
    if (refused.equals(value)) {
      value = null;
    }
  }

  private boolean endsWithin(Duration span, T known) {
    return end.apply(known).filter(at -> !time.now().plus(span).isBefore(at)).isPresent();
  }

  private Fetch begun() {
    Fetch begun = pending;
    if (begun == null) {
      begun = new Fetch();
      pending = begun;
      begun.start();
    }
    return begun;
  }

  // The first outcome of a fetch counts.
  private synchronized boolean isEnded(Fetch fetch, @Nullable T fetched) {
    if (pending != fetch) {
      return false;
    }
    pending = null;
    if (fetched == null) {
      pausedUntil = time.now().plus(PAUSE);
    } else {
      value = fetched;
      latest.remove(fetched);
      latest.addFirst(fetched);
      if (latest.size() > KEPT) {
        latest.removeLast();
      }
    }
    return true;
  }

  private final class Fetch {
    final CompletableFuture<T> outcome = new CompletableFuture<>();
    private final Thread thread =
        Thread.ofVirtual().name("mainstay-credential").unstarted(this::run);
    private final TimeSource.Timer late = time.schedule(LONGEST_FETCH, this::giveUp);

    void start() {
      thread.start();
    }

    private void run() {
      try {
        T fetched = source.fetch();
        if (isEnded(this, fetched)) {
          outcome.complete(fetched);
        }
      } catch (Throwable e) {
        fail(e);
      } finally {
        late.cancel();
      }
    }

    private void giveUp() {
      fail(new IOException("none came within 30 s"));
      thread.interrupt();
    }

    private void fail(Throwable cause) {
      if (isEnded(this, null)) {
        outcome.completeExceptionally(cause);
      }
    }
  }
}
