package dev.mainstay.gateway.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One request as it is taken in: how much of its body has come, and when its handler gets it. On
 * the connection's event loop.
 */
// Nobody waits for the futures that Netty returns.
@SuppressWarnings("FutureReturnValueIgnored")
final class RequestIntake {
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final GatewayServer server;
  private final Channel channel;
  private final ServerExchange exchange;
  private boolean isBodyWhole;
  private boolean isBodyRefused;
  private boolean isDispatched;
  private boolean mustContinue;

  /**
   * The intake of {@code exchange}'s request.
   *
   * @param mustContinue whether the caller sends the body only once it is asked to; its handler
   *     gets the request at once then
   */
  RequestIntake(
      GatewayServer server, Channel channel, ServerExchange exchange, boolean mustContinue) {
    this.server = server;
    this.channel = channel;
    this.exchange = exchange;
    this.mustContinue = mustContinue;
    if (mustContinue) {
      dispatch();
    }
  }

  ServerExchange exchange() {
    return exchange;
  }

  boolean isOf(ServerExchange other) {
    return exchange == other;
  }

  boolean isBodyWhole() {
    return isBodyWhole;
  }

  /** Whether it is the caller's turn to send more of the body. */
  boolean isBodyDue() {
    return !isBodyWhole && !isBodyRefused && !mustContinue && channel.config().isAutoRead();
  }

  /** Whether more may be read before the handler asks for it. */
  boolean mayReadOn() {
    return isBodyWhole || !exchange.requestBody().isEnoughUnasked();
  }

  /**
   * Takes a piece of the body.
   *
   * @return why the request is refused, if it is and no handler has it that could say so
   */
  Optional<Rejection> read(HttpContent content) {
    if (isBodyRefused) {
      return Optional.empty();
    }
    if (content.decoderResult().isFailure()) {
      return refuse(Rejection.GARBLED_BODY);
    }
    IncomingRequestBody body = exchange.requestBody();
    if (!body.add(content.content())) {
      return refuse(server.rules().bodyTooLarge());
    }
    isBodyWhole = content instanceof LastHttpContent;
    if (isBodyWhole) {
      body.end();
      dispatch();
    } else if (body.isEnoughUnasked()) {
      channel.config().setAutoRead(false);
      dispatch();
    }
    return Optional.empty();
  }

  /** Refuses the body; otherwise as {@link #read}. */
  Optional<Rejection> refuse(Rejection refusal) {
    isBodyRefused = true;
    exchange.requestBody().refuse(refusal);
    return isDispatched ? Optional.empty() : Optional.of(refusal);
  }

  /** The handler wants the body. */
  void readOn() {
    channel.config().setAutoRead(true);
    if (mustContinue) {
      mustContinue = false;
      channel.writeAndFlush(Unpooled.wrappedBuffer(CONTINUE));
    }
  }

  private void dispatch() {
    if (!isDispatched) {
      isDispatched = true;
      server.begun();
      Thread.startVirtualThread(exchange);
    }
  }

  /** The connection is done with the request. */
  void release() {
    if (isDispatched) {
      exchange.release();
    }
  }
}
