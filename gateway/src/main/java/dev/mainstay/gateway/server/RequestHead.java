package dev.mainstay.gateway.server;

import dev.mainstay.http.HttpCall;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** The head of a request of ours. */
record RequestHead(HttpCall call, Origin origin) implements Part {
  // The rest of the request line, the host's and the length's lines without their values.
  private static final int OWN_BYTES = 96;

  @Override
  public int size() {
    return OWN_BYTES
        + call.method().length()
        + target().length()
        + origin.authority().length()
        + HeadLines.size(call.headers());
  }

  @Override
  public void writeTo(ByteBuf out) {
    ByteBufUtil.writeAscii(out, call.method());
    out.writeByte(' ');
    ByteBufUtil.writeAscii(out, target());
    ByteBufUtil.writeAscii(out, " HTTP/1.1");
    HeadLines.end(out);
    HeadLines.write(out, "Host", origin.authority());
    HeadLines.write(out, call.headers());
    if (hasLength()) {
      HeadLines.write(out, "Content-Length", Integer.toString(call.body().length));
    }
    HeadLines.end(out);
  }

  // RFC 9110, 8.6: where the method expects a body, its absence is told.
  private boolean hasLength() {
    return call.body().length > 0
        || call.method().equals("POST")
        || call.method().equals("PUT")
        || call.method().equals("PATCH");
  }

  private String target() {
    String path = call.uri().getRawPath();
    String query = call.uri().getRawQuery();
    String target = path == null || path.isEmpty() ? "/" : path;
    return query == null ? target : target + "?" + query;
  }
}
