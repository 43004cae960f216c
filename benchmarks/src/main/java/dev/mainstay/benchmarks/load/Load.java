package dev.mainstay.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/**
 * Sends one workload over a fixed number of kept connections, on the calling thread, and checks
 * every answer. A run ends when its time is over and the answers under way are whole; what is not
 * whole 20 s later is a mistake. After 20 mistakes a run ends at once.
 */
public final class Load implements AutoCloseable {
  private static final long GRACE_NANOS = Duration.ofSeconds(20).toNanos();
  private static final int MOST_MISTAKES = 20;

  private final Workload workload;
  private final Selector selector;
  private final AnswerCheck check;
  private final List<LoadConnection> connections = new ArrayList<>();
  private final Deque<LoadConnection> idle = new ArrayDeque<>();
  private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 18);
  private final List<String> mistakes = new ArrayList<>();
  private Histogram latencies = new Histogram(3);
  private final AtomicInteger underWay = new AtomicInteger();

  private Load(InetSocketAddress target, Workload workload, int count) throws IOException {
    this.workload = workload;
    this.check = new AnswerCheck(workload);
    this.selector = Selector.open();
    String host = "localhost:" + target.getPort();
    ByteBuffer request = Prepared.direct(Script.request(workload, host));
    for (int i = 0; i < count; i++) {
      connections.add(new LoadConnection(target, selector, request));
    }
    idle.addAll(connections);
  }

  /** Connects; throws {@link UncheckedIOException} where that fails. */
  public static Load connect(InetSocketAddress target, Workload workload, int connections) {
    try {
      return new Load(target, workload, connections);
    } catch (IOException e) {
      throw new UncheckedIOException("no " + connections + " connections to " + target, e);
    }
  }

  /**
   * Closed loop: each connection asks again as soon as it was answered, for {@code time}; each asks
   * at least once.
   */
  public LoadResult closed(Duration time) {
    long start = System.nanoTime();
    return run(new Schedule.Closed(start + time.toNanos(), connections.size()), start, time);
  }

  /**
   * Open loop: {@code perSecond} requests a second for {@code time}, by the clock, whatever becomes
   * of the earlier ones. A latency begins when its request should have gone out, so that no stall
   * is left out (coordinated omission).
   */
  public LoadResult open(int perSecond, Duration time) {
    long start = System.nanoTime() + 1_000_000;
    return run(new Schedule.Open(start, perSecond, time, selector), start, time);
  }

  /** Answers that have begun to come and are not whole; to be asked from any thread. */
  public int answersUnderWay() {
    return underWay.get();
  }

  @Override
  public void close() {
    try {
      connections.forEach(LoadConnection::close);
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LoadResult run(Schedule schedule, long start, Duration time) {
    mistakes.clear();
    latencies = new Histogram(3);
    long deadline = start + time.toNanos() + GRACE_NANOS;
    long now = System.nanoTime();
    try (schedule) {
      sendDue(schedule);
      while (!isOver(schedule, now) && mistakes.size() < MOST_MISTAKES && now < deadline) {
        selector.select(this::serve, 100);
        sendDue(schedule);
        now = System.nanoTime();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    abandonBusy();
    long answers = latencies.getTotalCount();
    return new LoadResult(answers, answers * workload.chunks(), mistakes, latencies, elapsed);
  }

  private boolean isOver(Schedule schedule, long now) {
    return idle.size() == connections.size() && schedule.isOver(now);
  }

  private void sendDue(Schedule schedule) {
    while (!idle.isEmpty()) {
      long due = schedule.due(System.nanoTime());
      if (due == Schedule.NONE) {
        return;
      }
      schedule.taken();
      LoadConnection connection = idle.remove();
      try {
        connection.send(due);
      } catch (IOException e) {
        renew(connection, e.toString());
      }
    }
  }

  private void serve(SelectionKey key) {
    LoadConnection connection = (LoadConnection) key.attachment();
    try {
      if (key.isWritable()) {
        connection.writeRest();
      }
      if (key.isReadable()) {
        read(connection);
      }
    } catch (IOException e) {
      renew(connection, e.toString());
    }
  }

  private void read(LoadConnection connection) throws IOException {
    Message answer = connection.answer();
    boolean first = answer.isEmpty();
    connection.read(in);
    if (first) {
      underWay.incrementAndGet();
    }
    if (!answer.isWhole()) {
      return;
    }
    long now = System.nanoTime();
    Optional<String> mistake = check.mistake(answer);
    if (mistake.isEmpty()) {
      latencies.recordValue(now - connection.since());
    } else {
      mistakes.add(mistake.get());
    }
    underWay.decrementAndGet();
    connection.finish();
    idle.add(connection);
  }

  /** An idle connection may be closed by the other side; one that waits for an answer may not. */
  private void renew(LoadConnection connection, String why) {
    if (connection.isBusy()) {
      mistakes.add(why);
      if (!connection.answer().isEmpty()) {
        underWay.decrementAndGet();
      }
      idle.add(connection);
    }
    try {
      connection.reconnect(selector);
    } catch (IOException e) {
      throw new UncheckedIOException("no connection any more", e);
    }
  }

  private void abandonBusy() {
    for (LoadConnection connection : connections) {
      if (connection.isBusy()) {
        renew(connection, "not whole in time");
      }
    }
  }
}
