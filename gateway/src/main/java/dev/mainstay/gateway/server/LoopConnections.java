package dev.mainstay.gateway.server;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * The callers' connections of one event loop, which alone touches them; looked at now and then for
 * what takes too long.
 */
final class LoopConnections {
  private final EventLoop loop;
  private final Set<ServerConnection> open = new LinkedHashSet<>();
  private final Future<?> sweeping;
  private volatile int count;
  private boolean isClosed;

  LoopConnections(EventLoop loop, long sweepMillis) {
    this.loop = loop;
    this.sweeping = RepeatedWork.every(sweepMillis, loop, this::sweep);
  }

  /**
   * On the loop.
   *
   * @return false if it came too late
   */
  boolean add(ServerConnection connection) {
    open.add(connection);
    count = open.size();
    return !isClosed;
  }

  /** On the loop. */
  void remove(ServerConnection connection) {
    open.remove(connection);
    count = open.size();
  }

  int count() {
    return count;
  }

  /** From any thread: has {@code action} run with each connection, while the loop runs. */
  void forEach(Consumer<ServerConnection> action) {
    try {
      loop.execute(() -> List.copyOf(open).forEach(action));
    } catch (RejectedExecutionException loopIsClosed) {
      // And with it each connection.
    }
  }

  /**
   * From any other thread: closes all there are, and all that come, and returns when it is done.
   */
  void close() {
    sweeping.cancel(false);
    try {
      List<Future<?>> closing = loop.submit(this::closeAll).awaitUninterruptibly().getNow();
      closing.forEach(Future::awaitUninterruptibly);
      // That a channel is closed is told to its handler in the loop's next round.
      loop.submit(() -> {}).awaitUninterruptibly();
    } catch (RejectedExecutionException loopIsClosed) {
      // By another who stops the server: that has closed them all.
    }
  }

  private List<Future<?>> closeAll() {
    isClosed = true;
    List<Future<?>> closing = new ArrayList<>();
    for (ServerConnection connection : List.copyOf(open)) {
      closing.add(connection.cut());
    }
    return closing;
  }

  private void sweep() {
    long now = System.nanoTime();
    for (ServerConnection connection : List.copyOf(open)) {
      RepeatedWork.guarded(() -> connection.sweep(now));
    }
  }
}
