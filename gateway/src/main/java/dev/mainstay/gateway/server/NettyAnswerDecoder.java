package dev.mainstay.gateway.server;

import dev.mainstay.transport.Transport;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;

/** Netty's decoder of answers, which also knows what the answers' requests were. */
final class NettyAnswerDecoder extends HttpResponseDecoder {
  private static final int MAX_PIECE_BYTES = 64 * 1024;

  private boolean answersHead;
  private boolean hasBytes;
  private boolean isAmbiguous;

  NettyAnswerDecoder() {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(Transport.MAX_HEADER_BYTES)
            .setMaxHeaderSize(Transport.MAX_HEADER_BYTES)
            .setMaxChunkSize(MAX_PIECE_BYTES)
            .setStrictLineParsing(false)
            .setUseRfc9112TransferEncoding(false)
            .setValidateHeaders(false));
  }

  /** What comes next answers another request. */
  void expect(String method) {
    answersHead = method.equals("HEAD");
    hasBytes = false;
    isAmbiguous = false;
  }

  /** Whether the answer came with a length beside its chunks. */
  boolean isAmbiguous() {
    return isAmbiguous;
  }

  /** Whether any byte has come since {@link #expect}. */
  boolean hasBytes() {
    return hasBytes;
  }

  /** Whether bytes wait that belong to no message yet. */
  boolean hasRest() {
    return actualReadableBytes() > 0;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    hasBytes = true;
    super.channelRead(context, message);
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    isAmbiguous = true;
    super.handleTransferEncodingChunkedWithContentLength(message);
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    return answersHead || super.isContentAlwaysEmpty(message);
  }
}
