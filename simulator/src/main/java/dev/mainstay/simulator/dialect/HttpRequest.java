package dev.mainstay.simulator.dialect;

import dev.mainstay.simulator.exchange.Header;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A request as it was read from the wire. */
public record HttpRequest(
    String method, String target, boolean is11, List<Header> headers, byte[] body) {

  public Optional<String> header(String name) {
    for (Header header : headers) {
      if (header.isNamed(name)) {
        return Optional.of(header.value());
      }
    }
    return Optional.empty();
  }

  /** The target without its query. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /**
   * The key in {@code Authorization: Bearer}, else in {@code x-api-key}, {@code api-key} or {@code
   * x-goog-api-key}; empty where there is none.
   */
  public String apiKey() {
    String authorization = header("authorization").orElse("");
    if (authorization.regionMatches(true, 0, "bearer ", 0, 7)) {
      return authorization.substring(7).strip();
    }
    return Stream.of("x-api-key", "api-key", "x-goog-api-key")
        .flatMap(name -> header(name).stream())
        .findFirst()
        .orElse("");
  }

  // Before HTTP/1.1 a stream ends with its connection.
  public boolean keepsAlive() {
    return is11 && !header("connection").orElse("").equalsIgnoreCase("close");
  }
}
