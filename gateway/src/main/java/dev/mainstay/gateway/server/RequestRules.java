package dev.mainstay.gateway.server;

import dev.mainstay.gateway.front.GatewayLimits;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessageDecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Optional;

/**
 * Which heads of requests are served. What two readers could take for two different requests is
 * refused (RFC 9112, 6.3 and 11.2), since a proxy before us may be the other reader.
 */
record RequestRules(GatewayLimits limits) {
  Optional<Rejection> check(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return Optional.of(unreadable(request.decoderResult().cause()));
    }
    if (request.protocolVersion().majorVersion() != 1) {
      return refuse(505, "http_version", "this server speaks HTTP/1.1 and HTTP/1.0");
    }
    if (headBytes(request) > limits.maxHeaderBytes()) {
      return Optional.of(headersTooLarge());
    }
    return checkHost(request)
        .or(() -> checkFraming(request))
        .or(() -> checkLength(request))
        .or(() -> checkExpectation(request.headers()));
  }

  /** Of a body that is larger than it may be. */
  Rejection bodyTooLarge() {
    return new Rejection(
        413,
        "body_too_large",
        "the request's body is larger than " + limits.maxBodyBytes() + " bytes");
  }

  private Rejection unreadable(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return new Rejection(
          414,
          "uri_too_long",
          "the request line is longer than " + limits.maxHeaderBytes() + " bytes");
    }
    if (cause instanceof TooLongFrameException) {
      return headersTooLarge();
    }
    return new Rejection(
        400,
        "bad_request",
        "the request's head is not HTTP as RFC 9112 has it: look for two lengths, an unknown"
            + " transfer coding, or a broken line");
  }

  private Rejection headersTooLarge() {
    return new Rejection(
        431,
        "headers_too_large",
        "request line and headers are larger than " + limits.maxHeaderBytes() + " bytes");
  }

  private static int headBytes(HttpRequest request) {
    // Netty counts without the line ends: of the request line, of each header and of the empty
    // line.
    int lineEnds = 2 * (request.headers().size() + 2);
    return request.decoderResult() instanceof HttpMessageDecoderResult sizes
        ? sizes.totalSize() + lineEnds
        : 0;
  }

  private static Optional<Rejection> checkHost(HttpRequest request) {
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    boolean isNeeded = !request.protocolVersion().equals(HttpVersion.HTTP_1_0);
    if (hosts.size() > 1 || (isNeeded && hosts.isEmpty())) {
      return refuse(400, "bad_host", "a request has one Host header, not " + hosts.size());
    }
    return !hosts.isEmpty() && hosts.getFirst().indexOf(' ') >= 0
        ? refuse(400, "bad_host", "the Host header has a space in it")
        : Optional.empty();
  }

  private static Optional<Rejection> checkFraming(HttpRequest request) {
    List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (codings.isEmpty()) {
      return Optional.empty();
    }
    if (request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
      return refuse(400, "ambiguous_length", "a body has a Content-Length or is chunked, not both");
    }
    if (request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      return refuse(400, "ambiguous_length", "HTTP/1.0 knows no Transfer-Encoding");
    }
    // Netty leaves space around a value only where its line was folded.
    if (codings.size() > 1
        || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst())) {
      return refuse(
          400, "unknown_transfer_coding", "the only Transfer-Encoding known here is chunked");
    }
    return Optional.empty();
  }

  private Optional<Rejection> checkLength(HttpRequest request) {
    return HttpUtil.getContentLength(request, 0L) > limits.maxBodyBytes()
        ? Optional.of(bodyTooLarge())
        : Optional.empty();
  }

  private static Optional<Rejection> checkExpectation(HttpHeaders headers) {
    String expectation = headers.get(HttpHeaderNames.EXPECT);
    return expectation == null || HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expectation)
        ? Optional.empty()
        : refuse(417, "expectation_failed", "the only expectation met here is 100-continue");
  }

  private static Optional<Rejection> refuse(int status, String code, String message) {
    return Optional.of(new Rejection(status, code, message));
  }
}
