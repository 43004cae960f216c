package dev.mainstay.gateway.server;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/** What a request's first line says, and whether its connection is to be kept. */
record RequestLine(String method, String path, boolean isHttp10, boolean keepsAlive) {
  /** Of a request that could not be read so far. */
  static final RequestLine UNKNOWN = new RequestLine("", "", false, false);

  static RequestLine of(HttpRequest request) {
    if (request instanceof FullHttpRequest) {
      // Netty's stand-in for what it could not read.
      return UNKNOWN;
    }
    String target = originForm(request.uri());
    int mark = target.indexOf('?');
    return new RequestLine(
        request.method().name(),
        KnownWords.shared(mark < 0 ? target : target.substring(0, mark)),
        request.protocolVersion().equals(HttpVersion.HTTP_1_0),
        HttpUtil.isKeepAlive(request));
  }

  // A caller may take us for a proxy and send a whole URI.
  private static String originForm(String target) {
    int scheme = target.indexOf("://");
    if (target.startsWith("/") || scheme < 0) {
      return target;
    }
    int slash = target.indexOf('/', scheme + 3);
    return slash < 0 ? "/" : target.substring(slash);
  }
}
