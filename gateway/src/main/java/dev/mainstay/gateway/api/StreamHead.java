package dev.mainstay.gateway.api;

import dev.mainstay.gateway.server.ServerResponse;
import dev.mainstay.time.TimeSource;
import dev.mainstay.time.TimeSource.Timer;
import dev.mainstay.transport.Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The head of one streamed answer. It may leave before the answer's first output, with comments
 * after it, so that nobody between takes the connection for dead; until it is {@link #settle
 * settled} a timer does that, from then on it is its handler's alone.
 */
final class StreamHead {
  private final ServerResponse response;
  private final StreamForm form;
  private final ReentrantLock lock = new ReentrantLock();
  private Timer timer = () -> {};
  private boolean isSettled;
  private @Nullable EventStream begun;

  StreamHead(ServerResponse response, StreamForm form) {
    this.response = response;
    this.form = form;
  }

  /** Has it leave in {@code delay} from now, to tell {@code known}, unless it is settled first. */
  void leaveAfter(Duration delay, TimeSource time, Headers known) {
    timer = time.schedule(delay, () -> leave(known));
  }

  private void leave(Headers known) {
    lock.lock();
    try {
      if (!isSettled) {
        begun = begin(known);
        begun.keepAlive();
      }
    } catch (IOException callerLeft) {
      // Its handler is told so as well.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Begins the stream with a head that tells {@code story}. */
  EventStream begin(Headers story) {
    return EventStream.begin(response, story, form);
  }

  /** What has begun, if it has left. */
  Optional<EventStream> settle() {
    timer.cancel();
    lock.lock();
    try {
      isSettled = true;
      return Optional.ofNullable(begun);
    } finally {
      lock.unlock();
    }
  }
}
