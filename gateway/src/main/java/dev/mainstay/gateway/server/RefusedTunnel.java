package dev.mainstay.gateway.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Ends the answer of a proxy that opens no tunnel after its head: nobody needs its body, which may
 * never end, and Netty's handler waits for that. It leaves where a tunnel is opened.
 */
final class RefusedTunnel extends ChannelInboundHandlerAdapter {
  private boolean isRefused;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (isRefused) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (!(message instanceof HttpResponse answer)) {
      context.fireChannelRead(message);
      return;
    }
    isRefused = !HttpResponseStatus.OK.equals(answer.status());
    context.fireChannelRead(answer);
    if (isRefused && !(answer instanceof LastHttpContent)) {
      context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
    }
    if (!isRefused) {
      context.pipeline().remove(this);
    }
  }
}
