package dev.mainstay.simulator.script;

import dev.mainstay.simulator.exchange.Header;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How an answer is sent: what is around what it says. */
public record Transfer(List<Header> headers, int writesOf, Duration writesApart, boolean done) {
  public static final Transfer USUAL = new Transfer(List.of(), 0, Duration.ZERO, true);

  /**
   * The list is copied.
   *
   * @throws IllegalArgumentException if a size or a wait is below zero
   */
  public Transfer {
    headers = List.copyOf(headers);
    if (writesOf < 0) {
      throw new IllegalArgumentException(
          "writes of " + writesOf + " bytes; use 1 or more, or 0 for one write per event");
    }
    if (writesApart.isNegative()) {
      throw new IllegalArgumentException("writes " + writesApart + " apart; use zero or more");
    }
  }

  Transfer withHeader(Header header) {
    List<Header> all = new ArrayList<>(headers);
    all.add(header);
    return new Transfer(all, writesOf, writesApart, done);
  }

  Transfer withWritesOf(int bytes, Duration apart) {
    return new Transfer(headers, bytes, apart, done);
  }

  Transfer withoutDone() {
    return new Transfer(headers, writesOf, writesApart, false);
  }
}
