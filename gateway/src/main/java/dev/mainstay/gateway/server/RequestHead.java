package dev.mainstay.gateway.server;

import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpProxy;
import java.util.Optional;

/** The head of a request of ours. */
record RequestHead(HttpCall call, Origin origin) {

  Part part() {
    HeadWriter head =
        new HeadWriter()
            .text(call.method())
            .text(" ")
            .text(target())
            .text(" HTTP/1.1\r\n")
            .header("Host", origin.authority())
            .headers(forProxy())
            .headers(call.headers());
    if (hasLength()) {
      head.header("Content-Length", Integer.toString(call.body().length));
    }
    return head.end();
  }

  // RFC 9110, 8.6: where the method expects a body, its absence is told.
  private boolean hasLength() {
    return call.body().length > 0
        || call.method().equals("POST")
        || call.method().equals("PUT")
        || call.method().equals("PATCH");
  }

  // RFC 9112, 3.2.2: a proxy is told the whole address; through a tunnel, the vendor is not.
  private String target() {
    boolean isHanded = origin.proxy().isPresent() && !origin.isTls();
    return isHanded ? "http://" + origin.authority() + path() : path();
  }

  private Headers forProxy() {
    Optional<String> shown =
        origin.isTls() ? Optional.empty() : origin.proxy().flatMap(HttpProxy::authorization);
    return shown.map(value -> Headers.of("Proxy-Authorization", value)).orElse(Headers.none());
  }

  private String path() {
    String path = call.uri().getRawPath();
    String query = call.uri().getRawQuery();
    String target = path == null || path.isEmpty() ? "/" : path;
    return query == null ? target : target + "?" + query;
  }
}
