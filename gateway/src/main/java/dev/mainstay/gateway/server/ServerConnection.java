package dev.mainstay.gateway.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A caller's connection: one request after the other, each answered before the next is begun. All
 * but what is said to be the handler's runs on its event loop.
 */
final class ServerConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);

  // RFC 9112, 9.6: how long an answer that is the last has to be read.
  private static final Duration LINGER = Duration.ofSeconds(2);
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final GatewayServer server;
  private final SocketChannel channel;
  private final RequestDecoder decoder;
  private final SentAhead ahead;
  private final Parting parting;
  private final ReaderWatch reader = new ReaderWatch();
  private Phase phase = Phase.IDLE;
  private long sinceNanos = System.nanoTime();

  private @Nullable ServerExchange current;
  private boolean isBodyWhole;
  private boolean isBodyRefused;
  private boolean isDispatched;
  private boolean mustContinue;

  ServerConnection(GatewayServer server, SocketChannel channel) {
    this.server = server;
    this.channel = channel;
    this.ahead = new SentAhead(channel);
    this.parting = new Parting(channel);
    this.decoder = new RequestDecoder(server.options().limits().headBytes(), this::bytesCame);
  }

  RequestDecoder decoder() {
    return decoder;
  }

  // ---- The handler's

  InetSocketAddress remoteAddress() {
    return channel.remoteAddress();
  }

  Outbox outbox(ServerExchange exchange) {
    return new Outbox(channel, new Answering(this, exchange));
  }

  Future<?> cut() {
    return channel.close();
  }

  void bodyIsAsked(ServerExchange exchange) {
    channel
        .eventLoop()
        .execute(() -> {
          if (current == exchange && !isBodyWhole) {
            readBodyOn();
          }
        });
  }

  // ---- Reading

  private void bytesCame() {
    if (phase == Phase.IDLE) {
      enter(Phase.HEAD);
    } else if (phase == Phase.REQUEST && !isBodyWhole) {
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
    if (phase == Phase.REQUEST && current != null && isBodyWhole) {
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
    ServerExchange exchange = current;
    if (exchange != null && message instanceof HttpContent content) {
      readBody(exchange, content);
    }
  }

  private void begin(HttpRequest request) {
    RequestLine line = RequestLine.of(request);
    Optional<Refusal> refusal = server.check(request);
    if (refusal.isPresent()) {
      refuse(refusal.get(), line);
      return;
    }
    RequestBody body =
        new RequestBody(
            HttpUtil.getContentLength(request, -1L), server.options().limits().bodyBytes());
    ServerExchange exchange =
        new ServerExchange(server, this, line, ReceivedHeaders.of(request.headers()), body);
    current = exchange;
    isBodyWhole = false;
    isBodyRefused = false;
    isDispatched = false;
    mustContinue = !line.isHttp10() && request.headers().contains(HttpHeaderNames.EXPECT);
    enter(Phase.REQUEST);
    if (mustContinue) {
      dispatch(exchange);
    }
  }

  private void dispatch(ServerExchange exchange) {
    isDispatched = true;
    server.begun();
    Thread.startVirtualThread(exchange);
  }

  private void readBody(ServerExchange exchange, HttpContent content) {
    if (isBodyRefused) {
      return;
    }
    if (content.decoderResult().isFailure()) {
      refuseBody(
          exchange,
          new Refusal(400, "garbled_body", "the request's body is garbled: look at its chunks"));
      return;
    }
    RequestBody body = exchange.requestBody();
    if (!body.add(content.content())) {
      refuseBody(exchange, server.rules().bodyTooLarge());
      return;
    }
    isBodyWhole = content instanceof LastHttpContent;
    if (isBodyWhole) {
      body.end();
    } else if (!body.isEnoughUnasked()) {
      return;
    } else {
      channel.config().setAutoRead(false);
    }
    if (!isDispatched) {
      dispatch(exchange);
    }
  }

  private void readBodyOn() {
    enter(Phase.REQUEST);
    channel.config().setAutoRead(true);
    if (mustContinue) {
      mustContinue = false;
      channel.writeAndFlush(Unpooled.wrappedBuffer(CONTINUE));
    }
  }

  /** The handler tells it, if it looks at the body; if there is none yet, we do. */
  private void refuseBody(ServerExchange exchange, Refusal refusal) {
    isBodyRefused = true;
    exchange.requestBody().refuse(refusal);
    if (!isDispatched) {
      current = null;
      refuse(refusal, exchange.line());
    }
  }

  // ---- Answering

  private void refuse(Refusal refusal, RequestLine line) {
    ErrorRenderer errors = server.options().errors();
    enter(Phase.LINGERING);
    channel
        .writeAndFlush(RefusalAnswer.of(refusal, line, errors, channel.alloc()))
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
    if (current != exchange) {
      return;
    }
    switch (exchange.ending()) {
      case KEEP -> {
        release();
        next();
      }
      case CLOSE -> {
        release();
        end();
      }
      case BREAK_OFF -> breakOff(this::linger);
      case RESET -> breakOff(parting::reset);
    }
  }

  private void release() {
    ServerExchange exchange = current;
    current = null;
    if (exchange != null && isDispatched) {
      exchange.release();
    }
  }

  private void end() {
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
    while (!ahead.isEmpty() && (current == null || !isBodyWhole)) {
      HttpObject message = ahead.take();
      try {
        accept(message);
      } finally {
        ReferenceCountUtil.release(message);
      }
    }
    if (ahead.isOverrun() && ahead.isEmpty() && current == null) {
      linger();
    } else if (ahead.isEmpty()) {
      resumeReading();
    }
    if (phase == Phase.IDLE && server.isStopping()) {
      channel.close();
    }
  }

  private void resumeReading() {
    ServerExchange exchange = current;
    if (exchange == null || isBodyWhole || !exchange.requestBody().isEnoughUnasked()) {
      channel.config().setAutoRead(true);
    }
  }

  // ---- Time

  /** Ends what has taken too long. */
  void sweep(long nowNanos) {
    ServerOptions.Timeouts timeouts = server.options().timeouts();
    long passed = nowNanos - sinceNanos;
    switch (phase) {
      case IDLE -> closeIf(passed > timeouts.keepAlive().toNanos());
      case HEAD -> {
        if (passed > timeouts.head().toNanos()) {
          refuse(
              new Refusal(408, "head_timeout", "the request's head did not come in time"),
              RequestLine.UNKNOWN);
        }
      }
      case REQUEST -> {
        if (isBodyDue() && passed > timeouts.body().toNanos()) {
          refuseStillBody();
        }
      }
      case LINGERING -> closeIf(passed > LINGER.toNanos());
    }
    ServerExchange exchange = current;
    if (exchange != null) {
      exchange.sweep(nowNanos);
    }
    if (reader.isStill(channel, nowNanos, timeouts.reader())) {
      LOG.info("a caller that takes nothing of its answer is cut off: {}", remoteAddress());
      parting.reset();
    }
  }

  private void closeIf(boolean isDue) {
    if (isDue) {
      channel.close();
    }
  }

  private boolean isBodyDue() {
    return current != null
        && !isBodyWhole
        && !isBodyRefused
        && !mustContinue
        && channel.config().isAutoRead();
  }

  private void refuseStillBody() {
    if (current != null) {
      refuseBody(
          current, new Refusal(408, "body_timeout", "the request's body came to a standstill"));
    }
  }

  /** No more requests: what is idle is closed. */
  void drain() {
    closeIf(phase == Phase.IDLE);
  }

  void tellStop() {
    if (current != null) {
      current.tellStop();
    }
  }

  // ---- The end

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException || cause instanceof CodecException) {
      LOG.debug("a caller's connection broke", cause);
    } else {
      LOG.error("a caller's connection is given up by a mistake of ours", cause);
    }
    channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    server.connections(channel.eventLoop()).remove(this);
    ahead.drop();
    if (current != null && phase != Phase.LINGERING) {
      current.leave();
    }
    release();
  }
}
