package dev.mainstay.gateway.server;

import dev.mainstay.transport.ConnectionFailures;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.Transport;
import dev.mainstay.transport.TransportException;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;

/**
 * The transport over Netty: HTTP/1.1 on pooled connections. Callers block, and should be virtual
 * threads; whoever reads slowly stops the vendor, with at most some 400 KiB held for each answer.
 *
 * <p>Connections are kept for 45 s and used again, the latest first. A kept connection that turns
 * out to be dead before any byte of an answer came, and within 10 s, is replaced by a fresh one,
 * once and at once: one that ends later was alive, and its vendor silent. All of a host's addresses
 * are tried. A proxy is used where a call says so.
 */
public final class NettyTransport implements Transport {
  private static final Duration IDLE = Duration.ofSeconds(45);
  private static final Duration SILENCE = Duration.ofSeconds(10);
  private static final long LONGEST_SWEEP_MILLIS = 5_000;

  private final ConnectionPool pool = new ConnectionPool();
  private final Duration silence;
  private final ClientTls tls;
  private final Connector connector;
  private final Future<?> sweeping;
  private final Set<Connecting> underWay = ConcurrentHashMap.newKeySet();
  private final LongAdder connections = new LongAdder();

  NettyTransport(EventLoops loops, SSLContext tls, NameLookup names, Duration idle) {
    this(loops, ClientTls.of(tls), names, idle, SILENCE);
  }

  NettyTransport(EventLoops loops, SSLContext tls, Duration silence) {
    this(loops, ClientTls.of(tls), NameLookup.ofPlatform(), IDLE, silence);
  }

  private NettyTransport(
      EventLoops loops, ClientTls tls, NameLookup names, Duration idle, Duration silence) {
    long sweepMillis = Math.clamp(idle.toMillis() / 4, 1, LONGEST_SWEEP_MILLIS);
    this.silence = silence;
    this.tls = tls;
    this.connector = new Connector(loops, tls, names, pool);
    this.sweeping = RepeatedWork.every(sweepMillis, loops.next(), () -> pool.expire(idle));
  }

  /** A transport on {@code loops} that trusts the platform's certificate authorities. */
  public static NettyTransport on(EventLoops loops) {
    return new NettyTransport(
        loops, ClientTls.ofPlatform(), NameLookup.ofPlatform(), IDLE, SILENCE);
  }

  /**
   * Begins to read, in the background, what TLS needs; otherwise the first connection that needs it
   * waits for that, some tenths of a second.
   */
  public void prepareTls() {
    CompletableFuture<?> unused = tls.context();
  }

  /**
   * What the transport holds.
   *
   * @param open connections that are open, idle ones included
   * @param idle connections that are open and wait for use
   * @param made connections made so far
   */
  public record ConnectionStats(int open, int idle, long made) {}

  /** What the transport holds now. */
  public ConnectionStats stats() {
    return new ConnectionStats(pool.openCount(), pool.idleCount(), connections.sum());
  }

  @Override
  public Exchange open(HttpCall call) {
    return new NettyExchange(this, call);
  }

  @Override
  public void close() {
    sweeping.cancel(false);
    pool.close();
    underWay.forEach(NettyTransport::end);
  }

  /** From when on a vendor that has said nothing is silent, however its connection ends. */
  Duration silence() {
    return silence;
  }

  ConnectionPool pool() {
    return pool;
  }

  Connecting connect(Origin origin, Duration timeout) {
    Connecting connecting = connector.connect(origin, timeout);
    underWay.add(connecting);
    connecting.whenOver(() -> underWay.remove(connecting));
    if (pool.isClosed()) {
      end(connecting);
    }
    return connecting;
  }

  private static void end(Connecting connecting) {
    connecting.failed(new TransportException(ConnectionFailures.transportClosed()));
  }

  void countConnection() {
    connections.increment();
  }
}
