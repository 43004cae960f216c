package dev.mainstay.transport;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.time.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The body as it comes, one piece ahead of its reader: a reader that stops stops the provider.
 *
 * <p>Every call into the subscription is made without the lock, since it may call back.
 */
final class JdkBody extends InputStream implements BodySubscriber<InputStream> {
  // The last bytes of an answer are on their way when its reader has seen enough; having them lets
  // the connection live.
  private static final Duration LINGER = Duration.ofMillis(20);
  private static final int MOST_LINGERING_BYTES = 64 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<ByteBuffer> pieces = new ArrayDeque<>();
  private final TimeSource time;
  private final Function<Throwable, Failure> mapping;

  private @Nullable Subscription subscription;
  private @Nullable Throwable broken;
  private @Nullable Failure stopped;
  private boolean isWhole;
  private boolean isLingering;
  private int lingeringBytes;

  /**
   * A body that has not begun.
   *
   * @param mapping the failure for what broke it
   */
  JdkBody(TimeSource time, Function<Throwable, Failure> mapping) {
    this.time = time;
    this.mapping = mapping;
  }

  /** Whether it has come to its end, and all of it was read. */
  boolean isRead() {
    lock.lock();
    try {
      return isWhole && pieces.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Ends it at once: blocked and later reads fail with {@code cause}. The first cause stays. */
  void stop(Failure cause) {
    if (end(cause, false)) {
      cancelSubscription();
    }
  }

  /** Ends it for its reader, as {@link #stop}, but gives what is on its way a moment to come. */
  void stopSoon(Failure cause) {
    if (end(cause, true)) {
      time.schedule(LINGER, this::cancelSubscription);
      requestFrom(subscription());
    }
  }

  private boolean end(Failure cause, boolean lingers) {
    lock.lock();
    try {
      if (stopped != null) {
        return false;
      }
      stopped = cause;
      isLingering = lingers;
      pieces.clear();
      changed.signalAll();
      return !isWhole && subscription != null;
    } finally {
      lock.unlock();
    }
  }

  private void cancelSubscription() {
    Subscription ending = subscription();
    if (ending != null) {
      ending.cancel();
    }
  }

  /** The subscription, or null if it has not begun or is over. */
  private @Nullable Subscription subscription() {
    lock.lock();
    try {
      return isWhole ? null : subscription;
    } finally {
      lock.unlock();
    }
  }

  private static void requestFrom(@Nullable Subscription subscription) {
    if (subscription != null) {
      subscription.request(1);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    try {
      return length == 0 ? 0 : take(target, offset, length);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      stop(
          new Failure.Cancelled(
              FailureDetail.of("the thread that read the answer was interrupted")));
      throw new InterruptedIOException("interrupted while reading an answer");
    }
  }

  private int take(byte[] target, int offset, int length) throws IOException, InterruptedException {
    int count;
    lock.lockInterruptibly();
    try {
      awaitPiece();
      ByteBuffer piece = pieces.peek();
      if (piece == null) {
        return -1;
      }
      count = Math.min(length, piece.remaining());
      piece.get(target, offset, count);
      if (piece.hasRemaining()) {
        return count;
      }
      pieces.remove();
      if (!pieces.isEmpty()) {
        return count;
      }
    } finally {
      lock.unlock();
    }
    requestFrom(subscription());
    return count;
  }

  private void awaitPiece() throws TransportException, InterruptedException {
    while (stopped == null && pieces.isEmpty() && broken == null && !isWhole) {
      changed.await();
    }
    if (stopped != null) {
      throw new TransportException(stopped);
    }
    if (pieces.isEmpty() && broken != null) {
      throw new TransportException(mapping.apply(broken), broken);
    }
  }

  @Override
  public int available() {
    lock.lock();
    try {
      return pieces.isEmpty() ? 0 : pieces.element().remaining();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Subscription given) {
    boolean isWanted;
    lock.lock();
    try {
      isWanted = subscription == null && stopped == null;
      if (isWanted) {
        subscription = given;
      }
    } finally {
      lock.unlock();
    }
    if (isWanted) {
      given.request(1);
    } else {
      given.cancel();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> came) {
    boolean wantsMore;
    lock.lock();
    try {
      wantsMore = stopped == null ? keep(came) : passOver(came);
    } finally {
      lock.unlock();
    }
    if (wantsMore) {
      requestFrom(subscription());
    }
  }

  private boolean keep(List<ByteBuffer> came) {
    for (ByteBuffer piece : came) {
      if (piece.hasRemaining()) {
        pieces.add(piece);
      }
    }
    changed.signalAll();
    return pieces.isEmpty();
  }

  private boolean passOver(List<ByteBuffer> came) {
    for (ByteBuffer piece : came) {
      lingeringBytes += piece.remaining();
    }
    return isLingering && lingeringBytes < MOST_LINGERING_BYTES;
  }

  @Override
  public void onError(Throwable cause) {
    lock.lock();
    try {
      if (!isWhole && broken == null) {
        broken = cause;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onComplete() {
    lock.lock();
    try {
      isWhole = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
