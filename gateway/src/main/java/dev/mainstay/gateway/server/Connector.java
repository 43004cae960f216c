package dev.mainstay.gateway.server;

import dev.mainstay.transport.HttpProxy;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.NoopAddressResolverGroup;
import java.io.EOFException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections: looks the host up, tries its addresses in turn, and shakes hands where TLS is
 * asked for.
 */
// Nobody waits for the futures that Netty returns.
@SuppressWarnings("FutureReturnValueIgnored")
final class Connector {
  // Certificates are checked there, so that a handshake holds up nobody's stream.
  private static final Executor HANDSHAKES = Thread::startVirtualThread;

  private final EventLoops loops;
  private final ClientTls tls;
  private final ConnectionPool pool;
  private final NameLookup names;

  Connector(EventLoops loops, ClientTls tls, NameLookup names, ConnectionPool pool) {
    this.names = names;
    this.loops = loops;
    this.tls = tls;
    this.pool = pool;
  }

  Connecting connect(Origin origin, Duration timeout) {
    Connecting connecting = new Connecting();
    names
        .find(origin.nextHost())
        .whenComplete((addresses, unknown) -> {
          if (unknown != null) {
            connecting.failed(unknown);
          } else {
            beginOnceReady(new ConnectAttempt(origin, addresses, timeout, connecting));
          }
        });
    return connecting;
  }

  private void beginOnceReady(ConnectAttempt attempt) {
    if (!attempt.origin.isTls()) {
      begin(attempt);
      return;
    }
    tls.context()
        .whenComplete((context, unavailable) -> {
          if (unavailable != null) {
            attempt.connecting.failed(unavailable);
          } else {
            begin(attempt);
          }
        });
  }

  private static void begin(ConnectAttempt attempt) {
    try {
      attempt.tryAddress(0);
    } catch (RuntimeException loopIsClosed) {
      attempt.connecting.failed(loopIsClosed);
    }
  }

  /** The way through a host's addresses. */
  private final class ConnectAttempt {
    private final Origin origin;
    private final List<InetAddress> addresses;
    private final Duration timeout;
    private final Connecting connecting;
    // The handlers of the channel that is being connected. A channel that is closed meanwhile has
    // dropped them from its pipeline, and only they tell why it was closed.
    private volatile @Nullable HttpProxyHandler tunnel;
    private volatile @Nullable SslHandler tlsOfChannel;

    ConnectAttempt(
        Origin origin, List<InetAddress> addresses, Duration timeout, Connecting connecting) {
      this.origin = origin;
      this.addresses = addresses;
      this.timeout = timeout;
      this.connecting = connecting;
    }

    void tryAddress(int index) {
      if (connecting.isOver()) {
        return;
      }
      InetSocketAddress address = new InetSocketAddress(addresses.get(index), origin.nextPort());
      ChannelFuture connected = isTunnel() ? tunnel(address) : straight(address);
      connecting.trying(connected.channel());
      connected.addListener(done -> {
        if (done.isSuccess()) {
          passProxy(connected.channel());
        } else if (index + 1 < addresses.size()) {
          tryAddress(index + 1);
        } else {
          connecting.failed(done.cause());
        }
      });
    }

    private boolean isTunnel() {
      return origin.isTls() && origin.proxy().isPresent();
    }

    private ChannelFuture straight(InetSocketAddress address) {
      return bootstrap(
              pipeline -> {
                if (origin.isTls()) {
                  pipeline.addLast(tlsHandler(pipeline.channel()));
                }
              })
          .connect(address);
    }

    // The proxy looks the vendor's name up; we need not be able to.
    private ChannelFuture tunnel(InetSocketAddress proxy) {
      HttpHeaders headers = new DefaultHttpHeaders();
      origin
          .proxy()
          .flatMap(HttpProxy::authorization)
          .ifPresent(shown -> headers.set(HttpHeaderNames.PROXY_AUTHORIZATION, shown));
      HttpProxyHandler opening = new HttpProxyHandler(proxy, headers);
      opening.setConnectTimeoutMillis(0);
      tunnel = opening;
      return bootstrap(
              pipeline -> {
                pipeline.addLast(opening);
                // Behind the decoder that the other has put before itself.
                pipeline.addBefore(pipeline.context(opening).name(), null, new RefusedTunnel());
              })
          .resolver(NoopAddressResolverGroup.INSTANCE)
          .connect(InetSocketAddress.createUnresolved(origin.bareHost(), origin.port()));
    }

    // TLS comes in only then: it would hold up the end of a connection that is given up before.
    private void passProxy(Channel channel) {
      HttpProxyHandler opening = tunnel;
      if (opening == null) {
        shakeHands(channel);
        return;
      }
      opening
          .connectFuture()
          .addListener(done -> {
            if (!done.isSuccess()) {
              connecting.failed(done.cause());
            } else if (channel.pipeline().context(opening) == null) {
              connecting.failed(closedAsItWasMade());
            } else {
              channel.pipeline().replace(opening, null, tlsHandler(channel));
              shakeHands(channel);
            }
          });
    }

    private Bootstrap bootstrap(Consumer<ChannelPipeline> first) {
      long share = Math.max(1, timeout.toMillis() / addresses.size());
      return loops
          .client()
          .option(ChannelOption.TCP_NODELAY, true)
          .option(ChannelOption.SO_KEEPALIVE, true)
          .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(share, Integer.MAX_VALUE))
          .handler(
              new ChannelInitializer<Channel>() {
                @Override
                protected void initChannel(Channel channel) {
                  first.accept(channel.pipeline());
                  NettyAnswerDecoder decoder = new NettyAnswerDecoder();
                  channel
                      .pipeline()
                      .addLast(decoder, new ClientConnection(origin, channel, pool, decoder));
                }
              });
    }

    private SslHandler tlsHandler(Channel channel) {
      SSLEngine engine =
          tls.context().join().newEngine(channel.alloc(), origin.bareHost(), origin.port());
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      engine.setSSLParameters(parameters);
      SslHandler handler = new SslHandler(engine, HANDSHAKES);
      handler.setHandshakeTimeoutMillis(0);
      tlsOfChannel = handler;
      return handler;
    }

    private void shakeHands(Channel channel) {
      SslHandler handler = tlsOfChannel;
      if (handler == null) {
        hand(channel);
        return;
      }
      handler
          .handshakeFuture()
          .addListener(done -> {
            if (done.isSuccess()) {
              hand(channel);
            } else {
              connecting.failed(done.cause());
            }
          });
    }

    private static EOFException closedAsItWasMade() {
      return new EOFException("the connection was closed as it was made");
    }

    private void hand(Channel channel) {
      ClientConnection connection = channel.pipeline().get(ClientConnection.class);
      if (connection == null || !channel.isActive()) {
        connecting.failed(closedAsItWasMade());
        return;
      }
      pool.add(connection);
      connecting.succeeded(connection);
    }
  }
}
