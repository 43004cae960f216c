package dev.mainstay.temporal.sink;

import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer to a sink in few pieces: the first at once, then whatever has come every {@code
 * period}, or as soon as it is {@code size} characters. Reading and writing are different threads;
 * what a write of time's throws is met by the next call.
 */
public final class Coalescing implements AutoCloseable {
  /** How long text is held at most: 50 ms. */
  public static final Duration PERIOD = Duration.ofMillis(50);

  /** How much text is held at most: 128 characters. */
  public static final int SIZE = 128;

  private final SinkWriter writer;
  private final TimeSource time;
  private final Duration period;
  private final int size;
  private final ReentrantLock lock = new ReentrantLock();
  private final StringBuilder held = new StringBuilder();
  private boolean heldIsText = true;
  private boolean first = true;
  private long sequence;
  private TimeSource.@Nullable Timer timer;
  private @Nullable RuntimeException failure;

  /**
   * A way to {@code writer} that holds text no longer than {@code period}, and no more than {@code
   * size} characters of it.
   */
  public Coalescing(SinkWriter writer, TimeSource time, Duration period, int size) {
    this.writer = Objects.requireNonNull(writer, "writer");
    this.time = Objects.requireNonNull(time, "time");
    this.period = Objects.requireNonNull(period, "period");
    this.size = size;
  }

  /**
   * Takes the next event.
   *
   * @throws SinkException if the sink fails, or has failed since the last call
   */
  public void add(SinkEvent event) {
    Objects.requireNonNull(event, "event");
    lock.lock();
    try {
      throwFailure();
      switch (event) {
        case SinkEvent.Text(String text) -> hold(text, true);
        case SinkEvent.Reasoning(String text) -> hold(text, false);
        case SinkEvent.Restarted restarted -> writeThrough(restarted);
        case SinkEvent.Done done -> writeThrough(done);
        case SinkEvent.Failed failed -> writeThrough(failed);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes what is held.
   *
   * @throws SinkException if the sink fails, or has failed since the last call
   */
  public void flush() {
    lock.lock();
    try {
      throwFailure();
      writeHeld();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the message, also where the sink has failed before: what is held then is dropped.
   *
   * @throws SinkException if the sink fails
   */
  public void fail(SinkEvent.Failed end) {
    Objects.requireNonNull(end, "end");
    lock.lock();
    try {
      endHeld();
      write(end);
    } finally {
      lock.unlock();
    }
  }

  private void endHeld() {
    try {
      writeHeld();
    } catch (FencedException shutOut) {
      throw shutOut;
    } catch (RuntimeException lost) {
      // The end is told without it.
    }
    drop();
  }

  private void throwFailure() {
    if (failure != null) {
      throw failure;
    }
  }

  private void hold(String text, boolean isText) {
    if (isText != heldIsText) {
      writeHeld();
    }
    heldIsText = isText;
    held.append(text);
    if (first || held.length() >= size) {
      writeHeld();
    } else if (timer == null) {
      timer = time.schedule(period, () -> Thread.startVirtualThread(this::onTime));
    }
  }

  private void onTime() {
    lock.lock();
    try {
      timer = null;
      if (failure == null) {
        writeHeld();
      }
    } catch (RuntimeException e) {
      failure = e;
    } catch (Error e) {
      failure = new SinkException("the sink failed with " + e.getClass().getName());
    } finally {
      lock.unlock();
    }
  }

  private void writeThrough(SinkEvent event) {
    writeHeld();
    write(event);
  }

  private void writeHeld() {
    if (!held.isEmpty()) {
      String text = held.toString();
      write(heldIsText ? new SinkEvent.Text(text) : new SinkEvent.Reasoning(text));
      held.setLength(0);
      first = false;
    }
  }

  private void write(SinkEvent event) {
    writer.write(sequence + 1, event);
    sequence++;
  }

  /** Drops what is held; nothing is written from here on. */
  @Override
  public void close() {
    lock.lock();
    try {
      drop();
    } finally {
      lock.unlock();
    }
  }

  private void drop() {
    held.setLength(0);
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
