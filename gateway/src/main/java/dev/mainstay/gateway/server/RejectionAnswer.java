package dev.mainstay.gateway.server;

import dev.mainstay.transport.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** A refusal as an answer that closes its connection. */
final class RejectionAnswer {
  private RejectionAnswer() {}

  static ByteBuf of(
      Rejection refusal,
      RequestLine line,
      Headers request,
      ServerOptions options,
      ByteBufAllocator allocator) {
    ErrorRenderer.Body told = options.errors().render(refusal, line.path());
    Headers headers = options.crossOrigin().told(request, told.headers());
    Framing length = new Framing.Length(told.bytes().length);
    Part head = new ResponseHead(refusal.status(), headers, length, false, false).part();
    Part body = Part.bytes(line.method().equals("HEAD") ? new byte[0] : told.bytes());
    ByteBuf buffer = allocator.directBuffer(head.size() + body.size());
    head.writeTo(buffer);
    body.writeTo(buffer);
    return buffer;
  }
}
