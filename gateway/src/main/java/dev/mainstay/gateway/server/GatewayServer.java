package dev.mainstay.gateway.server;

import dev.mainstay.gateway.front.GatewayLimits;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * A server of HTTP/1.1 and HTTP/1.0 for handlers that block, each request on a virtual thread of
 * its own.
 *
 * <pre>{@code
 * try (EventLoops loops = EventLoops.start();
 *     GatewayServer server =
 *         GatewayServer.start(
 *             loops,
 *             ServerOptions.defaults(),
 *             (request, response) ->
 *                 response.send(200, Headers.of("Content-Type", "text/plain"), request.body()))) {
 *   System.out.println("listening on port " + server.port());
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class GatewayServer implements AutoCloseable {
  // What a handler has to say good-bye in, after the grace.
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final long LONGEST_SWEEP_MILLIS = 1_000;
  private static final int BACKLOG = 4_096;

  private final ServerOptions options;
  private final RequestRules rules;
  private volatile RequestHandler handler;
  private final Map<EventLoop, LoopConnections> connections = new HashMap<>();
  private final LongAdder requests = new LongAdder();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition quiet = lock.newCondition();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean isLeaving;
  private volatile boolean isStopping;
  private final Channel listening;

  private GatewayServer(EventLoops loops, ServerOptions options, RequestHandler handler)
      throws IOException {
    this.options = options;
    this.rules = new RequestRules(options.limits());
    this.handler = handler;
    long sweepMillis = sweepMillis(options);
    loops.all().forEach(loop -> connections.put(loop, new LoopConnections(loop, sweepMillis)));
    this.listening = listen(loops.server());
  }

  /**
   * Starts to serve.
   *
   * @throws IOException if the address cannot be listened on; the message says which and why
   */
  public static GatewayServer start(EventLoops loops, ServerOptions options, RequestHandler handler)
      throws IOException {
    return new GatewayServer(loops, options, handler);
  }

  /** Requests from now on go to {@code handler}; those under way stay where they are. */
  public void handleBy(RequestHandler handler) {
    this.handler = handler;
  }

  private static long sweepMillis(ServerOptions options) {
    GatewayLimits limits = options.limits();
    long shortest =
        Stream.of(
                limits.headTimeout(),
                limits.bodyTimeout(),
                limits.readerTimeout(),
                limits.keepAliveInterval(),
                options.connections().keepAlive())
            .mapToLong(Duration::toMillis)
            .min()
            .orElseThrow();
    return Math.clamp(shortest / 4, 1, LONGEST_SWEEP_MILLIS);
  }

  private Channel listen(ServerBootstrap bootstrap) throws IOException {
    ChannelFuture bound =
        bootstrap
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    options
                        .tls()
                        .ifPresent(tls -> channel.pipeline().addLast(handshake(tls, channel)));
                    ServerConnection connection = new ServerConnection(GatewayServer.this, channel);
                    channel.pipeline().addLast(connection.decoder(), connection);
                  }
                })
            .bind(options.host(), options.port())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      connections.values().forEach(LoopConnections::close);
      throw new IOException(
          "cannot listen on "
              + options.host()
              + ":"
              + options.port()
              + ": "
              + bound.cause().getMessage(),
          bound.cause());
    }
    return bound.channel();
  }

  private SslHandler handshake(ServerTls tls, SocketChannel channel) {
    return tls.newHandler(channel.alloc(), options.limits().headTimeout());
  }

  /** The port that is listened on. */
  public int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /**
   * What the server does.
   *
   * @param openConnections connections that are open, idle ones included
   * @param inFlight requests whose handler runs or whose answer is on its way
   * @param requests requests handed to the handler so far
   */
  public record ServerStats(int openConnections, int inFlight, long requests) {}

  /** What the server does now. */
  public ServerStats stats() {
    int open = connections.values().stream().mapToInt(LoopConnections::count).sum();
    return new ServerStats(open, inFlight.get(), requests.sum());
  }

  /**
   * Stops gracefully: accepts no more connections and no more requests, closes those connections
   * that are idle, and waits until the requests in flight are answered. Those that are not within
   * {@code grace} are {@linkplain ServerRequest#onStop told}, and after at most 2 s more cut off.
   * Returns when all connections are closed; an interrupt cuts the waiting short, and stays set.
   */
  public void stop(Duration grace) {
    stop(Duration.ZERO, grace);
  }

  /**
   * As {@link #stop(Duration)}, after a {@code delay} in which the server still accepts connections
   * and requests; each answer closes its connection. Another stop with a shorter delay ends it.
   */
  public void stop(Duration delay, Duration grace) {
    isLeaving = true;
    awaitClosing(delay);
    closing.countDown();
    isStopping = true;
    listening.close().awaitUninterruptibly();
    connections.values().forEach(each -> each.forEach(ServerConnection::drain));
    if (!awaitQuiet(grace)) {
      connections.values().forEach(each -> each.forEach(ServerConnection::tellStop));
      awaitQuiet(LAST_WORDS);
    }
    connections.values().forEach(LoopConnections::close);
  }

  /** Stops without grace. */
  @Override
  public void close() {
    stop(Duration.ZERO);
  }

  private void awaitClosing(Duration longest) {
    try {
      closing.await(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean awaitQuiet(Duration longest) {
    long left = longest.toNanos();
    lock.lock();
    try {
      while (inFlight.get() > 0 && left > 0) {
        left = quiet.awaitNanos(left);
      }
      return inFlight.get() == 0;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  ServerOptions options() {
    return options;
  }

  RequestRules rules() {
    return rules;
  }

  RequestHandler handler() {
    return handler;
  }

  /** Whether connections end with the answer that is given on them. */
  boolean isLeaving() {
    return isLeaving;
  }

  boolean isStopping() {
    return isStopping;
  }

  LoopConnections connections(EventLoop loop) {
    return Objects.requireNonNull(connections.get(loop));
  }

  /** Why {@code request} is not served, if it is not. */
  Optional<Rejection> check(HttpRequest request) {
    Optional<Rejection> refusal = rules.check(request);
    if (refusal.isEmpty() && isStopping) {
      return Optional.of(Rejection.STOPPING);
    }
    return refusal;
  }

  /** A request goes to its handler. */
  void begun() {
    requests.increment();
    inFlight.incrementAndGet();
  }

  /** A request's handler has returned, and its answer is sent. */
  void ended() {
    if (inFlight.decrementAndGet() > 0 || !isStopping) {
      return;
    }
    lock.lock();
    try {
      quiet.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
