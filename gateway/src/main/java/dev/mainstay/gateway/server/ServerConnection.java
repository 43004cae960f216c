package dev.mainstay.gateway.server;

import dev.mainstay.gateway.front.GatewayLimits;
import dev.mainstay.transport.Headers;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A caller's connection: one request after the other, each answered before the next is begun. It
 * runs on its event loop, but for what is said to run on the handler's thread.
 */
// Nobody waits for the futures that Netty returns.
@SuppressWarnings("FutureReturnValueIgnored")
final class ServerConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);

  // RFC 9112, 9.6: how long an answer that is the last has to be read.
  private static final Duration LINGER = Duration.ofSeconds(2);

  private final GatewayServer server;
  private final SocketChannel channel;
  private final RequestDecoder decoder;
  private final SentAhead ahead;
  private final Parting parting;
  private final ReaderWatch reader = new ReaderWatch();
  private Phase phase = Phase.IDLE;
  private long sinceNanos = System.nanoTime();

  private @Nullable RequestIntake current;

  ServerConnection(GatewayServer server, SocketChannel channel) {
    this.server = server;
    this.channel = channel;
    this.ahead = new SentAhead(channel, server.options().connections().ahead());
    this.parting = new Parting(channel);
    this.decoder = new RequestDecoder(server.options().limits().maxHeaderBytes(), this::bytesCame);
  }

  RequestDecoder decoder() {
    return decoder;
  }

  // From here on by the handler's thread.

  InetSocketAddress remoteAddress() {
    return channel.remoteAddress();
  }

  Outbox outbox(ServerExchange exchange) {
    return new Outbox(channel, new OutgoingAnswer(this, exchange));
  }

  Future<?> cut() {
    return channel.close();
  }

  void bodyIsAsked(ServerExchange exchange) {
    channel
        .eventLoop()
        .execute(() -> {
          RequestIntake request = current;
          if (request != null && request.isOf(exchange) && !request.isBodyWhole()) {
            enter(Phase.REQUEST);
            request.readOn();
          }
        });
  }

  // From here on by the event loop.

  private void bytesCame() {
    if (phase == Phase.IDLE) {
      enter(Phase.HEAD);
    } else if (phase == Phase.REQUEST && !isAnswerDue()) {
      sinceNanos = System.nanoTime();
    }
  }

  private void enter(Phase next) {
    phase = next;
    sinceNanos = System.nanoTime();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (!server.connections(channel.eventLoop()).add(this)) {
      channel.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (phase == Phase.REQUEST && isAnswerDue()) {
      ahead.add((HttpObject) message);
      return;
    }
    try {
      accept((HttpObject) message);
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void accept(HttpObject message) {
    if (phase == Phase.LINGERING) {
      return;
    }
    if (message instanceof HttpRequest request) {
      begin(request);
    }
    RequestIntake taken = current;
    if (taken != null && message instanceof HttpContent content) {
      taken.read(content).ifPresent(refusal -> refuse(refusal, taken));
    }
  }

  private boolean isAnswerDue() {
    return current != null && current.isBodyWhole();
  }

  private void begin(HttpRequest request) {
    RequestLine line = RequestLine.of(request);
    Optional<Rejection> refusal = server.check(request);
    if (refusal.isPresent()) {
      refuse(refusal.get(), line, ReceivedHeaders.of(request.headers()));
      return;
    }
    IncomingRequestBody body =
        new IncomingRequestBody(
            HttpUtil.getContentLength(request, -1L), server.options().limits().maxBodyBytes());
    ServerExchange exchange =
        new ServerExchange(server, this, line, ReceivedHeaders.of(request.headers()), body);
    boolean mustContinue = !line.isHttp10() && request.headers().contains(HttpHeaderNames.EXPECT);
    enter(Phase.REQUEST);
    current = new RequestIntake(server, channel, exchange, mustContinue);
  }

  private void refuse(Rejection refusal, RequestIntake request) {
    current = null;
    refuse(refusal, request.exchange().line(), request.exchange().headers());
  }

  private void refuse(Rejection refusal, RequestLine line, Headers request) {
    enter(Phase.LINGERING);
    channel
        .writeAndFlush(
            RejectionAnswer.of(refusal, line, request, server.options(), channel.alloc()))
        .addListener(done -> linger());
  }

  private void linger() {
    enter(Phase.LINGERING);
    ahead.drop();
    parting.endOutput();
  }

  // Until its end is told, whatever ends the connection must not pass for it.
  void answerBegins(ServerExchange exchange) {
    if (exchange.endsByClose()) {
      parting.closesByReset();
    }
  }

  void answered(ServerExchange exchange) {
    if (current == null || !current.isOf(exchange)) {
      return;
    }
    boolean isBodyWhole = current.isBodyWhole();
    switch (exchange.ending()) {
      case KEEP -> {
        release();
        next();
      }
      case CLOSE -> {
        release();
        end(isBodyWhole);
      }
      case BREAK_OFF -> breakOff(this::linger);
      case RESET -> breakOff(parting::reset);
    }
  }

  private void release() {
    RequestIntake request = current;
    current = null;
    if (request != null) {
      request.release();
    }
  }

  private void end(boolean isBodyWhole) {
    parting.closesCleanly();
    if (isBodyWhole && ahead.isEmpty()) {
      channel.close();
    } else {
      linger();
    }
  }

  // The exchange lasts until then, so that a server that stops waits for it.
  private void breakOff(Runnable end) {
    enter(Phase.LINGERING);
    ahead.drop();
    parting.afterReading(() -> {
      release();
      end.run();
    });
  }

  private void next() {
    enter(decoder.hasRest() ? Phase.HEAD : Phase.IDLE);
    while (!ahead.isEmpty() && !isAnswerDue()) {
      HttpObject message = ahead.take();
      try {
        accept(message);
      } finally {
        ReferenceCountUtil.release(message);
      }
    }
    if (ahead.isOverrun() && ahead.isEmpty() && current == null) {
      linger();
    } else if (ahead.isEmpty() && (current == null || current.mayReadOn())) {
      channel.config().setAutoRead(true);
    }
    if (phase == Phase.IDLE && server.isStopping()) {
      channel.close();
    }
  }

  /** Ends what has taken too long. */
  void sweep(long nowNanos) {
    GatewayLimits limits = server.options().limits();
    long passed = nowNanos - sinceNanos;
    switch (phase) {
      case IDLE -> closeIf(passed > server.options().connections().keepAlive().toNanos());
      case HEAD -> {
        if (passed > limits.headTimeout().toNanos()) {
          refuse(Rejection.LATE_HEAD, RequestLine.UNKNOWN, Headers.none());
        }
      }
      case REQUEST -> {
        RequestIntake request = current;
        if (request != null && request.isBodyDue() && passed > limits.bodyTimeout().toNanos()) {
          request.refuse(Rejection.STILL_BODY).ifPresent(refusal -> refuse(refusal, request));
        }
      }
      case LINGERING -> closeIf(passed > LINGER.toNanos());
    }
    if (current != null) {
      current.exchange().sweep(nowNanos);
    }
    if (reader.isStill(channel, nowNanos, limits.readerTimeout())) {
      LOG.info("a caller that takes nothing of its answer is cut off: {}", remoteAddress());
      parting.reset();
    }
  }

  private void closeIf(boolean isDue) {
    if (isDue) {
      channel.close();
    }
  }

  /** No more requests: what is idle is closed. */
  void drain() {
    closeIf(phase == Phase.IDLE);
  }

  void tellStop() {
    if (current != null) {
      current.exchange().tellStop();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException || cause instanceof CodecException) {
      LOG.debug("a caller's connection broke", cause);
    } else {
      LOG.error("a caller's connection is given up by a mistake of ours", cause);
    }
    channel.close();
  }

  // A caller that ends its side has left, by TLS's farewell as by TCP's.
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslCloseCompletionEvent && phase != Phase.LINGERING) {
      channel.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    server.connections(channel.eventLoop()).remove(this);
    ahead.drop();
    if (current != null && phase != Phase.LINGERING) {
      current.exchange().leave();
    }
    release();
  }
}
