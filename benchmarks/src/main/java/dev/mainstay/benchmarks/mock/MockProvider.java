package dev.mainstay.benchmarks.mock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A provider on the loopback address that answers the {@link Workload workloads} from prepared
 * bytes, on one thread. It is cheap and exact where the simulator is rich: paced chunks go out one
 * write each, within about 0.1 ms of their time, the first of them at once; the others of all
 * streams are spread evenly over the pace, so that they do not beat in step.
 */
public final class MockProvider implements AutoCloseable {
  private static final long LONGEST_PAUSE_NANOS = 500_000;

  private final Selector selector;
  private final ServerSocketChannel server;
  private final Thread thread;
  private final Map<String, PreparedWrites> answers = new HashMap<>();
  private final PriorityQueue<MockConnection> paced =
      new PriorityQueue<>(Comparator.comparingLong(MockConnection::due));
  private final BlockingQueue<Long> silences = new LinkedBlockingQueue<>();
  private final BlockingQueue<Long> departures = new LinkedBlockingQueue<>();
  private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 18);
  private volatile boolean closed;
  private int streams;

  private MockProvider(int port) throws IOException {
    for (Workload workload : Workload.ALL) {
      answers.put(workload.name(), new PreparedWrites(workload));
    }
    selector = Selector.open();
    server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4096);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
    thread = Thread.ofPlatform().name("mock-provider").daemon().start(this::run);
  }

  /** Starts one; port 0 takes a free one. */
  public static MockProvider start(int port) {
    try {
      return new MockProvider(port);
    } catch (IOException e) {
      throw new UncheckedIOException("the mock provider found no port " + port, e);
    }
  }

  /** Its base, as its callers are told it. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.socket().getLocalPort() + "/v1");
  }

  /** Waits up to ten seconds until a call was met with silence; false if none was. */
  public boolean awaitSilence() throws InterruptedException {
    return silences.poll(10, TimeUnit.SECONDS) != null;
  }

  /**
   * Waits until the connection of a call met with silence is closed, and says when, on {@link
   * System#nanoTime}'s clock; -1 if it still is open after {@code seconds}.
   */
  public long awaitDeparture(long seconds) throws InterruptedException {
    Long when = departures.poll(seconds, TimeUnit.SECONDS);
    return when == null ? -1 : when;
  }

  /** Forgets silences and departures seen so far. */
  public void forget() {
    silences.clear();
    departures.clear();
  }

  /** Waits until another thread closes it. */
  public void join() throws InterruptedException {
    thread.join();
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
  }

  private void run() {
    try {
      while (!closed) {
        await();
        writeDue();
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A selector's waits are whole milliseconds long; chunks need finer ones. */
  private void await() throws IOException {
    if (paced.isEmpty()) {
      selector.select(this::serve);
      return;
    }
    long nanos = paced.peek().due() - System.nanoTime();
    if (nanos > 0) {
      LockSupport.parkNanos(Math.min(nanos, LONGEST_PAUSE_NANOS));
    }
    selector.selectNow(this::serve);
  }

  private void writeDue() {
    while (!paced.isEmpty() && paced.peek().due() <= System.nanoTime()) {
      MockConnection connection = paced.poll();
      guarded(connection, connection::writePaced);
      if (connection.isPaced()) {
        paced.add(connection);
      }
    }
  }

  private void serve(SelectionKey key) {
    if (key.attachment() instanceof MockConnection connection) {
      guarded(connection, () -> serve(connection, key));
    } else {
      accept();
    }
  }

  private void accept() {
    try {
      SocketChannel channel = server.accept();
      if (channel != null) {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        key.attach(new MockConnection(channel, key));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(MockConnection connection, SelectionKey key) throws IOException {
    if (key.isWritable()) {
      connection.writeRest();
    }
    if (!key.isReadable()) {
      return;
    }
    if (!connection.read(in)) {
      leave(connection);
      return;
    }
    if (connection.request().isWhole()) {
      answer(connection);
    }
  }

  private void answer(MockConnection connection) throws IOException {
    PreparedWrites answer = answers.get(RequestedModel.of(connection.request()));
    if (answer == null || connection.request().bodySize() < answer.workload().requestBytes()) {
      connection.refuse();
      return;
    }
    connection.request().reset();
    switch (answer.workload().answer()) {
      case MockAnswer.Plain plain -> connection.write(answer.writes());
      case MockAnswer.Chunks(int count, int perWrite, var pace) when pace.isZero() ->
          connection.write(answer.writes());
      case MockAnswer.Chunks(int count, int perWrite, var pace) -> {
        connection.pace(answer.writes(), pace.toNanos(), phase());
        paced.add(connection);
      }
      case MockAnswer.Silence silence -> {
        connection.write(answer.writes());
        connection.fallSilent();
        silences.add(System.nanoTime());
      }
    }
  }

  /** Multiples of the golden ratio spread evenly however many there are. */
  private double phase() {
    streams++;
    double multiple = streams * 0.6180339887;
    return multiple - Math.floor(multiple);
  }

  private void leave(MockConnection connection) {
    if (connection.isSilent()) {
      departures.add(System.nanoTime());
    }
    paced.remove(connection);
    connection.close();
  }

  private void guarded(MockConnection connection, Step step) {
    try {
      step.run();
    } catch (IOException gone) {
      leave(connection);
    }
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }
}
