package dev.mainstay.gateway.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/** Netty's decoder of requests, strict, which also tells when bytes come. */
final class RequestDecoder extends HttpRequestDecoder {
  private static final int MAX_PIECE_BYTES = 64 * 1024;

  private final Runnable whenBytesCome;

  RequestDecoder(int maxHeadBytes, Runnable whenBytesCome) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(maxHeadBytes)
            .setMaxHeaderSize(maxHeadBytes)
            .setMaxChunkSize(MAX_PIECE_BYTES)
            .setStrictLineParsing(true)
            .setUseRfc9112TransferEncoding(false)
            .setValidateHeaders(true));
    this.whenBytesCome = whenBytesCome;
  }

  /** Whether bytes wait that belong to no message yet. */
  boolean hasRest() {
    return actualReadableBytes() > 0;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    whenBytesCome.run();
    super.channelRead(context, message);
  }

  // Both kept as they came, for the rules to refuse: Netty would forget the length.
  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {}
}
