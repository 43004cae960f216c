package dev.mainstay.simulator.server;

import dev.mainstay.simulator.dialect.Dialect;
import dev.mainstay.simulator.dialect.Identity;
import dev.mainstay.simulator.exchange.Header;
import java.util.List;

/**
 * One request's place on the wire: where its answer goes, and what every answer to it has in
 * common.
 */
record ReplyPlace(
    Wire wire,
    Identity identity,
    Dialect dialect,
    boolean isChunked,
    boolean keepsAlive,
    List<Header> limitHeaders) {

  ReplyPlace withLimitHeaders(List<Header> headers) {
    return new ReplyPlace(wire, identity, dialect, isChunked, keepsAlive, headers);
  }

  /** This exchange, answered under the name of {@code model}. */
  ReplyPlace named(String model) {
    Identity named = new Identity(identity.number(), identity.created(), model);
    return new ReplyPlace(wire, named, dialect, isChunked, keepsAlive, limitHeaders);
  }
}
