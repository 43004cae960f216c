package dev.mainstay.engine;

import dev.mainstay.failure.Failure;
import dev.mainstay.route.Stand;
import dev.mainstay.time.TimeSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One of the attempts of a race, read up to its commit by a thread of its own. */
final class Lane {
  private final AttemptAnswer answer;
  private final Stand stand;
  private final Rendition rendition;
  private final CallStory.Begun begun;
  private final TimeSource time;
  private final Thread referee = Thread.currentThread();
  private final AtomicReference<State> state = new AtomicReference<>(State.READING);
  private final Thread reader;
  private volatile Optional<Failure> failure = Optional.empty();
  private volatile @Nullable Throwable thrown;

  /**
   * Begins to read {@code answer}; the thread that calls this is woken when that is over.
   *
   * @param stand where it is made
   * @param rendition how it is asked there
   */
  Lane(
      AttemptAnswer answer,
      Commit commit,
      Stand stand,
      Rendition rendition,
      CallStory.Begun begun,
      TimeSource time) {
    this.answer = answer;
    this.stand = stand;
    this.begun = begun;
    this.rendition = rendition;
    this.time = time;
    this.reader = time.start("mainstay-attempt", () -> read(commit));
  }

  AttemptAnswer answer() {
    return answer;
  }

  Stand stand() {
    return stand;
  }

  CallStory.Begun begun() {
    return begun;
  }

  Rendition rendition() {
    return rendition;
  }

  /** Whether it has reached its commit, or failed before. */
  boolean isOver() {
    return state.get() == State.OVER;
  }

  /** Whether it is over without having reached its commit. */
  boolean hasFailed() {
    return isOver() && (thrown != null || failure.isPresent());
  }

  /**
   * What became of it, which is over.
   *
   * @throws RuntimeException what the provider's code threw
   */
  Reached reached() {
    Throwable bug = thrown;
    if (bug != null) {
      Lane.<RuntimeException>rethrow(bug);
    }
    return new Reached(answer, failure);
  }

  /** Ends the read that is outstanding by {@code cause}. */
  void abort(Failure cause) {
    answer.abort(cause);
  }

  /** Ends that read as an interrupt of the call's own thread does. */
  void interrupt() {
    reader.interrupt();
  }

  /**
   * Nobody waits for it any more: it is let go at once, or by its reader as soon as that is back.
   */
  void leave(Failure cause) {
    if (state.compareAndSet(State.READING, State.LEFT)) {
      answer.abort(cause);
    } else {
      answer.close();
    }
  }

  private void read(Commit commit) {
    try {
      failure = answer.reach(commit);
    } catch (Throwable bug) {
      thrown = bug;
    }
    if (state.compareAndSet(State.READING, State.OVER)) {
      time.unpark(referee);
    } else {
      answer.close();
    }
  }

  // Whatever somebody's code throws is thrown on as it is.
  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void rethrow(Throwable bug) throws T {
    throw (T) bug;
  }

  private enum State {
    READING,
    OVER,
    LEFT
  }
}
